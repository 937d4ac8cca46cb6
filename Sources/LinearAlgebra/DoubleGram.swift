import COpenBLAS

/// Adds `matrixᵀ · matrix` to the upper triangle of float64 sums, by OpenBLAS `dsyrk`.
///
/// k·n·(n+1) floating-point operations in float64: twice the time of `addGram`, but directions whose
/// eigenvalue is a millionth of the largest keep their digits.
/// - Parameters:
///   - elements: [k, n], row-major.
///   - sums: [order, order]; its leading n rows and columns are added to.
package func addGram(
  of elements: UnsafePointer<Double>, rows: Int, columns: Int, to sums: inout [Double], order: Int
) {
  precondition(columns <= order && sums.count == order * order)
  guard rows > 0 && columns > 0 else { return }
  cblas_dsyrk(
    CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, elements,
    blasint(columns), 1, &sums, blasint(order))
}
