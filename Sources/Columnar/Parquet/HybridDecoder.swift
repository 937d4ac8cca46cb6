/// Reads numbers in runs and in packs of bits: Parquet's RLE/bit-packing hybrid.
struct HybridDecoder {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  private let width: Int
  private var runLength = 0
  private var runValue: UInt32 = 0
  /// Values left in the pack, and the bit at which the next begins.
  private var packed = 0
  private var bit = 0

  /// - Parameter width: Bits of a number, at most 32.
  init(_ bytes: [UInt8], from place: Int, to end: Int, width: Int) throws(ColumnarError) {
    guard (0...32).contains(width), place >= 0, place <= end, end <= bytes.count else {
      throw ColumnarError.damaged
    }
    self.bytes = bytes
    self.place = place
    self.end = end
    self.width = width
  }

  mutating func next() throws(ColumnarError) -> UInt32 {
    if runLength == 0 && packed == 0 { try begin() }
    if runLength > 0 {
      runLength -= 1
      return runValue
    }
    packed -= 1
    let first = bit >> 3
    if first + 8 <= end {
      // Up to 7 bits before a number of up to 32: both are in the next eight bytes.
      let word = bytes.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: first, as: UInt64.self))
      }
      let shift = UInt64(bit & 7)
      bit += width
      return UInt32(truncatingIfNeeded: word >> shift & (1 << UInt64(width) - 1))
    }
    var value: UInt64 = 0
    var have = 0
    var from = bit
    while have < width {
      let byte = from >> 3
      guard byte < end else { throw ColumnarError.truncated }
      let offset = from & 7
      let take = min(8 - offset, width - have)
      value |= (UInt64(bytes[byte]) >> UInt64(offset) & (1 << UInt64(take) - 1)) << UInt64(have)
      have += take
      from += take
    }
    bit = from
    return UInt32(truncatingIfNeeded: value)
  }

  /// How many of the next numbers are a given one; runs are counted at once.
  mutating func count(of wanted: UInt32, among count: Int) throws(ColumnarError) -> Int {
    var (left, found) = (count, 0)
    while left > 0 {
      if runLength == 0 && packed == 0 { try begin() }
      if runLength > 0 {
        let part = min(runLength, left)
        if runValue == wanted { found += part }
        runLength -= part
        left -= part
      } else {
        if try next() == wanted { found += 1 }
        left -= 1
      }
    }
    return found
  }

  private mutating func begin() throws(ColumnarError) {
    guard width > 0 || place < end else {
      // Numbers of no bits are all 0.
      runLength = Int.max
      return
    }
    guard place < end else { throw ColumnarError.truncated }
    let head = try bytes.variableInteger(at: &place)
    guard place <= end, head >> 1 > 0, head >> 1 < 1 << 40 else { throw ColumnarError.damaged }
    if head & 1 == 1 {
      packed = Int(head >> 1) * 8
      bit = place * 8
      // The last pack may be cut off where its values are not needed.
      place = min(end, place + Int(head >> 1) * width)
    } else {
      runLength = Int(head >> 1)
      let size = (width + 7) / 8
      guard place + size <= end else { throw ColumnarError.truncated }
      runValue = 0
      for offset in 0..<size { runValue |= UInt32(bytes[place + offset]) << UInt32(8 * offset) }
      place += size
    }
  }
}
