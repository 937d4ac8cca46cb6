import CKernels
import LinearAlgebra
package import Transformer

/// What a gradient is reduced to so that inner products of the few numbers left come close to scores.
///
/// Scores are inner products of whitened gradients `w = H^-1/2 G`. A sketch keeps the coordinates of w along
/// the leading eigenvectors of each module's factors; a learned basis then keeps the principal components
/// of some passages' sketches.
package final class GradientBasis: Sendable {
  package enum Kind: String, Sendable, Codable {
    /// Principal components of some passages' sketches.
    case learned
    /// The sketch alone: for models whose learned basis would be too large.
    case sketch
  }

  /// Directions in the space of sketches, rounded to int8.
  struct Directions: Sendable {
    /// Rounded, `[components × sketch]`.
    let codes: [Int8]
    /// By row and run, `[components × runs]`.
    let scales: [Float]
    /// Usual size of each coordinate, which a passage's are divided by before they are rounded.
    let sizes: [Float]
    /// Share of the landmarks' weighted sketches, squared, that the directions carry.
    let captured: Double
  }

  /// Elements that share a scale.
  static let run = 128

  package let settings: InfluenceSettings
  let layout: GradientLayout
  let sketch: GradientSketch
  /// nil for a sketch alone.
  let directions: Directions?

  package var kind: Kind { directions == nil ? .sketch : .learned }
  /// Numbers a gradient is reduced to.
  package var components: Int { directions?.sizes.count ?? sketch.count }
  /// Share of the landmarks' weighted sketches, squared, that the directions carry; nil for a sketch alone.
  package var captured: Double? { directions?.captured }
  var sizes: [Float] { directions?.sizes ?? [Float](repeating: 1, count: sketch.count) }

  init(
    settings: InfluenceSettings, layout: GradientLayout, sketch: GradientSketch,
    directions: Directions?
  ) {
    self.settings = settings
    self.layout = layout
    self.sketch = sketch
    self.directions = directions
  }

  static func runs(_ count: Int) -> Int { (count + run - 1) / run }

  /// The directions in float32, `[components × sketch]`; nil for a sketch alone.
  func decoded() -> Matrix? {
    guard let directions else { return nil }
    let result = Matrix(rows: components, columns: sketch.count)
    let runs = Self.runs(sketch.count)
    directions.codes.withUnsafeBufferPointer { codes in
      directions.scales.withUnsafeBufferPointer { scales in
        guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
        for row in 0..<result.rows {
          stemma_from_i8(
            code + row * sketch.count, scale + row * runs, result.pointer + row * result.stride,
            sketch.count, Self.run)
        }
      }
    }
    return result
  }

  /// Coordinates of steps, one array of `components` per step; also the steps' nats.
  /// - Throws: `InfluenceError`.
  package func coordinates(
    model: LanguageModel, queries: [StepQuery]
  ) throws -> (coordinates: [[Float]], nats: [Double]) {
    var plain = settings
    plain.strategy = .identity
    let steps = try PreconditionedSteps(
      model: model, factors: nil, queries: queries, settings: plain)
    let sketches = Matrix(rows: steps.count, columns: sketch.count)
    let groups = layout.groups
    try runWorkers(settings.threads) { worker in
      for index in stride(from: worker, to: groups.count, by: settings.threads) {
        sketch.project(groups[index], steps.rows[index], into: sketches)
      }
    }
    var result = sketches
    if let directions = decoded() {
      result = Matrix(rows: steps.count, columns: components)
      Threads.withProductThreads(1) {
        multiply(sketches, .no, directions, .yes, into: result)
      }
    }
    return ((0..<steps.count).map { Array(result.row($0)) }, steps.nats)
  }
}
