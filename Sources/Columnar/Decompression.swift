internal import CCompression

/// Unpacks one block whose size is known beforehand.
enum Decompression {
  case none, snappy, gzip, brotli, zstandard, lz4, lz4Frame

  /// Bytes that one page or buffer may unpack to.
  static let largest = 1 << 28

  /// - Parameter size: What it must unpack to, to the byte.
  func unpack(_ packed: ArraySlice<UInt8>, size: Int) throws(ColumnarError) -> [UInt8] {
    guard size >= 0, size <= Self.largest else {
      throw ColumnarError("has a block of more than \(Self.largest >> 20) MiB; write smaller pages")
    }
    if self == .none {
      guard packed.count == size else { throw ColumnarError.damaged }
      return Array(packed)
    }
    // No codec makes more than 1,100 bytes of one except of what repeats, which Zstandard and brotli pack better.
    guard size <= 1 << 20 || size / 20_000 <= packed.count else {
      throw ColumnarError("has a block that unpacks to more than 20,000 times its size")
    }
    var written = -1
    let result = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      // Some of the libraries refuse null pointers, which empty buffers have.
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { spare in
        packed.withUnsafeBufferPointer { input in
          let target = buffer.baseAddress ?? spare.baseAddress
          let source = input.baseAddress ?? UnsafePointer(spare.baseAddress)
          if let target, let source {
            written = run(source, input.count, target, size)
          }
        }
      }
      count = written == size ? size : 0
    }
    guard written == size else { throw ColumnarError("has a compressed block that is damaged") }
    return result
  }

  /// - Returns: Bytes written, or a number that is not `size` where it fails.
  private func run(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>, _ size: Int
  ) -> Int {
    switch self {
    case .none: return -1
    case .snappy:
      var length = size
      var stated = 0
      let bytes = UnsafeRawPointer(source).assumingMemoryBound(to: CChar.self)
      guard snappy_uncompressed_length(bytes, count, &stated) == SNAPPY_OK, stated == size else {
        return -1
      }
      let output = UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self)
      return snappy_uncompress(bytes, count, output, &length) == SNAPPY_OK ? length : -1
    case .brotli:
      var length = size
      return BrotliDecoderDecompress(count, source, &length, target)
        == BROTLI_DECODER_RESULT_SUCCESS ? length : -1
    case .zstandard:
      let written = ZSTD_decompress(target, size, source, count)
      return ZSTD_isError(written) == 0 ? written : -1
    case .lz4:
      guard let packed = Int32(exactly: count), let limit = Int32(exactly: size) else { return -1 }
      let bytes = UnsafeRawPointer(source).assumingMemoryBound(to: CChar.self)
      let output = UnsafeMutableRawPointer(target).assumingMemoryBound(to: CChar.self)
      return Int(LZ4_decompress_safe(bytes, output, packed, limit))
    case .lz4Frame: return lz4Frame(source, count, target, size)
    case .gzip: return gzip(source, count, target, size)
    }
  }

  private func lz4Frame(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>, _ size: Int
  ) -> Int {
    var context: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0,
      let context
    else { return -1 }
    defer { LZ4F_freeDecompressionContext(context) }
    var (read, written) = (0, 0)
    while read < count {
      var (taken, given) = (count - read, size - written)
      let left = LZ4F_decompress(context, target + written, &given, source + read, &taken, nil)
      guard LZ4F_isError(left) == 0, taken > 0 || given > 0 else { return -1 }
      read += taken
      written += given
      if left == 0 { return written }
    }
    return -1
  }

  private func gzip(
    _ source: UnsafePointer<UInt8>, _ count: Int, _ target: UnsafeMutablePointer<UInt8>, _ size: Int
  ) -> Int {
    guard let input = UInt32(exactly: count), let output = UInt32(exactly: size) else { return -1 }
    var stream = z_stream()
    // 15 bits of window, plus 32: gzip's header or zlib's.
    guard
      inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return -1 }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: source)
    stream.avail_in = input
    stream.next_out = target
    stream.avail_out = output
    guard inflate(&stream, Z_FINISH) == Z_STREAM_END else { return -1 }
    return size - Int(stream.avail_out)
  }
}
