internal import Glibc

/// The lines of a file, without their ends and without those that are blank.
final class LineReader {
  /// The longest line that is read, 64 MiB; a longer one is no document.
  static let longest = 1 << 26

  let path: String
  private let stream: DecompressedStream
  private var buffer: [UInt8] = []
  private var place = 0
  private var ended = false
  /// Number of the line read last, counted from 1.
  private(set) var line = 0

  convenience init(path: String) throws(CorpusError) {
    self.init(try DecompressedStream(path: path))
  }

  init(_ stream: DecompressedStream) {
    self.stream = stream
    path = stream.path
  }

  /// Bytes of the file that have been read.
  var position: Int { stream.position }

  /// The next line that is not blank, nil at the end.
  func next() throws(CorpusError) -> [UInt8]? {
    while true {
      skipEmptyLines()
      guard let range = try nextOfAny() else { return nil }
      line += 1
      let hasMark = line == 1 && buffer[range].starts(with: [0xEF, 0xBB, 0xBF])
      let found = buffer[hasMark ? range.dropFirst(3) : range]
      if found.contains(where: { $0 > 0x20 }) { return Array(found) }
    }
  }

  /// Place in the buffer of the next line.
  private func nextOfAny() throws(CorpusError) -> Range<Int>? {
    var searched = place
    while true {
      if let end = newline(from: searched) {
        defer { place = end + 1 }
        return place..<end
      }
      searched = buffer.count
      if ended {
        guard place < buffer.count else { return nil }
        defer { place = buffer.count }
        return place..<buffer.count
      }
      guard buffer.count - place <= Self.longest else {
        throw CorpusError(
          path: path, line: line + 1,
          problem: "is longer than \(Self.longest >> 20) MiB; is it JSONL?")
      }
      searched -= place
      buffer.removeSubrange(..<place)
      place = 0
      ended = try !stream.read(into: &buffer)
    }
  }

  private func newline(from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, 0x0A, bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// Passes over line ends that follow each other, of which a small compressed file may hold millions.
  private func skipEmptyLines() {
    let (start, count) = (place, buffer.count)
    place = buffer.withUnsafeBufferPointer { bytes in
      var end = start
      while end < count, bytes[end] == 0x0A { end += 1 }
      return end
    }
    line += place - start
  }
}
