internal import Hashing

/// Weights that a tensor's name decides, as `Tests/Scripts/sweep_configurations.py` makes them.
package enum NamedWeights {
  /// Numbers in [-1, 1): the stream that the name's hash and the seed begin.
  package static func draws(_ name: String, count: Int, seed: UInt64) -> [Double] {
    var stream = SplitMix64(seed: FNV1a.hash(name) &+ seed)
    return (0..<count).map { _ in Double(stream.next() >> 40) / 8_388_608 - 1 }
  }

  /// A tensor's elements, large enough to leave nothing near-linear.
  package static func values(_ name: String, shape: [Int], family: String, seed: UInt64) -> [Float]
  {
    let drawn = draws(name, count: shape.reduce(1, *), seed: seed)
    if shape.count == 2, !name.contains("norm"), !name.contains("ln_") {
      return drawn.map { Float($0 * 0.3) }
    }
    if name.hasSuffix("bias") { return drawn.map { Float($0 * 0.2) } }
    let middle: Double = family.hasPrefix("gemma") ? 0 : 1
    return drawn.map { Float($0 * 0.3 + middle) }
  }
}
