import COpenBLAS

/// Replaces rows by an orthonormal basis of the space they span, by Householder reflections (LAPACK `sgeqrf`,
/// `sorgqr`).
///
/// About 4·n·k² floating-point operations. Rows that depend on others become directions that nothing asked for,
/// orthonormal all the same.
/// - Parameter matrix: [k, n] with k <= n, without holes between the rows.
package func orthonormalise(rows matrix: Matrix) {
  precondition(matrix.rows <= matrix.columns && matrix.isContiguous, "more rows than columns")
  guard matrix.rows > 0 else { return }
  // Rows of a row-major matrix are Fortran's columns.
  var length = blasint(matrix.columns)
  var count = blasint(matrix.rows)
  var info: blasint = 0
  var reflectors = [Float](repeating: 0, count: matrix.rows)
  var workSize: Float = 0
  var query: blasint = -1
  sgeqrf_(
    &length, &count, matrix.pointer, &length, &reflectors, &workSize, &query, &info)
  precondition(info == 0, "LAPACK's sgeqrf refuses its arguments")
  var size = blasint(max(workSize, Float(64 * matrix.rows)))
  var work = [Float](repeating: 0, count: Int(size))
  sgeqrf_(&length, &count, matrix.pointer, &length, &reflectors, &work, &size, &info)
  precondition(info == 0, "LAPACK's sgeqrf refuses its arguments")
  sorgqr_(&length, &count, &count, matrix.pointer, &length, &reflectors, &work, &size, &info)
  precondition(info == 0, "LAPACK's sorgqr refuses its arguments")
}
