internal import CCompression

/// The bytes in a bzip2 file, of all its streams.
final class BzipStream: ByteStream {
  private var input: CompressedInput
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: UnsafeMutablePointer<bz_stream>
  private var isInside = false

  var position: Int { input.source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    input = CompressedInput(source, start: start, format: "bzip2")
    state = .allocate(capacity: 1)
    state.initialize(to: bz_stream())
  }

  deinit {
    if isInside { BZ2_bzDecompressEnd(state) }
    state.deallocate()
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    while true {
      guard try input.refill(isInside: isInside) else { return false }
      if !isInside {
        state.pointee = bz_stream()
        guard BZ2_bzDecompressInit(state, 0, 0) == BZ_OK else {
          throw CorpusError(
            path: input.source.path, problem: "cannot be decompressed: out of memory")
        }
        isInside = true
      }
      let before = buffer.count
      try decompress(into: &buffer)
      if buffer.count > before { return true }
    }
  }

  private func decompress(into buffer: inout [UInt8]) throws(CorpusError) {
    var result = BZ_OK
    let state = state
    input.use { bytes in
      let signed = UnsafeMutableRawBufferPointer(bytes).bindMemory(to: CChar.self)
      state.pointee.next_in = signed.baseAddress
      state.pointee.avail_in = UInt32(bytes.count)
      block.withUnsafeMutableBytes { output in
        state.pointee.next_out = output.bindMemory(to: CChar.self).baseAddress
        state.pointee.avail_out = UInt32(output.count)
        result = BZ2_bzDecompress(state)
      }
      return Int(state.pointee.avail_in)
    }
    buffer += block[..<(block.count - Int(state.pointee.avail_out))]
    switch result {
    case BZ_OK: break
    case BZ_STREAM_END:
      BZ2_bzDecompressEnd(state)
      isInside = false
    default: throw input.fail("is damaged (error \(result))")
    }
  }
}
