import LinearAlgebra

/// Eigenvalues and eigenvectors of a covariance, decomposed in float64 and kept in float32.
struct Eigenbasis {
  /// Eigenvectors as columns, `[order × order]`.
  let vectors: Matrix
  /// Ascending.
  let values: [Double]

  /// Decomposes `sums / count`.
  /// - Parameters:
  ///   - sums: upper triangle, row-major.
  ///   - what: names the covariance in errors.
  /// - Throws: `InfluenceError` when sums are not finite, `DecompositionError`.
  init(_ sums: [Double], order: Int, count: Int, what: String) throws {
    let scale = 1 / Double(max(1, count))
    var covariance = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in row..<order {
        let value = sums[row * order + column] * scale
        guard value.isFinite else {
          throw InfluenceError(
            .notFinite,
            "the covariance of the \(what) is not finite; the checkpoint's weights overflow float32"
          )
        }
        covariance[row * order + column] = value
        covariance[column * order + row] = value
      }
    }
    let eigen = try SymmetricEigen(covariance, order: order)
    values = eigen.values
    vectors = Matrix(rows: order, columns: order)
    for vector in 0..<order {
      for component in 0..<order {
        vectors.pointer[component * order + vector] = Float(
          eigen.vectors[vector * order + component])
      }
    }
  }
}
