import CKernels
import COpenBLAS

/// Why a decomposition did not come out.
package struct DecompositionError: Error, CustomStringConvertible {
  /// LAPACK's `info`.
  package let info: Int
  package let order: Int
  package var description: String {
    "the eigendecomposition of a \(order) x \(order) matrix did not converge (LAPACK info \(info))"
  }
}

/// Eigenvalues and eigenvectors of a symmetric matrix, float64.
package struct SymmetricEigen: Sendable {
  /// Ascending.
  package let values: [Double]
  /// Eigenvectors as rows: element `k * order + i` is component i of vector k.
  let storage: DoubleStorage
  /// A copy of the eigenvectors, laid out alike.
  package var vectors: [Double] {
    Array(storage.elements)
  }
  package var order: Int { values.count }

  /// Decomposes by divide and conquer (LAPACK `dsyevd`): about 4/3·n³ floating-point operations for the
  /// tridiagonal form, 2·n³ for the way back and up to 8/3·n³ between them, fewer the more eigenvalues deflate.
  ///
  /// Takes 3·n² doubles.
  /// - Parameters:
  ///   - order: n.
  ///   - fill: writes the matrix, row-major, at least its upper triangle; receives zeros.
  /// - Throws: `DecompositionError` when it does not converge, or what `fill` throws.
  init(order: Int, fill: (UnsafeMutablePointer<Double>) throws -> Void) throws {
    let matrix = DoubleStorage(count: order * order)
    storage = matrix
    guard order > 0 else {
      values = []
      return
    }
    try fill(matrix.pointer)
    var w = [Double](repeating: 0, count: order)
    var n = blasint(order)
    var lda = n
    var info: blasint = 0
    var job: CChar = 86  // V: vectors too
    // Fortran's lower triangle is the upper one of a row-major matrix; the way back from it is the faster one.
    var triangle: CChar = 76  // L
    var workSize = 0.0
    var integerWorkSize: blasint = 0
    var query: blasint = -1
    var queryInteger: blasint = -1
    dsyevd_(
      &job, &triangle, &n, matrix.pointer, &lda, &w, &workSize, &query, &integerWorkSize,
      &queryInteger, &info, 1, 1)
    guard info == 0 else { throw DecompositionError(info: Int(info), order: order) }
    var lwork = blasint(workSize)
    var liwork = integerWorkSize
    let work = DoubleStorage(count: Int(lwork))
    var integerWork = [blasint](repeating: 0, count: Int(liwork))
    dsyevd_(
      &job, &triangle, &n, matrix.pointer, &lda, &w, work.pointer, &lwork, &integerWork, &liwork,
      &info, 1, 1)
    guard info == 0 else { throw DecompositionError(info: Int(info), order: order) }
    values = w  // Fortran's columns are the rows of a row-major matrix.
  }

  /// Decomposes `scale · matrix`, whose elements are one run.
  /// - Parameter matrix: `[n × n]`; symmetric, only its upper triangle is read.
  package init(_ matrix: Matrix, scale: Double) throws {
    precondition(matrix.rows == matrix.columns)
    matrix.requireOneRun()
    try self.init(order: matrix.rows) {
      stemma_scaled_doubles(matrix.pointer, scale, $0, matrix.count)
    }
  }

  /// Writes the eigenvectors as the columns of a matrix `[n × n]`, rounded to float32.
  package func writeColumns(into result: Matrix) {
    precondition(result.rows == order && result.columns == order)
    result.requireOneRun()
    stemma_transpose_to_float(storage.pointer, result.pointer, order)
  }

  /// Decomposes a matrix of an array's.
  /// - Parameter matrix: [n, n] row-major; symmetric, only its upper triangle is read.
  package init(_ matrix: [Double], order: Int) throws {
    precondition(matrix.count == order * order)
    try self.init(order: order) { $0.update(from: matrix, count: matrix.count) }
  }
}
