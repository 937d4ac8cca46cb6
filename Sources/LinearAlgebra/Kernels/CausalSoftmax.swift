import CKernels

/// The softmax over the keys that each row of a block of attention scores may see.
///
/// Row i sees the columns `i + shift − window + 1 ... i + shift`; the others become 0. Scores are first scaled and,
/// where `cap` is above 0, capped to `cap · tanh(score / cap)`.
package struct CausalSoftmax {
  /// The column of the first row's own key.
  let shift: Int
  /// Keys that a row sees, its own among them.
  let window: Int
  let scale: Float
  let cap: Float

  package init(shift: Int, window: Int, scale: Float, cap: Float) {
    precondition(shift >= 0 && window > 0, "a row that sees nothing")
    (self.shift, self.window, self.scale, self.cap) = (shift, window, scale, cap)
  }

  private func check(_ scores: Matrix, _ vector: Matrix) {
    precondition(
      scores.rows == 0 || scores.rows - 1 + shift < scores.columns,
      "rows whose own keys are not there")
    vector.requireVector(scores.rows, "log-sums")
  }

  /// Turns scores `[rows × keys]` into probabilities in place.
  /// - Parameter logSums: receives log(Σ exp) of each row, `[rows]`.
  package func forward(_ scores: Matrix, logSums: Matrix) {
    check(scores, logSums)
    stemma_causal_softmax(
      scores.pointer, scores.stride, logSums.pointer, scores.rows, scores.columns, shift, window,
      scale, cap)
  }

  /// The same from the log-sums that the forward pass kept.
  package func repeated(_ scores: Matrix, logSums: Matrix) {
    check(scores, logSums)
    stemma_causal_softmax_again(
      scores.pointer, scores.stride, logSums.pointer, scores.rows, scores.columns, shift, window,
      scale, cap)
  }

  /// Gradient of the scores in place of that of the probabilities: `p · (dp − dot) · scale`, times the cap's slope.
  /// - Parameters:
  ///   - dots: each row's `⟨p, dp⟩`, `[rows]`.
  ///   - raw: scores before scale and cap; read only where there is a cap.
  package func backward(_ p: Matrix, _ dp: Matrix, dots: Matrix, raw: Matrix) {
    check(p, dots)
    dp.requireShape(of: p)
    raw.requireShape(of: p)
    stemma_causal_softmax_backward(
      p.pointer, p.stride, dp.pointer, dp.stride, dots.pointer, raw.pointer, raw.stride, p.rows,
      p.columns, shift, window, scale, cap)
  }

  /// Change of the probabilities in place of that of the raw scores.
  package func tangent(_ p: Matrix, _ change: Matrix, raw: Matrix) {
    precondition(p.rows == 0 || p.rows - 1 + shift < p.columns)
    change.requireShape(of: p)
    raw.requireShape(of: p)
    stemma_causal_softmax_tangent(
      p.pointer, p.stride, change.pointer, change.stride, raw.pointer, raw.stride, p.rows,
      p.columns, shift, window, scale, cap)
  }
}

extension Matrix {
  /// Turns one head of every row by the angles of its position, in place.
  ///
  /// - Parameters:
  ///   - positions: of each row.
  ///   - cosines, sines: by position, `[positions × half]`, contiguous.
  ///   - half: pairs of columns that turn, from the first on; later columns stay.
  ///   - interleaved: whether neighbours are a pair, or columns `half` apart.
  ///   - direction: 1 forward, −1 for the inverse that the backward pass needs.
  package func rotate(
    positions: ArraySlice<Int32>, cosines: FloatStorage, sines: FloatStorage, half: Int,
    interleaved: Bool, direction: Float
  ) {
    precondition(positions.count == rows && half >= 0 && 2 * half <= columns)
    let known = half > 0 ? min(cosines.count, sines.count) / half : 0
    positions.withUnsafeBufferPointer { positions in
      precondition(
        half == 0 || positions.allSatisfy { $0 >= 0 && Int($0) < known },
        "a position without angles"
      )
      guard let first = positions.baseAddress else { return }
      stemma_rotate(
        pointer, stride, first, cosines.pointer, sines.pointer, rows, half, interleaved ? 1 : 0,
        direction)
    }
  }

  /// `result[row] = x · row`, for the rows of this matrix `[rows × width]` and a vector `x [width]`.
  package func rowProducts(_ x: Matrix, into result: Matrix) {
    x.requireVector(columns, "a query")
    result.requireVector(rows, "products")
    stemma_row_products(x.pointer, pointer, stride, rows, columns, result.pointer)
  }

  /// `result = Σ weights[row] · row`, for the rows of this matrix `[rows × width]`.
  package func weightedRows(_ weights: Matrix, into result: Matrix) {
    weights.requireVector(rows, "weights of rows")
    result.requireVector(columns, "a sum of rows")
    stemma_weighted_rows(weights.pointer, pointer, stride, rows, columns, result.pointer)
  }
}
