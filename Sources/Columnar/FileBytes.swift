internal import Glibc

/// A file that is read at any place, no more of it at once than is asked for.
final class FileBytes {
  let size: Int
  private let descriptor: Int32
  /// Bytes that have been read so far.
  private(set) var bytesRead = 0

  init(path: String) throws(ColumnarError) {
    // Without blocking, so that a pipe in a file's place is refused and not waited for.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw ColumnarError("cannot be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ColumnarError("is not a plain file")
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes of a range that lies inside the file.
  func read(_ range: Range<Int>) throws(ColumnarError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= size else { throw ColumnarError.truncated }
    let descriptor = descriptor
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, range.count - count,
          off_t(range.lowerBound + count))
        if read < 0, errno == EINTR { continue }
        if read < 0 { failure = errno }
        if read <= 0 { break }
        count += read
      }
    }
    bytesRead += bytes.count
    if failure != 0 {
      throw ColumnarError("cannot be read (\(String(cString: strerror(failure))))")
    }
    guard bytes.count == range.count else { throw ColumnarError.truncated }
    return bytes
  }
}
