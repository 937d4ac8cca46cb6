import Hashing
import LinearAlgebra
import RunModel
import Transformer

/// A rectangle of each module's whitened gradient: `(Lᵀ G R) ∘ (Λ+d)^-1/2` with few columns in L and R.
///
/// Comes from the tokens (`TokenProjection`), so that it costs hardly any memory, whatever the model's size.
struct GradientSketch: Sendable {
  let modules: [ModuleSketch]
  /// Coordinates of each module.
  let ranges: [Range<Int>]

  /// Numbers a gradient is reduced to.
  var count: Int { ranges.last?.upperBound ?? 0 }

  /// The eigenvectors that whitening keeps the most of, or random signs where there are no factors.
  /// - Parameter rank: columns of L and of R, at most.
  init(
    _ layout: GradientLayout, _ factors: Factors?, rank: Int, _ settings: InfluenceSettings
  ) throws {
    if !settings.strategy.needsFactors {
      modules = layout.modules.enumerated().map { ModuleSketch($1, number: $0, rank: rank) }
    } else {
      guard let factors else {
        throw InfluenceError(.badSettings, "strategy \(settings.strategy.rawValue) needs factors")
      }
      try Preconditioner.check(layout, factors)
      modules = try factors.modules.enumerated().map { index, own in
        ModuleSketch(own, inverse: try factors.inverse(index, settings), rank: rank)
      }
    }
    var end = 0
    ranges = modules.map { module in
      defer { end += module.count }
      return end..<end + module.count
    }
  }

  /// Numbers of a sketch, by its sizes alone.
  static func count(_ layout: GradientLayout, rank: Int) -> Int {
    layout.modules.reduce(0) { $0 + min(rank, $1.outputWidth) * min(rank, $1.augmentedWidth) }
  }
}

/// The rectangle of one module.
struct ModuleSketch: Sendable {
  /// L, `[dOut × rank]`.
  let left: Matrix
  /// R, `[dIn(+1) × rank]`.
  let right: Matrix
  /// What whitens, `[rank × rank]`.
  let weights: Matrix

  var count: Int { left.columns * right.columns }

  init(_ factors: ModuleFactors, inverse: Matrix, rank: Int) {
    // 1/(Λ+d) is small where Λ is large.
    let (outputs, inputs) = (inverse.rows, inverse.columns)
    var ofRow = [Double](repeating: 0, count: outputs)
    var ofColumn = [Double](repeating: 0, count: inputs)
    for row in 0..<outputs {
      for column in 0..<inputs {
        ofRow[row] += Double(inverse[row, column])
        ofColumn[column] += Double(inverse[row, column])
      }
    }
    let rows = Self.smallest(ofRow, rank)
    let columns = Self.smallest(ofColumn, rank)
    left = Self.columns(rows, of: factors.gradientVectors)
    right = Self.columns(columns, of: factors.activationVectors)
    weights = Matrix(rows: rows.count, columns: columns.count)
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() {
        weights[i, j] = inverse[row, column].squareRoot()
      }
    }
  }

  /// Random signs on both sides, which keep inner products in the mean (Johnson and Lindenstrauss 1984).
  init(_ module: TrackedModule, number: Int, rank: Int) {
    func signs(_ rows: Int, _ side: UInt64) -> Matrix {
      // As many columns as rows lose nothing only if they are the unit vectors.
      let result = Matrix(rows: rows, columns: min(rank, rows))
      let size = 1 / Float(result.columns).squareRoot()
      for row in 0..<rows {
        for column in 0..<result.columns {
          if rank >= rows {
            result[row, column] = row == column ? 1 : 0
          } else {
            let place = UInt64(row * result.columns + column)
            let draw = SplitMix64.hash(SplitMix64.hash(UInt64(number) << 1 | side) ^ place)
            result[row, column] = draw & 1 == 0 ? size : -size
          }
        }
      }
      return result
    }
    left = signs(module.outputWidth, 0)
    right = signs(module.augmentedWidth, 1)
    weights = Matrix(rows: left.columns, columns: right.columns)
    weights.fill(1)
  }

  private static func smallest(_ values: [Double], _ count: Int) -> [Int] {
    Array(values.indices.sorted { (values[$0], $0) < (values[$1], $1) }.prefix(count))
  }

  private static func columns(_ chosen: [Int], of matrix: Matrix) -> Matrix {
    let result = Matrix(rows: matrix.rows, columns: chosen.count)
    for row in 0..<matrix.rows {
      for (place, column) in chosen.enumerated() { result[row, place] = matrix[row, column] }
    }
    return result
  }
}
