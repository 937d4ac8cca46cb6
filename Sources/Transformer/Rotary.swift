import Foundation
import LinearAlgebra

/// Rotary position embedding: which dimensions turn and how fast.
///
/// Source: Su et al. 2021; scalings as `transformers` defines them (linear, Llama 3, YaRN of Peng et al. 2023).
package struct Rotary: Sendable, Equatable {
  /// Leading dimensions of a head that turn; even.
  package var width: Int
  /// Angle per position of each pair, `[width / 2]`.
  package var frequencies: [Double]
  /// Factor on cosines and sines (YaRN); 1 otherwise.
  package var magnitude: Double = 1
  /// Whether pairs are neighbours (Cohere) or lie half a width apart (Llama).
  package var interleaved = false

  /// Reads the old form (`rope_theta`, `rope_scaling`) or the new one (`rope_parameters`).
  init(
    _ reader: ConfigurationReader, headWidth: Int, contextLength: Int, interleaved: Bool = false,
    share: Float? = nil
  ) throws {
    let parameters = reader.object("rope_parameters")
    let scaling = parameters ?? reader.object("rope_scaling")
    let theta = Double(
      try parameters?.optionalFloat("rope_theta") ?? reader.optionalFloat("rope_theta")
        ?? reader.optionalFloat("rotary_emb_base") ?? 10_000)
    let partial =
      try parameters?.optionalFloat("partial_rotary_factor")
      ?? reader.optionalFloat("partial_rotary_factor") ?? reader.optionalFloat("rotary_pct")
      ?? share
      ?? 1
    guard theta > 1, partial > 0, partial <= 1 else {
      throw reader.fail("the rotary settings are out of range (base \(theta), share \(partial))")
    }
    // An odd share turns one dimension more, at frequencies spaced for the odd number.
    let share = Int(Float(headWidth) * partial)
    let half = (share + 1) / 2
    width = 2 * half
    guard share >= 1, width <= headWidth else {
      throw reader.fail("a rotary width of \(share) does not fit heads of \(headWidth)")
    }
    self.interleaved = interleaved
    let dimension = Double(share)
    frequencies = (0..<half).map { pow(theta, -2 * Double($0) / dimension) }
    let kind = scaling.flatMap { $0.string("rope_type") ?? $0.string("type") } ?? "default"
    guard let scaling, kind != "default" else { return }
    let factor = Double(try scaling.float("factor", or: 1))
    guard factor >= 1 else { throw reader.fail("a rotary scaling factor of \(factor) is below 1") }
    let original = Double(
      try scaling.optionalCount("original_max_position_embeddings")
        ?? reader.optionalCount("original_max_position_embeddings") ?? contextLength)
    switch kind {
    case "linear": frequencies = frequencies.map { $0 / factor }
    case "dynamic": break  // Turns differently only beyond the trained length, which is refused.
    case "llama3":
      let low = Double(try scaling.float("low_freq_factor", or: 1))
      let high = Double(try scaling.float("high_freq_factor", or: 4))
      guard high > low, low > 0 else {
        throw reader.fail("llama3 frequency factors are out of order")
      }
      frequencies = frequencies.map { frequency in
        let wavelength = 2 * Double.pi / frequency
        if wavelength < original / high { return frequency }
        if wavelength > original / low { return frequency / factor }
        let smooth = (original / wavelength - low) / (high - low)
        return (1 - smooth) * frequency / factor + smooth * frequency
      }
    case "yarn":
      let fast = Double(try scaling.float("beta_fast", or: 32))
      let slow = Double(try scaling.float("beta_slow", or: 1))
      func dimensionOf(_ turns: Double) -> Double {
        dimension * log(original / (turns * 2 * Double.pi)) / (2 * log(theta))
      }
      var low = dimensionOf(fast)
      var high = dimensionOf(slow)
      if try scaling.flag("truncate", or: true) {
        (low, high) = (low.rounded(.down), high.rounded(.up))
      }
      low = max(low, 0)
      high = min(high, dimension - 1)
      if low == high { high += 0.001 }
      frequencies = frequencies.enumerated().map { index, frequency in
        let ramp = min(max((Double(index) - low) / (high - low), 0), 1)
        return frequency / factor * ramp + frequency * (1 - ramp)
      }
      func scale(_ mscale: Double) -> Double { factor <= 1 ? 1 : 0.1 * mscale * log(factor) + 1 }
      if let given = try scaling.optionalFloat("attention_factor") {
        magnitude = Double(given)
      } else if let m = try scaling.optionalFloat("mscale"),
        let all = try scaling.optionalFloat("mscale_all_dim"), m != 0, all != 0
      {
        magnitude = scale(Double(m)) / scale(Double(all))
      } else {
        magnitude = scale(1)
      }
    default:
      throw reader.fail(
        "the rotary scaling \(kind) is not supported (default, linear, dynamic, llama3, yarn)")
    }
  }

  /// A plain rotation of the whole head.
  package init(width: Int, theta: Double = 10_000) {
    precondition(width >= 2 && width % 2 == 0)
    self.width = width
    frequencies = (0..<width / 2).map { pow(theta, -2 * Double($0) / Double(width)) }
  }

  /// Cosines and sines of positions below a count, each `[positions × width / 2]`.
  func fill(_ cosines: FloatStorage, _ sines: FloatStorage, positions: Int) {
    let speeds = frequencies.map { Float($0) }
    var index = 0
    for position in 0..<positions {
      for speed in speeds {
        // The angle is rounded to float32 first, as the reference computes it.
        let angle = Double(Float(position) * speed)
        cosines.pointer[index] = Float(cos(angle) * magnitude)
        sines.pointer[index] = Float(sin(angle) * magnitude)
        index += 1
      }
    }
  }
}
