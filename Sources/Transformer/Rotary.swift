import Foundation
import LinearAlgebra

/// Rotary position embedding: which dimensions turn and how fast.
///
/// Source: Su et al. 2021; the scalings are in ``RotaryScaling``.
package struct Rotary: Sendable, Equatable {
  /// Leading dimensions of a head that turn; even.
  package var width: Int
  /// Angle per position of each pair, `[width / 2]`.
  package var frequencies: [Double]
  /// Angles in sequences longer than `shortLength` (LongRoPE); nil where all lengths turn alike.
  package var longFrequencies: [Double]?
  /// Tokens up to which a sequence turns by `frequencies`.
  ///
  /// A step is scored in the sequence of its whole completion, whose length decides for all of its steps.
  package var shortLength = Int.max
  /// Factor on cosines and sines (YaRN, LongRoPE); 1 otherwise.
  package var magnitude: Double = 1
  /// Whether pairs are neighbours (Cohere) or lie half a width apart (Llama).
  package var interleaved = false

  /// A plain rotation of the whole head.
  package init(width: Int, theta: Double = 10_000) {
    precondition(width >= 2 && width % 2 == 0)
    self.width = width
    frequencies = (0..<width / 2).map { pow(theta, -2 * Double($0) / Double(width)) }
  }

  /// A rotation of the first `share` dimensions; an odd share turns one more, spaced for the odd number.
  init(share: Int, theta: Double) {
    width = (share + 1) / 2 * 2
    frequencies = (0..<width / 2).map { pow(theta, -2 * Double($0) / Double(share)) }
  }

  /// Cosines and sines of positions below a count, each `[positions × width / 2]`.
  func fill(_ cosines: FloatStorage, _ sines: FloatStorage, positions: Int, long: Bool) {
    let speeds = (long ? longFrequencies ?? frequencies : frequencies).map { Float($0) }
    var index = 0
    for position in 0..<positions {
      for speed in speeds {
        // The angle is rounded to float32 first, as the reference computes it.
        let angle = Double(Float(position) * speed)
        cosines[index] = Float(cos(angle) * magnitude)
        sines[index] = Float(sin(angle) * magnitude)
        index += 1
      }
    }
  }
}

/// The rotation of a layer's queries and keys.
package enum LayerRotation: Sendable, Equatable {
  /// The model's rotation.
  case main
  /// The rotation of layers with a window, where it is another (Gemma 3, OLMo 3).
  case local
  /// None (every fourth layer of SmolLM 3).
  case none
}

/// Cosines and sines of the positions met so far.
///
/// A context of a million costs nothing until it is used.
struct RotationTables {
  private var kept: [Int: (cosines: FloatStorage, sines: FloatStorage, positions: Int)] = [:]

  /// The tables of a rotation, with at least as many positions as asked for.
  mutating func prepare(_ model: ModelConfiguration, positions: Int) {
    for (key, rotary) in [(0, model.rotary), (2, model.localRotary)] {
      guard let rotary else { continue }
      extend(key, rotary, positions, model.contextLength, long: false)
      if rotary.longFrequencies != nil, positions > rotary.shortLength {
        extend(key + 1, rotary, positions, model.contextLength, long: true)
      }
    }
  }

  private mutating func extend(
    _ key: Int, _ rotary: Rotary, _ positions: Int, _ context: Int, long: Bool
  ) {
    let known = kept[key]?.positions ?? 0
    guard positions > known else { return }
    let count = max(positions, min(context, max(256, 2 * known)))
    let cosines = FloatStorage(count: count * rotary.width / 2)
    let sines = FloatStorage(count: count * rotary.width / 2)
    rotary.fill(cosines, sines, positions: count, long: long)
    kept[key] = (cosines, sines, count)
  }

  /// What a layer turns by, and its tables; nil where it does not turn.
  func tables(_ model: ModelConfiguration, layer: Int, length: Int) -> (
    rotary: Rotary, cosines: FloatStorage, sines: FloatStorage
  )? {
    let rotation = model.rotations.isEmpty ? .main : model.rotations[layer]
    let chosen =
      switch rotation {
      case .none: nil as Rotary?
      case .main: model.rotary
      case .local: model.localRotary
      }
    guard let rotary = chosen else { return nil }
    let long = rotary.longFrequencies != nil && length > rotary.shortLength
    guard let found = kept[(rotation == .local ? 2 : 0) + (long ? 1 : 0)] else { return nil }
    return (rotary, found.cosines, found.sines)
  }
}
