import COpenBLAS

/// Whether a factor of a product is read as it is or transposed.
package enum Transpose: Sendable {
  case no, yes

  fileprivate var cblas: CBLAS_TRANSPOSE { self == .yes ? CblasTrans : CblasNoTrans }
}

/// Matrix product: `result = alpha · op(left) · op(right) + beta · result`.
///
/// 2·m·n·k floating-point operations, by OpenBLAS `sgemm`.
/// - Parameters:
///   - left: [m, k], or [k, m] with `transposeLeft`.
///   - right: [k, n], or [n, k] with `transposeRight`.
///   - result: [m, n]; must not overlap the factors.
package func multiply(
  _ left: Matrix, _ transposeLeft: Transpose,
  _ right: Matrix, _ transposeRight: Transpose,
  into result: Matrix, alpha: Float = 1, beta: Float = 0
) {
  let (m, k) = transposeLeft == .no ? (left.rows, left.columns) : (left.columns, left.rows)
  let (k2, n) = transposeRight == .no ? (right.rows, right.columns) : (right.columns, right.rows)
  precondition(k == k2 && result.rows == m && result.columns == n, "shapes of a product differ")
  guard m > 0 && n > 0 else { return }
  guard k > 0 else {
    if beta == 0 { result.fill(0) }
    return
  }
  cblas_sgemm(
    CblasRowMajor, transposeLeft.cblas, transposeRight.cblas, blasint(m), blasint(n), blasint(k),
    alpha, left.pointer, blasint(left.stride), right.pointer, blasint(right.stride), beta,
    result.pointer, blasint(result.stride))
}

/// Product of two matrices as they are: `result = alpha · left · right + beta · result`.
package func multiply(
  _ left: Matrix, _ right: Matrix, into result: Matrix, alpha: Float = 1, beta: Float = 0
) {
  multiply(left, .no, right, .no, into: result, alpha: alpha, beta: beta)
}

/// The slow, obvious product that tests hold the fast one against.
package func multiplyNaive(
  _ left: Matrix, _ transposeLeft: Transpose,
  _ right: Matrix, _ transposeRight: Transpose,
  into result: Matrix, alpha: Float = 1, beta: Float = 0
) {
  let inner = transposeLeft == .no ? left.columns : left.rows
  for i in 0..<result.rows {
    for j in 0..<result.columns {
      var sum = 0.0
      for k in 0..<inner {
        let a = transposeLeft == .no ? left[i, k] : left[k, i]
        let b = transposeRight == .no ? right[k, j] : right[j, k]
        sum += Double(a) * Double(b)
      }
      let old = beta == 0 ? 0 : beta * result[i, j]
      result[i, j] = alpha * Float(sum) + old
    }
  }
}

/// The upper triangle of `matrixᵀ · matrix`.
///
/// k·n·(n+1) floating-point operations, half of the full product's, by OpenBLAS `ssyrk`.
/// - Parameters:
///   - matrix: [k, n].
///   - result: [n, n]; nothing is written below its diagonal.
package func upperGram(of matrix: Matrix, into result: Matrix) {
  precondition(result.rows == matrix.columns && result.columns == matrix.columns)
  guard matrix.columns > 0 else { return }
  cblas_ssyrk(
    CblasRowMajor, CblasUpper, CblasTrans, blasint(matrix.columns), blasint(matrix.rows), 1,
    matrix.pointer, blasint(matrix.stride), 0, result.pointer, blasint(result.stride))
}

/// Adds `alpha · source` to `target`, element by element.
package func add(_ source: Matrix, to target: Matrix, alpha: Float = 1) {
  precondition(source.rows == target.rows && source.columns == target.columns)
  if source.isContiguous && target.isContiguous {
    cblas_saxpy(blasint(source.count), alpha, source.pointer, 1, target.pointer, 1)
    return
  }
  for index in 0..<source.rows {
    cblas_saxpy(
      blasint(source.columns), alpha, source.pointer + index * source.stride, 1,
      target.pointer + index * target.stride, 1)
  }
}

/// Inner product of all elements, in float32 by OpenBLAS.
package func dot(_ left: Matrix, _ right: Matrix) -> Float {
  precondition(left.rows == right.rows && left.columns == right.columns)
  if left.isContiguous && right.isContiguous {
    return cblas_sdot(blasint(left.count), left.pointer, 1, right.pointer, 1)
  }
  var sum: Float = 0
  for index in 0..<left.rows {
    sum += cblas_sdot(
      blasint(left.columns), left.pointer + index * left.stride, 1,
      right.pointer + index * right.stride, 1)
  }
  return sum
}
