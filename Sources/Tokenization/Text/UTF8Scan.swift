/// Steps through UTF-8 that is known to be valid.
enum UTF8Scan {
  /// The scalar at a place and the bytes it takes.
  @inline(__always)
  static func scalar(_ bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[offset])
    if first < 0x80 { return (first, 1) }
    let left = bytes.count - offset
    if first < 0xE0 {
      guard left > 1 else { return (0xFFFD, left) }
      return ((first & 0x1F) << 6 | tail(bytes, offset + 1), 2)
    }
    if first < 0xF0 {
      guard left > 2 else { return (0xFFFD, left) }
      return ((first & 0x0F) << 12 | tail(bytes, offset + 1) << 6 | tail(bytes, offset + 2), 3)
    }
    guard left > 3 else { return (0xFFFD, left) }
    let high = (first & 0x07) << 18 | tail(bytes, offset + 1) << 12
    return (high | tail(bytes, offset + 2) << 6 | tail(bytes, offset + 3), 4)
  }

  @inline(__always)
  private static func tail(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    UInt32(bytes[offset] & 0x3F)
  }

  /// Bytes of the scalar that starts with a byte.
  @inline(__always)
  static func length(startingWith byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// Where the scalar that ends before a place starts.
  @inline(__always)
  static func start(_ bytes: [UInt8], before offset: Int) -> Int {
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}
