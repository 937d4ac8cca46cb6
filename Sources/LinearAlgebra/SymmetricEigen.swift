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
  package let vectors: [Double]
  package var order: Int { values.count }

  /// Decomposes by divide and conquer (LAPACK `dsyevd`), about 9·n³ floating-point operations.
  /// - Parameter matrix: [n, n] row-major; symmetric, only one triangle is read.
  /// - Throws: `DecompositionError` when it does not converge.
  package init(_ matrix: [Double], order: Int) throws {
    precondition(matrix.count == order * order)
    guard order > 0 else {
      values = []
      vectors = []
      return
    }
    var a = matrix
    var w = [Double](repeating: 0, count: order)
    var n = blasint(order)
    var lda = n
    var info: blasint = 0
    var job: CChar = 86  // V: vectors too
    var triangle: CChar = 85  // U
    var workSize = 0.0
    var integerWorkSize: blasint = 0
    var query: blasint = -1
    var queryInteger: blasint = -1
    dsyevd_(
      &job, &triangle, &n, &a, &lda, &w, &workSize, &query, &integerWorkSize, &queryInteger, &info,
      1, 1)
    guard info == 0 else { throw DecompositionError(info: Int(info), order: order) }
    var lwork = blasint(workSize)
    var liwork = integerWorkSize
    var work = [Double](repeating: 0, count: Int(lwork))
    var integerWork = [blasint](repeating: 0, count: Int(liwork))
    dsyevd_(
      &job, &triangle, &n, &a, &lda, &w, &work, &lwork, &integerWork, &liwork, &info, 1, 1)
    guard info == 0 else { throw DecompositionError(info: Int(info), order: order) }
    values = w
    vectors = a  // Fortran's columns are the rows of a row-major matrix.
  }
}
