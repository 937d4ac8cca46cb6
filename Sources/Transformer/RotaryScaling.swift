import Foundation

/// Rotary scalings as `transformers` 5 defines them.
///
/// Linear, dynamic NTK, Llama 3, YaRN (Peng et al. 2023) and LongRoPE (Ding et al. 2024).
struct RotaryScaling {
  /// The dictionary that holds the scaling.
  let parameters: ConfigurationReader
  let kind: String
  let theta: Double
  /// Dimensions that turn.
  let dimension: Int
  let contextLength: Int
  /// Tokens the model was first trained with.
  let original: Int

  /// Scales a rotation.
  /// - Throws: `ModelError` naming what is missing or not supported.
  func apply(to rotary: inout Rotary) throws {
    switch kind {
    case "default": return
    // It turns differently only beyond the trained length, which is refused.
    case "dynamic": _ = try factor()
    case "linear":
      let factor = try factor()
      rotary.frequencies = rotary.frequencies.map { $0 / factor }
    case "llama3": try applyLlama3(&rotary)
    case "yarn": try applyYarn(&rotary)
    case "longrope": try applyLong(&rotary)
    default:
      throw parameters.fail(
        "the rotary scaling \(kind) is not supported (default, linear, dynamic, llama3, yarn, longrope)"
      )
    }
  }

  private func factor() throws -> Double {
    let factor = Double(try parameters.float("factor"))
    guard factor >= 1 else {
      throw parameters.fail("a rotary scaling factor of \(factor) is below 1")
    }
    return factor
  }

  private func applyLlama3(_ rotary: inout Rotary) throws {
    let factor = try factor()
    let low = Double(try parameters.float("low_freq_factor"))
    let high = Double(try parameters.float("high_freq_factor"))
    guard high > low, low > 0 else {
      throw parameters.fail("llama3 frequency factors are out of order")
    }
    let original = Double(original)
    rotary.frequencies = rotary.frequencies.map { frequency in
      let wavelength = 2 * Double.pi / frequency
      if wavelength < original / high { return frequency }
      if wavelength > original / low { return frequency / factor }
      let smooth = (original / wavelength - low) / (high - low)
      return (1 - smooth) * frequency / factor + smooth * frequency
    }
  }

  private func applyYarn(_ rotary: inout Rotary) throws {
    guard parameters.isGiven("factor") else { throw parameters.fail("factor is missing") }
    let given = try parameters.optionalFloat("factor").map(Double.init)
    let factor = given ?? Double(contextLength) / Double(original)
    guard factor >= 1 else {
      throw parameters.fail("a rotary scaling factor of \(factor) is below 1")
    }
    func turns(_ key: String, or fallback: Double) throws -> Double {
      let value = try parameters.optionalFloat(key).map(Double.init) ?? 0
      return value == 0 ? fallback : value
    }
    let fast = try turns("beta_fast", or: 32)
    let slow = try turns("beta_slow", or: 1)
    guard fast > 0, slow > 0 else { throw parameters.fail("beta_fast or beta_slow is negative") }
    let size = Double(dimension)
    func dimensionOf(_ turns: Double) -> Double {
      size * log(Double(original) / (turns * 2 * Double.pi)) / (2 * log(theta))
    }
    var low = dimensionOf(fast)
    var high = dimensionOf(slow)
    if try !parameters.isGiven("truncate") || parameters.flag("truncate") {
      (low, high) = (low.rounded(.down), high.rounded(.up))
    }
    low = max(low, 0)
    high = min(high, size - 1)
    if low == high { high += 0.001 }
    rotary.frequencies = rotary.frequencies.enumerated().map { index, frequency in
      let ramp = min(max((Double(index) - low) / (high - low), 0), 1)
      return frequency / factor * ramp + frequency * (1 - ramp)
    }
    func scale(_ mscale: Double) -> Double { factor <= 1 ? 1 : 0.1 * mscale * log(factor) + 1 }
    if let given = try parameters.optionalFloat("attention_factor") {
      rotary.magnitude = Double(given)
    } else if let m = try parameters.optionalFloat("mscale"),
      let all = try parameters.optionalFloat("mscale_all_dim"), m != 0, all != 0
    {
      rotary.magnitude = scale(Double(m)) / scale(Double(all))
    } else {
      rotary.magnitude = scale(1)
    }
  }

  private func applyLong(_ rotary: inout Rotary) throws {
    func factors(_ key: String) throws -> [Double] {
      guard let values = try parameters.numbers(key) else {
        throw parameters.fail("\(key) is missing")
      }
      guard values.count == rotary.frequencies.count, values.allSatisfy({ $0 > 0 }) else {
        throw parameters.fail(
          "\(key) has \(values.count) factors; \(rotary.frequencies.count) positive ones are needed"
        )
      }
      return values
    }
    let short = try factors("short_factor")
    let long = try factors("long_factor")
    let factor =
      try parameters.optionalFloat("factor").map(Double.init)
      ?? Double(contextLength) / Double(original)
    let plain = rotary.frequencies
    rotary.frequencies = zip(plain, short).map { $0 / $1 }
    rotary.longFrequencies = zip(plain, long).map { $0 / $1 }
    rotary.shortLength = original
    if let given = try parameters.optionalFloat("attention_factor") {
      rotary.magnitude = Double(given)
    } else if factor > 1 {
      guard original > 1 else {
        throw parameters.fail("original_max_position_embeddings is 1, which no scaling fits")
      }
      rotary.magnitude = (1 + log(factor) / log(Double(original))).squareRoot()
    }
  }
}
