internal import CCompression

/// The bytes in a gzip file, of all its members.
final class GzipStream: ByteStream {
  private let source: FileStream
  private var input: [UInt8]
  private var consumed = 0
  private var block = [UInt8](repeating: 0, count: FileStream.blockSize)
  private let state: UnsafeMutablePointer<z_stream>
  /// Whether a member has begun and not ended.
  private var isInside = false

  var position: Int { source.position }

  /// - Parameter start: What was read of the file already.
  init(_ source: FileStream, start: [UInt8]) throws(CorpusError) {
    self.source = source
    input = start
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
      if consumed == input.count {
        input.removeAll(keepingCapacity: true)
        consumed = 0
        guard try source.read(into: &input) else {
          guard !isInside else { throw fail("ends too early; the file is truncated") }
          return false
        }
      }
      if !isInside {
        // Members may be padded with zeros.
        while consumed < input.count, input[consumed] == 0 { consumed += 1 }
        if consumed == input.count { continue }
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
    let from = consumed
    input.withUnsafeMutableBufferPointer { bytes in
      state.pointee.next_in = bytes.baseAddress.map { $0 + from }
      state.pointee.avail_in = uInt(bytes.count - from)
      block.withUnsafeMutableBufferPointer { output in
        state.pointee.next_out = output.baseAddress
        state.pointee.avail_out = uInt(output.count)
        result = CCompression.inflate(state, Z_NO_FLUSH)
      }
    }
    consumed = input.count - Int(state.pointee.avail_in)
    buffer += block[..<(block.count - Int(state.pointee.avail_out))]
    switch result {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInside = false
    default:
      let words = state.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
      throw fail("is damaged (\(words))")
    }
  }

  private func fail(_ problem: String) -> CorpusError {
    CorpusError(path: source.path, problem: "is gzip that \(problem)")
  }
}
