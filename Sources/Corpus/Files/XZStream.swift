internal import CCompression

/// The bytes in an xz file, of all its streams.
final class XZStream: ByteStream {
  private let source: FileStream
  private var input: [UInt8]
  private var consumed = 0
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: UnsafeMutablePointer<lzma_stream>
  private var isAtEnd = false
  private var isFinished = false

  /// Memory that a dictionary may take; `xz -9` needs 65 MiB.
  private static let memory: UInt64 = 1 << 28

  /// `LZMA_CONCATENATED`, a macro that is not seen from here.
  private static let concatenated: UInt32 = 0x08

  var position: Int { source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    self.source = source
    input = start
    state = .allocate(capacity: 1)
    state.initialize(to: lzma_stream())
    guard lzma_stream_decoder(state, Self.memory, Self.concatenated) == LZMA_OK else {
      throw CorpusError(path: source.path, problem: "cannot be decompressed: out of memory")
    }
  }

  deinit {
    lzma_end(state)
    state.deallocate()
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    while !isFinished {
      if consumed == input.count, !isAtEnd {
        input.removeAll(keepingCapacity: true)
        consumed = 0
        isAtEnd = try !source.read(into: &input)
      }
      let before = buffer.count
      try decompress(into: &buffer)
      if buffer.count > before { return true }
    }
    return false
  }

  private func decompress(into buffer: inout [UInt8]) throws(CorpusError) {
    var result = LZMA_OK
    let (state, from, action) = (state, consumed, isAtEnd ? LZMA_FINISH : LZMA_RUN)
    input.withUnsafeBufferPointer { bytes in
      state.pointee.next_in = bytes.baseAddress.map { $0 + from }
      state.pointee.avail_in = bytes.count - from
      block.withUnsafeMutableBufferPointer { output in
        state.pointee.next_out = output.baseAddress
        state.pointee.avail_out = output.count
        result = lzma_code(state, action)
      }
    }
    consumed = input.count - state.pointee.avail_in
    buffer += block[..<(block.count - state.pointee.avail_out)]
    switch result {
    case LZMA_OK: break
    case LZMA_STREAM_END: isFinished = true
    case LZMA_MEMLIMIT_ERROR:
      throw fail("needs more than \(Self.memory >> 20) MiB to unpack; unpack it by `xz -d`")
    case LZMA_BUF_ERROR where !isAtEnd: break
    case LZMA_BUF_ERROR: throw fail("ends too early; the file is truncated")
    default: throw fail("is damaged (error \(result.rawValue))")
    }
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is xz that \(problem)")
  }
}
