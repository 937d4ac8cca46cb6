package import Foundation
import Glibc

/// Opens and writes what lies in a folder that somebody else may have made.
///
/// A downloaded workspace can hold anything in the place of a file: a link to one's own papers, a pipe that is never
/// read, a device. So no link is followed, nothing waits, and nothing is changed before the kernel has said that the
/// opened file is a plain one with one name and of the right owner.
package enum SafeFile {
  /// What an opened file is for.
  package enum Purpose: Sendable {
    /// An existing one.
    case reading
    /// Existing or new; what is in it stays.
    case appending
    /// Existing or new; for reading and writing at any place.
    case updating

    fileprivate var flags: Int32 {
      switch self {
      case .reading: O_RDONLY
      case .appending: O_WRONLY | O_CREAT | O_APPEND
      case .updating: O_RDWR | O_CREAT
      }
    }
  }

  /// Permissions of what holds a corpus's texts: its user's alone.
  package static let ownMode: mode_t = 0o600
  package static let ownFolderMode: mode_t = 0o700

  /// Opens a file; whoever asks closes the descriptor.
  package static func open(
    _ path: String, for purpose: Purpose, owners: FileOwners = .me
  ) throws(FileRefusal) -> Int32 {
    // A device can do something on being opened, so it is looked at before as well.
    if let facts = FileFacts(path), let fault = facts.fault(asFileOf: owners) {
      throw FileRefusal(path, fault)
    }
    let descriptor = Glibc.open(
      path, purpose.flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, ownMode)
    guard descriptor >= 0 else {
      throw FileRefusal(path, "cannot be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw FileRefusal(path, "cannot be looked at (\(String(cString: strerror(errno))))")
    }
    if let fault = FileFacts(status).fault(asFileOf: owners) {
      close(descriptor)
      throw FileRefusal(path, fault)
    }
    return descriptor
  }

  /// Makes an empty file where there is none; one that is there is only checked.
  ///
  /// An existing file is never opened: closing it would let go of locks that SQLite holds on it in this process.
  package static func ensure(_ path: String, owners: FileOwners = .me) throws(FileRefusal) {
    let descriptor = Glibc.open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, ownMode)
    if descriptor >= 0 {
      close(descriptor)
      return
    }
    guard errno == EEXIST else {
      throw FileRefusal(path, "cannot be made (\(String(cString: strerror(errno))))")
    }
    try check(path, owners: owners)
  }

  /// Refuses whatever is no plain file of one name and the right owner; nothing at all is fine.
  package static func check(_ path: String, owners: FileOwners = .me) throws(FileRefusal) {
    if let fault = FileFacts(path)?.fault(asFileOf: owners) { throw FileRefusal(path, fault) }
  }

  /// The bytes of a small file; nil where there is none.
  /// - Parameter limit: most bytes that make sense.
  package static func contents(
    of path: String, atMost limit: Int, owners: FileOwners = .me
  ) throws(FileRefusal) -> Data? {
    guard FileFacts(path) != nil else { return nil }
    let descriptor = try open(path, for: .reading, owners: owners)
    defer { close(descriptor) }
    return try rest(of: descriptor, path, atMost: limit)
  }

  /// Makes a folder and those above it; the last one is its user's alone.
  package static func makeFolder(_ path: String) throws(FileRefusal) {
    if mkdir(path, ownFolderMode) == 0 || errno == EEXIST { return }
    let above = (path as NSString).deletingLastPathComponent
    guard errno == ENOENT, !above.isEmpty, above != path else {
      throw FileRefusal(path, "cannot be made (\(String(cString: strerror(errno))))")
    }
    try makeFolder(above)
    guard mkdir(path, ownFolderMode) == 0 || errno == EEXIST else {
      throw FileRefusal(path, "cannot be made (\(String(cString: strerror(errno))))")
    }
  }
}
