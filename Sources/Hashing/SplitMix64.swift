/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): the same numbers on every machine, in every process.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable package init(seed: UInt64) { state = seed }

  /// The next 64 bits of the stream.
  @inlinable package mutating func next() -> UInt64 {
    defer { state &+= 0x9E37_79B9_7F4A_7C15 }
    return Self.hash(state)
  }

  /// A number from 0 to below a count, each equally likely to within count / 2⁶⁴.
  @inlinable package mutating func next(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The first number of the stream of a seed, in which every bit depends on every bit of the seed.
  @inlinable package static func hash(_ seed: UInt64) -> UInt64 {
    var bits = seed &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
