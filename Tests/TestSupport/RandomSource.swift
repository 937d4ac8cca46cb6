internal import Hashing

/// A repeatable source of random numbers for tests.
package struct RandomSource: RandomNumberGenerator {
  private var stream: SplitMix64

  package init(seed: UInt64) { stream = SplitMix64(seed: seed) }

  package mutating func next() -> UInt64 { stream.next() }

  /// Uniform floats in -1 ..< 1.
  package mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float.random(in: -1..<1, using: &self) }
  }
}
