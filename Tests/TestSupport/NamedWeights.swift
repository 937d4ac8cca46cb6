/// Weights that a tensor's name decides, as `Tests/Scripts/sweep_configurations.py` makes them.
package enum NamedWeights {
  /// Numbers in [-1, 1): FNV-1a of the name, then SplitMix64 (Steele, Lea and Flood 2014).
  package static func draws(_ name: String, count: Int, seed: UInt64) -> [Double] {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<count).map { index in
      var z = state &+ seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(index + 1)
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      return Double(z >> 40) / 8_388_608 - 1
    }
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
