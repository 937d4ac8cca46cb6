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
    let moved = taken > from || written > 0
    consumed = taken
    buffer += block[..<written]
    guard ZSTD_isError(result) == 0 else {
      throw fail("is damaged (\(String(cString: ZSTD_getErrorName(result))))")
    }
    if moved { pending = result }
    return written == block.count
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is Zstandard that \(problem)")
  }
}
