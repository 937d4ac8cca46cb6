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
  static let blockSize = 1 << 16

  let path: String
  private(set) var position = 0
  private let descriptor: Int32
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)

  init(path: String) throws(CorpusError) {
    self.path = path
    // Without blocking, so that a pipe in a file's place is refused and not waited for.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw CorpusError(
        path: path, problem: "cannot be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CorpusError(path: path, problem: "is not a plain file")
    }
  }

  deinit { close(descriptor) }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    let descriptor = descriptor
    let count = block.withUnsafeMutableBytes { bytes -> Int in
      var count = -1
      repeat {
        count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      } while count < 0 && errno == EINTR
      return count
    }
    guard count >= 0 else {
      throw CorpusError(
        path: path, problem: "cannot be read (\(String(cString: strerror(errno))))")
    }
    buffer += block[..<count]
    position += count
    return count > 0
  }
}

/// A file of which the start was looked at.
final class StartedStream: ByteStream {
  private let source: FileStream
  private var start: [UInt8]

  var position: Int { source.position }

  init(_ source: FileStream, start: [UInt8]) {
    self.source = source
    self.start = start
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    guard !start.isEmpty else { return try source.read(into: &buffer) }
    buffer += start
    start = []
    return true
  }
}
