/// Compressed bytes on their way from a file to a decompressor.
struct CompressedInput {
  let source: FileStream
  private var bytes: [UInt8]
  private var consumed = 0
  /// The format's name, for errors.
  private let format: String

  /// - Parameter start: what was read of the file already.
  init(_ source: FileStream, start: [UInt8], format: String) {
    self.source = source
    self.format = format
    bytes = start
  }

  func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is \(format) that \(problem)")
  }

  var isUsedUp: Bool { consumed == bytes.count }

  /// Reads on when all is used up.
  /// - Parameter isInside: whether something has begun that must end before the file does.
  /// - Returns: false at the end of the file.
  mutating func refill(isInside: Bool) throws(CorpusError) -> Bool {
    guard isUsedUp else { return true }
    bytes.removeAll(keepingCapacity: true)
    consumed = 0
    if try source.read(into: &bytes) { return true }
    guard !isInside else { throw fail("ends too early; the file is truncated") }
    return false
  }

  mutating func skipZeros() { while consumed < bytes.count, bytes[consumed] == 0 { consumed += 1 } }

  /// Shows a body what is not used up.
  /// - Parameter body: returns how many bytes of it are left.
  mutating func use(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    let from = consumed
    let remaining = bytes.withUnsafeMutableBufferPointer {
      body(UnsafeMutableBufferPointer(rebasing: $0[from...]))
    }
    consumed = bytes.count - remaining
  }
}
