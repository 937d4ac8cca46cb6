import LinearAlgebra
import Transformer

/// A rectangle of one module's whitened gradient: `(Lᵀ G R) ∘ (Λ+d)^-1/2` with few columns in L and R.
///
/// Costs about one step's inner product per column of L and hardly any memory, whatever the model's size.
struct ModuleSketch: Sendable {
  /// `[dOut × rank]`
  let left: Matrix
  /// `[dIn(+1) × rank]`
  let right: Matrix
  /// `[rank × rank]`
  let weights: Matrix

  /// Coordinates.
  var count: Int { left.columns * right.columns }

  /// The eigenvectors whose coordinates are whitened the most.
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
    func signs(_ rows: Int, _ columns: Int, _ side: UInt64) -> Matrix {
      let result = Matrix(rows: rows, columns: columns)
      let size = 1 / Float(columns).squareRoot()
      for index in 0..<result.count {
        let draw = mixed(mixed(UInt64(number) << 1 | side) ^ UInt64(index))
        result.pointer[index] = draw & 1 == 0 ? size : -size
      }
      return result
    }
    let (outputs, inputs) = (module.outputWidth, module.augmentedWidth)
    left = signs(outputs, min(rank, outputs), 0)
    right = signs(inputs, min(rank, inputs), 1)
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

  /// Coordinates of the module's part of one gradient of its group.
  func project(
    _ row: UnsafePointer<Float>, _ shape: GroupGradient, _ module: TrackedModule,
    into target: UnsafeMutablePointer<Float>
  ) {
    let width = module.inputWidth
    let gradient = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
    let weightsStart = shape.weights(of: module).lowerBound
    let biasesStart = shape.biases(of: module).lowerBound
    for output in 0..<module.outputWidth {
      let own = gradient.pointer + output * gradient.stride
      own.update(from: row + weightsStart + output * width, count: width)
      if module.hasBias { own[width] = row[biasesStart + output] }
    }
    let half = Matrix(rows: left.columns, columns: module.augmentedWidth)
    multiply(left, .yes, gradient, .no, into: half)
    let whole = Matrix(rows: left.columns, columns: right.columns)
    multiply(half, right, into: whole)
    for element in 0..<whole.count {
      target[element] = whole.pointer[element] * weights.pointer[element]
    }
  }
}
