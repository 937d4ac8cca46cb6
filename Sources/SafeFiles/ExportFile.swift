package import Foundation
import Glibc

/// A file that a person has named, written piece by piece; it appears when all of it is there.
///
/// A link is not followed: it may lead to something that its name does not say. What lies under `/dev` is the system's,
/// such as `/dev/stdout`, and is written to as it is.
package final class ExportFile {
  private let path: String
  /// The file beside the path that is renamed over it; nil where the system's own is written to.
  private let temporary: String?
  private let descriptor: Int32
  private var isOpen = true

  package init(_ path: String) throws(FileRefusal) {
    self.path = path
    if SystemFile.isOne(path) {
      temporary = nil
      descriptor = try SystemFile.open(path)
      return
    }
    switch FileFacts(path)?.kind {
    case nil, .file: break
    case .link:
      throw FileRefusal(path, "is a symbolic link; name the file itself, or another one")
    case .some(let kind): throw FileRefusal(path, "is \(kind.words); name a file")
    }
    temporary = path + ".partial"
    descriptor = try SafeFile.create(path + ".partial", for: path, mode: 0o666)
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    if let temporary { unlink(temporary) }
  }

  package func write(_ data: Data) throws(FileRefusal) {
    guard SafeFile.writeAll(data, to: descriptor) else { throw failure("writing") }
  }

  /// Gives the file its name.
  package func finish() throws(FileRefusal) {
    isOpen = false
    guard close(descriptor) == 0 else {
      let error = failure("writing")
      if let temporary { unlink(temporary) }
      throw error
    }
    guard let temporary, rename(temporary, path) != 0 else { return }
    let error = failure("renaming")
    unlink(temporary)
    throw error
  }

  private func failure(_ doing: String) -> FileRefusal {
    let remedy = errno == ENOSPC ? "; free some space and run again" : ""
    return FileRefusal(path, "\(doing) failed (\(String(cString: strerror(errno))))\(remedy)")
  }
}

extension SafeFile {
  /// Writes a text where a person has named a file, over a plain one that is there.
  package static func export(_ data: Data, to path: String) throws(FileRefusal) {
    let file = try ExportFile(path)
    try file.write(data)
    try file.finish()
  }
}
