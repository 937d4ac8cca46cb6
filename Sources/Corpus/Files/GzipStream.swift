internal import CCompression

/// The bytes in a gzip file, of all its members.
final class GzipStream: ByteStream {
  private var input: CompressedInput
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: UnsafeMutablePointer<z_stream>
  /// Whether a member has begun and not ended.
  private var isInside = false

  var position: Int { input.source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    input = CompressedInput(source, start: start, format: "gzip")
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    // 15 bits of window, plus 16 for gzip's own header.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(state, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw CorpusError(path: source.path, problem: "cannot be decompressed: out of memory")
    }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
  }

  func read(into buffer: inout [UInt8]) throws(CorpusError) -> Bool {
    while true {
      guard try input.refill(isInside: isInside) else { return false }
      if !isInside {
        // Members may be padded with zeros.
        input.skipZeros()
        if input.isUsedUp { continue }
        inflateReset(state)
        isInside = true
      }
      let before = buffer.count
      try inflate(into: &buffer)
      if buffer.count > before { return true }
    }
  }

  private func inflate(into buffer: inout [UInt8]) throws(CorpusError) {
    var result = Z_OK
    let state = state
    input.use { bytes in
      state.pointee.next_in = bytes.baseAddress
      state.pointee.avail_in = uInt(bytes.count)
      block.withUnsafeMutableBufferPointer { output in
        state.pointee.next_out = output.baseAddress
        state.pointee.avail_out = uInt(output.count)
        result = CCompression.inflate(state, Z_NO_FLUSH)
      }
      return Int(state.pointee.avail_in)
    }
    buffer += block[..<(block.count - Int(state.pointee.avail_out))]
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInside = false
    default:
      let words = state.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
      throw input.fail("is damaged (\(words))")
    }
  }
}
