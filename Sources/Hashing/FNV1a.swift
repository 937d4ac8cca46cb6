/// Fowler, Noll and Vo's hash FNV-1a of 64 bits (RFC 9923): quick for short texts, and not to be trusted with what an enemy chose.
package struct FNV1a: Sendable {
  @inlinable package static var start: UInt64 { 0xCBF2_9CE4_8422_2325 }
  @inlinable package static var prime: UInt64 { 0x100_0000_01B3 }

  /// The hash of what was added.
  package var value: UInt64

  @inlinable package init() { value = Self.start }

  @inlinable package mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* Self.prime
  }

  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
  }

  /// The hash of a text's UTF-8 bytes.
  package static func hash(_ text: String) -> UInt64 {
    var hash = Self()
    hash.add(text)
    return hash.value
  }
}
