import LinearAlgebra
import RunModel
package import Transformer

/// Reduces a gradient to signs whose inner products with a step's numbers come close to scores.
///
/// Scores are inner products of whitened gradients `w = H^-1/2 G`. A sketch keeps the coordinates of w along
/// the leading eigenvectors of each module's factors, a random rotation spreads them, and of a passage only
/// the signs are kept (random projections: Charikar 2002). A step keeps its numbers, so that only one side of
/// each product is rounded (Dong, Charikar and Li 2008). Nothing is learned from the documents.
package final class GradientCoder: Sendable {
  package let settings: InfluenceSettings
  /// Signs of a passage.
  package var bits: Int { rotation.count }
  let layout: GradientLayout
  let sketch: GradientSketch
  private let rotation: SignRotation

  /// - Parameters:
  ///   - factors: nil for strategy identity only.
  ///   - bits: signs of a passage, a multiple of 4,096, as a plan has them.
  ///   - rank: eigenvectors on either side of each module's gradient, at most.
  /// - Throws: `InfluenceError` when factors are missing or of other modules.
  package init(
    model: LanguageModel, factors: Factors?, settings: InfluenceSettings, bits: Int,
    rank: Int = IndexPlan.rank
  ) throws {
    self.settings = settings
    layout = GradientLayout(model, settings.modules)
    sketch = try GradientSketch(layout, factors, rank: rank, settings)
    rotation = SignRotation(width: sketch.count, count: bits)
  }

  /// The codes of passages' sketches, `[passages × sketch.count]`.
  func encode(_ sketches: Matrix) -> GradientCodes {
    var codes = GradientCodes(bits: bits)
    let rotated = FloatStorage(count: bits).vector
    for row in 0..<sketches.rows {
      rotation.apply(sketches.vector(row: row), into: rotated.elements)
      codes.append(rotated.elements)
    }
    return codes
  }

  /// Rotated sketches of steps, one array of `bits` numbers per step; also the steps' nats.
  ///
  /// Forms no gradient: memory is that of the sketches.
  /// - Throws: `InfluenceError`.
  package func coordinates(
    model: LanguageModel, queries: [StepQuery]
  ) throws -> (coordinates: [[Float]], nats: [Double]) {
    let backward = try StepBackward(model, queries, settings)
    let sketches = Matrix(rows: backward.count, columns: sketch.count)
    let projections = backward.workers.map { _ in TokenProjection(layout, sketch) }
    let nats = try backward.run(progress: { _, _ in }) { worker, pack, _ in
      projections[worker].prepare(pack)
      return projections[worker]
    } after: { worker, active in
      for step in active {
        sketches.rows(step.row..<step.row + 1).copy(
          from: projections[worker].sketches.rows(step.position..<step.position + 1))
      }
    }
    let rotated = (0..<sketches.rows).map { row in
      [Float](unsafeUninitializedCapacity: bits) { target, filled in
        rotation.apply(
          sketches.vector(row: row), into: UnsafeMutableBufferPointer(rebasing: target[..<bits]))
        filled = bits
      }
    }
    return (rotated, nats)
  }
}
