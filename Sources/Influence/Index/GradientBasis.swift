import CKernels
import LinearAlgebra
package import Transformer

/// What a gradient is reduced to so that inner products of the few numbers left come close to scores.
///
/// Scores are inner products of whitened gradients `w = H^-1/2 G`. A sketch keeps the coordinates of w along
/// the leading eigenvectors of each module's factors; a learned basis then keeps the principal components
/// of some passages' sketches, and folds what they leave.
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
  package var components: Int {
    (directions?.sizes.count ?? sketch.count) + (residual?.count ?? 0)
  }
  /// How many of them are coordinates along learned directions; the rest are buckets of what those leave.
  package var learned: Int { directions?.sizes.count ?? 0 }
  /// Share of the landmarks' weighted sketches, squared, that the directions carry; nil for a sketch alone.
  package var captured: Double? { directions?.captured }
  var sizes: [Float] {
    (directions?.sizes ?? [Float](repeating: 1, count: sketch.count))
      + [Float](repeating: residual?.size ?? 1, count: residual?.count ?? 0)
  }
  /// nil where what the directions leave is not kept.
  let residual: ResidualSketch?

  /// - Parameters:
  ///   - buckets: how many hold what the directions leave; 0 for none.
  ///   - bucketSize: usual size of a bucket.
  init(
    settings: InfluenceSettings, layout: GradientLayout, sketch: GradientSketch,
    directions: Directions?, buckets: Int = 0, bucketSize: Float = 1
  ) throws {
    if let directions, buckets > 0 {
      let width = sketch.count
      residual = try ResidualSketch(
        count: buckets, size: bucketSize, width: width, components: directions.sizes.count,
        threads: settings.threads
      ) { Self.decode($0, of: directions, width: width, into: $1) }
    } else {
      residual = nil
    }
    self.settings = settings
    self.layout = layout
    self.sketch = sketch
    self.directions = directions
  }

  static func runs(_ count: Int) -> Int { (count + run - 1) / run }

  /// The directions in float32, `[components × sketch]`; nil for a sketch alone.
  func decoded() -> Matrix? {
    guard let directions else { return nil }
    let result = Matrix(rows: learned, columns: sketch.count)
    Self.decode(0..<learned, of: directions, width: sketch.count, into: result)
    return result
  }

  /// Writes some directions into the first rows of a matrix.
  private static func decode(
    _ rows: Range<Int>, of directions: Directions, width: Int, into result: Matrix
  ) {
    let runs = runs(width)
    directions.codes.withUnsafeBufferPointer { codes in
      directions.scales.withUnsafeBufferPointer { scales in
        guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
        for row in rows {
          stemma_from_i8(
            code + row * width, scale + row * runs,
            result.pointer + (row - rows.lowerBound) * result.stride, width, run)
        }
      }
    }
  }

  /// Reduces sketches to coordinates, `[sketches × components]`, all zero before.
  /// - Parameter directions: decoded.
  func reduce(_ sketches: Matrix, _ directions: Matrix, into result: Matrix) {
    let own = result.columns(0..<learned)
    multiply(sketches, .no, directions, .yes, into: own)
    residual?.project(sketches, coordinates: own, into: result.columns(learned..<components))
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
    if let directions {
      result = Matrix(rows: steps.count, columns: components)
      let own = result.columns(0..<learned)
      try product(sketches, directions, into: own)
      Threads.withProductThreads(1) {
        residual?.project(
          sketches, coordinates: own, into: result.columns(learned..<components))
      }
    }
    return ((0..<steps.count).map { Array(result.row($0)) }, steps.nats)
  }

  /// Directions that are decoded at once: few enough to stay in the cache.
  private static let tile = 4

  /// Inner products of some sketches with all directions.
  ///
  /// Reads each direction once as int8; decoding all of them first would move four times the bytes twice.
  private func product(
    _ sketches: Matrix, _ directions: Directions, into result: Matrix
  ) throws {
    let (width, count) = (sketch.count, learned)
    let tiles = (count + Self.tile - 1) / Self.tile
    try runWorkers(min(settings.threads, tiles)) { worker in
      let decoded = Matrix(rows: Self.tile, columns: width)
      for tile in stride(from: worker, to: tiles, by: settings.threads) {
        let rows = tile * Self.tile..<min(count, (tile + 1) * Self.tile)
        Self.decode(rows, of: directions, width: width, into: decoded)
        multiply(
          sketches, .no, decoded.rows(0..<rows.count), .yes, into: result.columns(rows))
      }
    }
  }
}
