import CKernels

// Kernels of CKernels take pointers and believe what they are told; here sizes are checked first.

extension Matrix {
  /// Traps unless this is one row of so many elements.
  func requireVector(_ length: Int, _ what: StaticString) {
    precondition(rows == 1 && columns == length, "\(what) of another length")
  }

  /// Traps unless another matrix has as many rows and columns.
  func requireShape(of other: Matrix) {
    precondition(rows == other.rows && columns == other.columns, "matrices of two shapes")
  }

  /// Traps unless the elements are one run.
  func requireOneRun() { precondition(isContiguous, "the rows do not touch") }

  /// Shows a body the elements run by run: all of them where rows touch, else row by row.
  private func forEachRun(_ body: (UnsafeMutablePointer<Float>, Int) -> Void) {
    if isContiguous { return body(pointer, count) }
    for row in 0..<rows { body(pointer + row * stride, columns) }
  }

  /// The same for two matrices of one shape.
  private func forEachRun(
    with other: Matrix,
    _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    requireShape(of: other)
    if isContiguous && other.isContiguous { return body(pointer, other.pointer, count) }
    for row in 0..<rows {
      body(pointer + row * stride, other.pointer + row * other.stride, columns)
    }
  }

  /// Adds another matrix of the same shape.
  package func add(_ other: Matrix) { forEachRun(with: other) { stemma_add($0, $1, $2) } }

  /// Adds `factor · other`, of the same shape.
  package func add(_ other: Matrix, factor: Float) {
    forEachRun(with: other) { stemma_add_scaled($0, $1, factor, $2) }
  }

  /// Multiplies every element by a number.
  package func scale(by factor: Float) { forEachRun { stemma_scale($0, $1, factor) } }

  /// Multiplies element by element with a matrix of the same shape.
  package func multiplyElements(by factors: Matrix) {
    forEachRun(with: factors) { stemma_multiply($0, $1, $2) }
  }

  /// Adds a vector `[columns]` to every row.
  package func addToEveryRow(_ vector: Matrix) {
    vector.requireVector(columns, "a bias")
    stemma_add_bias(pointer, stride, vector.pointer, rows, columns)
  }

  /// Adds the sum over a matrix's rows to this vector `[columns]`.
  package func addColumnSums(of matrix: Matrix) {
    requireVector(matrix.columns, "column sums")
    stemma_add_column_sums(matrix.pointer, matrix.stride, pointer, matrix.rows, matrix.columns)
  }

  /// Writes each row's inner product with that of another matrix, or with the only row of another, to `dots [rows]`.
  package func rowDots(_ other: Matrix, into dots: Matrix) {
    precondition(
      columns == other.columns && (rows == other.rows || other.rows == 1), "matrices of two shapes")
    dots.requireVector(rows, "inner products")
    let step = other.rows == rows ? other.stride : 0
    stemma_row_dots(pointer, stride, other.pointer, step, dots.pointer, rows, columns)
  }

  /// Clamps every element to `-limit ... limit`.
  package func clamp(to limit: Float) { stemma_clamp(pointer, stride, rows, columns, limit) }

  /// Zeroes elements where a clamped matrix of the same shape sits on the limit: the clamp's derivative.
  package func zero(whereClamped clamped: Matrix, to limit: Float) {
    requireShape(of: clamped)
    stemma_clamp_backward(clamped.pointer, clamped.stride, pointer, stride, rows, columns, limit)
  }

  /// Whether every element is a finite number.
  package var isFinite: Bool {
    if isContiguous { return stemma_all_finite(pointer, count) != 0 }
    return (0..<rows).allSatisfy { stemma_all_finite(pointer + $0 * stride, columns) != 0 }
  }

  /// Sum of the squares of all elements, which are one run, in float64.
  package var sumOfSquares: Double {
    requireOneRun()
    return stemma_sum_of_squares(pointer, count)
  }

  /// Inner product with a matrix of the same shape, both in one run, in float64.
  package func dotInDouble(_ other: Matrix) -> Double {
    requireShape(of: other)
    requireOneRun()
    other.requireOneRun()
    return stemma_dot(pointer, other.pointer, count)
  }

  /// `result[row] += Σ_j x[row, j]² · weights[j]`, in float64.
  package func addWeightedSquares(_ weights: Matrix, to result: inout [Double]) {
    precondition(weights.isContiguous && weights.count == columns && result.count >= rows)
    stemma_weighted_squares(pointer, stride, weights.pointer, rows, columns, &result)
  }

  /// `sums[column] += Σ_rows x²`: over the rows in float32, onto the sums in float64.
  package func addSquares(to sums: UnsafeMutableBufferPointer<Double>) {
    precondition(sums.count >= columns, "fewer sums than columns")
    guard let base = sums.baseAddress else { return }
    stemma_add_squares(pointer, stride, rows, columns, base)
  }

  /// Adds this vector to as many float64 sums.
  package func addElements(to sums: UnsafeMutableBufferPointer<Double>) {
    precondition(rows == 1 && sums.count >= columns, "fewer sums than elements")
    guard let base = sums.baseAddress else { return }
    stemma_add_floats(pointer, columns, base)
  }

  /// Writes float64 numbers times `scale`, rounded to float32, over the elements, which are one run.
  /// - Returns: whether every element is finite.
  @discardableResult
  package func round(_ source: UnsafeMutableBufferPointer<Double>, scale: Double = 1) -> Bool {
    requireOneRun()
    precondition(source.count >= count, "fewer numbers than elements")
    guard let base = source.baseAddress else { return true }
    return stemma_scaled_floats(base, scale, pointer, count) != 0
  }
}
