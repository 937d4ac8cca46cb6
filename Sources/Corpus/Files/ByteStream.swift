internal import Glibc

/// Bytes that come in blocks, from a file or out of a compressed one.
protocol ByteStream: AnyObject {
  /// Puts the next bytes at the end of a buffer; false at the end of the stream.
  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool
  /// Bytes of the file behind the stream that have been read so far.
  var position: Int { get }
}

/// The bytes of a file as they are.
final class FileStream: ByteStream {
  static let block = 1 << 20

  let path: String
  private(set) var position = 0
  private let descriptor: Int32

  init(path: String) throws(CorpusError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CorpusError(
        path: path, problem: "cannot be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw CorpusError(path: path, problem: "is a folder, not a file")
    }
  }

  deinit { close(descriptor) }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    let start = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: Self.block))
    let descriptor = descriptor
    let count = buffer.withUnsafeMutableBytes { bytes -> Int in
      var count = -1
      repeat {
        count = Glibc.read(descriptor, bytes.baseAddress.map { $0 + start }, Self.block)
      } while count < 0 && errno == EINTR
      return count
    }
    buffer.removeLast(Self.block - max(count, 0))
    guard count >= 0 else {
      throw CorpusError(
        path: path, problem: "cannot be read (\(String(cString: strerror(errno))))")
    }
    position += count
    return count > 0
  }
}
