internal import Glibc

/// The bytes of a file, unpacked where it is compressed, with a look at what comes first.
///
/// What a file is shows in its first bytes, whatever its name: gzip, Zstandard, bzip2, xz, or none of them.
final class DecompressedStream: ByteStream {
  /// Bytes that each byte of a compressed file may become, beyond the first of `free`.
  ///
  /// Text becomes 3 to 20 times as long, and what repeats without end up to 1,000 times in gzip and
  /// without limit in Zstandard: that is no corpus but a way to fill a machine.
  static let mostUnpacked = 250
  /// Bytes that any compressed file may become, 16 MiB.
  static let free = 1 << 24

  let path: String
  let isCompressed: Bool
  private let stream: any ByteStream
  private var head: [UInt8] = []
  private var isAtEnd = false
  /// Bytes that the stream has given so far.
  private var unpacked = 0

  init(path: String) throws(CorpusError) {
    self.path = path
    let file = try FileStream(path: path)
    var start: [UInt8] = []
    while start.count < 6, try file.read(into: &start) {}
    let isSkippable =
      start.count >= 4 && start[0] & 0xF0 == 0x50 && start[1...3] == [0x2A, 0x4D, 0x18]
    if start.starts(with: [0x1F, 0x8B]) {
      stream = try GzipStream(file, start: start)
    } else if isSkippable || start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      stream = try ZstandardStream(file, start: start)
    } else if start.starts(with: "BZh".utf8), start.count > 3, (0x31...0x39).contains(start[3]) {
      stream = try BzipStream(file, start: start)
    } else if start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      stream = try XZStream(file, start: start)
    } else {
      stream = StartedStream(file, start: start)
    }
    isCompressed = !(stream is StartedStream)
  }

  var position: Int { stream.position }

  /// The first bytes, which are read again afterwards.
  func peek(_ count: Int) throws(CorpusError) -> ArraySlice<UInt8> {
    while head.count < count, try fill(&head) {}
    return head.prefix(count)
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    guard !head.isEmpty else { return try fill(&buffer) }
    buffer += head
    head = []
    return true
  }

  private func fill(_ buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    let before = buffer.count
    guard !isAtEnd, try stream.read(into: &buffer) else {
      isAtEnd = true
      return false
    }
    unpacked += buffer.count - before
    guard unpacked - Self.free <= Self.mostUnpacked * stream.position else {
      throw CorpusError(
        path: path,
        problem: "unpacks to more than \(Self.mostUnpacked) times its size; is it a corpus?")
    }
    return true
  }
}
