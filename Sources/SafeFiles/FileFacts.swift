import Glibc

/// What a path leads to, without following a link at its end.
package struct FileFacts: Sendable {
  package enum Kind: Sendable, Equatable {
    case file, folder, link, pipe, device, socket

    /// The kind in words, as in "is a pipe".
    package var words: String {
      switch self {
      case .file: "a file"
      case .folder: "a folder"
      case .link: "a symbolic link"
      case .pipe: "a pipe"
      case .device: "a device"
      case .socket: "a socket"
      }
    }
  }

  package let kind: Kind
  /// Names that the file has: more than one are hard links.
  package let links: Int
  package let owner: UInt32
  /// Permissions, the lowest twelve bits.
  package let mode: UInt32
  /// Bytes.
  package let size: Int

  /// nil where there is nothing.
  package init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What lies behind a link; nil where there is nothing.
  package init?(following path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
    links = Int(status.st_nlink)
    owner = status.st_uid
    mode = status.st_mode & 0o7777
    size = Int(status.st_size)
  }

  /// Why this cannot be one of Stemma's own files; nil where it can.
  package func fault(asFileOf owners: FileOwners) -> String? {
    guard kind == .file else {
      return "is \(kind.words) where a plain file is expected; remove it and run again"
    }
    guard links == 1 else {
      return
        "has \(links) names (hard links), so that writing it would change another file; remove it and run again"
    }
    return faultOfOwner(owners)
  }

  /// Why this cannot be a folder of Stemma's own; nil where it can.
  package func fault(asFolderOf owners: FileOwners) -> String? {
    guard kind == .folder else {
      return "is \(kind.words) where a folder is expected; remove it and run again"
    }
    return faultOfOwner(owners)
  }

  private func faultOfOwner(_ owners: FileOwners) -> String? {
    owners.include(owner)
      ? nil
      : "belongs to \(FileOwners.name(of: owner)); remove it, or accept the workspace with `stemma trust`"
  }
}
