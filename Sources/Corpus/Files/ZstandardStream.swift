internal import CCompression

/// The bytes in a Zstandard file, of all its frames.
///
/// Windows of up to 128 MiB are read, which is what `zstd` makes unless told otherwise.
final class ZstandardStream: ByteStream {
  private let source: FileStream
  private var input: [UInt8]
  private var consumed = 0
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: OpaquePointer
  /// What the last call said is left to do: 0 between frames.
  private var pending = 0
  /// The first bytes of the current frame, as far as its header may reach.
  private var header: [UInt8] = []

  var position: Int { source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    self.source = source
    input = start
    guard let state = ZSTD_createDStream() else {
      throw CorpusError(path: source.path, problem: "cannot be decompressed: out of memory")
    }
    self.state = state
  }

  deinit { ZSTD_freeDStream(state) }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    while true {
      let before = buffer.count
      let isFull = try decompress(into: &buffer)
      if buffer.count > before { return true }
      guard !isFull, consumed == input.count else { continue }
      input.removeAll(keepingCapacity: true)
      consumed = 0
      guard try source.read(into: &input) else {
        guard pending == 0 else { throw fail("ends too early; the file is truncated") }
        return false
      }
    }
  }

  /// Decompresses a block; whether the output was filled, so that more may be waiting.
  private func decompress(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    var result = 0
    var written = 0
    let from = consumed
    let state = state
    var taken = from
    input.withUnsafeBytes { bytes in
      var source = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: from)
      block.withUnsafeMutableBytes { output in
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        result = ZSTD_decompressStream(state, &target, &source)
        written = target.pos
      }
      taken = source.pos
    }
    if pending == 0 { header = [] }
    // What stopped at a header has taken nothing of it.
    header += input[from..<(ZSTD_isError(result) == 0 ? taken : input.count)].prefix(
      18 - header.count)
    let moved = taken > from || written > 0
    consumed = taken
    buffer += block[..<written]
    guard ZSTD_isError(result) == 0 else {
      if let window = Self.window(header), window > Self.widestWindow {
        throw fail(
          "needs a window of \(Self.size(window)), of which \(Self.size(Self.widestWindow)) are given; unpack it by `zstd -d --long=31 \(source.path)`"
        )
      }
      throw fail("is damaged (\(String(cString: ZSTD_getErrorName(result))))")
    }
    if moved { pending = result }
    return written == block.count
  }

  /// The widest window that is read, the library's own limit.
  private static let widestWindow = 1 << 27

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 30 && bytes.isMultiple(of: 1 << 30)
      ? "\(bytes >> 30) GiB" : "\(bytes >> 20) MiB"
  }

  /// Bytes of the window that a frame asks for (RFC 8878, section 3.1.1.1); nil where it says none.
  private static func window(_ header: [UInt8]) -> Int? {
    guard header.count >= 6, header.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return nil }
    if header[4] & 0x20 == 0 {
      let base = 1 << (10 + Int(header[5] >> 3))
      return base + base / 8 * Int(header[5] & 7)
    }
    // A single segment: the window is the whole content.
    let dictionary = [0, 1, 2, 4][Int(header[4] & 3)]
    let bytes = [1, 2, 4, 8][Int(header[4] >> 6)]
    let start = 5 + dictionary
    guard header.count >= start + bytes else { return nil }
    let value = header[start..<start + bytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(clamping: bytes == 2 ? value + 256 : value)
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is Zstandard that \(problem)")
  }
}
