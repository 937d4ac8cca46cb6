/// Two thin matrices whose product comes close to a matrix: the randomised range finder with power iterations
/// (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1).
///
/// About 2·m·n·k·(2·iterations + 2) floating-point operations with k = rank + `RangeFinder.oversampling`.
package enum RangeFinder {
  /// Directions that are looked at beyond those that are kept.
  package static let oversampling = 8
  /// Rounds through the matrix and its transpose, each of which sharpens the directions found.
  package static let iterations = 2

  /// - Parameters:
  ///   - matrix: X, [m, n], finite.
  ///   - rank: r, below m and n.
  ///   - probes: random directions, at least [r + oversampling, n] or as many as X has rows and columns; the
  ///     first of each are used, so that the same probes give the same bits.
  /// - Returns: `left` [m, r] and `right` [n, r], the product of `left` and `right`ᵀ being close to X, the
  ///   largest direction first.
  /// - Throws: `DecompositionError`.
  package static func factors(
    of matrix: Matrix, rank: Int, probes: Matrix
  ) throws -> (left: Matrix, right: Matrix) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    let width = min(rank + oversampling, rows, columns)
    precondition(rank > 0 && rank <= width && probes.rows >= width && probes.columns >= columns)
    let range = Matrix(rows: width, columns: rows)
    let other = Matrix(rows: width, columns: columns)
    multiply(
      probes.rows(0..<width).columns(0..<columns), .no, matrix, .yes, into: range)
    orthonormalise(rows: range)
    for _ in 0..<iterations {
      multiply(range, matrix, into: other)
      orthonormalise(rows: other)
      multiply(other, .no, matrix, .yes, into: range)
      orthonormalise(rows: range)
    }
    // Within the range found, the leading directions of what X does there.
    multiply(range, matrix, into: other)
    let gram = Matrix(rows: width, columns: width)
    multiply(other, .no, other, .yes, into: gram)
    let eigen = try SymmetricEigen(gram.values().map(Double.init), order: width)
    let vectors = eigen.vectors
    let leading = Matrix(rows: width, columns: rank)
    for direction in 0..<rank {
      // Eigenvalues ascend.
      let vector = (width - 1 - direction) * width
      for component in 0..<width {
        leading[component, direction] = Float(vectors[vector + component])
      }
    }
    let left = Matrix(rows: rows, columns: rank)
    let right = Matrix(rows: columns, columns: rank)
    multiply(range, .yes, leading, .no, into: left)
    multiply(other, .yes, leading, .no, into: right)
    return (left, right)
  }
}
