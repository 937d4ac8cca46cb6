internal import CCompression

/// The bytes in a bzip2 file, of all its streams.
final class BzipStream: ByteStream {
  private let source: FileStream
  private var input: [UInt8]
  private var consumed = 0
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: UnsafeMutablePointer<bz_stream>
  private var isInside = false

  var position: Int { source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    self.source = source
    input = start
    state = .allocate(capacity: 1)
    state.initialize(to: bz_stream())
  }

  deinit {
    if isInside { BZ2_bzDecompressEnd(state) }
    state.deallocate()
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    while true {
      if consumed == input.count {
        input.removeAll(keepingCapacity: true)
        consumed = 0
        guard try source.read(into: &input) else {
          guard !isInside else { throw fail("ends too early; the file is truncated") }
          return false
        }
      }
      if !isInside {
        state.pointee = bz_stream()
        guard BZ2_bzDecompressInit(state, 0, 0) == BZ_OK else {
          throw CorpusError(path: source.path, problem: "cannot be decompressed: out of memory")
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
    let (state, from) = (state, consumed)
    input.withUnsafeMutableBytes { bytes in
      let base = bytes.bindMemory(to: CChar.self).baseAddress
      state.pointee.next_in = base.map { $0 + from }
      state.pointee.avail_in = UInt32(bytes.count - from)
      block.withUnsafeMutableBytes { output in
        state.pointee.next_out = output.bindMemory(to: CChar.self).baseAddress
        state.pointee.avail_out = UInt32(output.count)
        result = BZ2_bzDecompress(state)
      }
    }
    consumed = input.count - Int(state.pointee.avail_in)
    buffer += block[..<(block.count - Int(state.pointee.avail_out))]
    switch result {
    case BZ_OK: break
    case BZ_STREAM_END:
      BZ2_bzDecompressEnd(state)
      isInside = false
    default: throw fail("is damaged (error \(result))")
    }
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is bzip2 that \(problem)")
  }
}
