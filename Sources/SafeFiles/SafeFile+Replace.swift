package import Foundation
import Glibc

extension SafeFile {
  /// Writes a file in one piece: exclusively to a new one beside its place, then renamed over it.
  ///
  /// What already has the other's name, such as a link or what a kill left, is removed and not opened. A link at the
  /// place itself is replaced, its target left alone; a device or a pipe is refused. What lies under `/dev` is written
  /// to as it is.
  ///
  /// - Parameters:
  ///   - parts: what the file will hold, one after the other.
  ///   - suffix: what the name of the file beside it ends in.
  ///   - mode: permissions, of which the umask takes away.
  package static func replace(
    _ path: String, with parts: [Data], suffix: String, mode: mode_t = ownMode,
    syncing: Bool = false
  ) throws(FileRefusal) {
    let temporary = path + suffix
    func fail(_ doing: String) -> FileRefusal {
      let remedy = errno == ENOSPC ? "; free some space and run again" : ""
      return FileRefusal(path, "\(doing) failed (\(String(cString: strerror(errno))))\(remedy)")
    }
    if SystemFile.isOne(path) { return try SystemFile.write(parts, to: path) }
    if let kind = FileFacts(path)?.kind, kind != .file, kind != .link {
      throw FileRefusal(path, "is \(kind.words); name a file")
    }
    let descriptor = try create(temporary, for: path, mode: mode)
    for part in parts {
      guard writeAll(part, to: descriptor) else {
        let error = fail("writing")
        close(descriptor)
        unlink(temporary)
        throw error
      }
    }
    guard !syncing || fsync(descriptor) == 0, close(descriptor) == 0 else {
      let error = fail("writing")
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let error = fail("renaming")
      unlink(temporary)
      throw error
    }
  }

  /// Writes a new file in one piece.
  /// - Returns: false where something of that name is there, which stays as it is.
  package static func createNew(_ path: String, with data: Data, mode: mode_t = 0o666)
    throws(FileRefusal) -> Bool
  {
    let descriptor = Glibc.open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw FileRefusal(path, "cannot be made (\(String(cString: strerror(errno))))")
    }
    let isWritten = writeAll(data, to: descriptor)
    let reason = String(cString: strerror(errno))
    close(descriptor)
    guard isWritten else {
      unlink(path)
      throw FileRefusal(path, "writing failed (\(reason))")
    }
    return true
  }

  /// Makes a new file, after whatever has its name is removed.
  static func create(_ temporary: String, for path: String, mode: mode_t)
    throws(FileRefusal) -> Int32
  {
    guard unlink(temporary) == 0 || errno == ENOENT else {
      throw FileRefusal(
        temporary, "is in the way and cannot be removed (\(String(cString: strerror(errno))))")
    }
    let descriptor = Glibc.open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw FileRefusal(path, "writing failed (\(reason))")
    }
    return descriptor
  }

  static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }
}
