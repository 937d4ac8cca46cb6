/// The printable characters that stand for bytes in byte-level vocabularies.
///
/// GPT-2's alphabet: the printable Latin-1 characters stand for themselves, the other 68 bytes for
/// the characters from U+0100 on.
enum ByteAlphabet {
  /// Scalar that stands for each byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<256).map { (byte: UInt32) -> UInt32 in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()

  /// Byte that each scalar below U+0144 stands for, -1 for none.
  private static let byteOf: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar)] = Int16(byte) }
    return table
  }()

  /// UTF-8 of the character of each byte.
  static let encoded: [[UInt8]] = scalars.map {
    Unicode.Scalar($0).map { Array(String(Character($0)).utf8) } ?? []
  }

  /// The bytes that a vocabulary entry stands for, nil if one of its characters stands for none.
  static func decode(_ entry: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entry.count)
    var index = 0
    while index < entry.count {
      let (scalar, length) = UTF8Scan.scalar(entry, at: index)
      guard scalar < 0x144, byteOf[Int(scalar)] >= 0 else { return nil }
      bytes.append(UInt8(truncatingIfNeeded: byteOf[Int(scalar)]))
      index += length
    }
    return bytes
  }
}
