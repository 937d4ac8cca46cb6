import CKernels

/// `y = x / √(mean(x²) + ε) · (w + offset)`, row by row (Zhang and Sennrich 2019).
package struct RMSNorm {
  /// w, `[width]`.
  let weight: Matrix
  /// What is added to every weight: 1 where a family stores them so.
  let offset: Float

  package init(weight: Matrix, offset: Float) { (self.weight, self.offset) = (weight, offset) }

  /// - Parameters:
  ///   - x: `[rows × width]`.
  ///   - y: of the same shape; not `x`.
  ///   - inverse: receives `1 / √(…)` of each row, `[rows]`.
  package func forward(_ x: Matrix, into y: Matrix, inverse: Matrix, epsilon: Float) {
    check(x, y, inverse)
    stemma_rms_norm(
      x.pointer, x.stride, weight.pointer, offset, y.pointer, y.stride, inverse.pointer, x.rows,
      x.columns, epsilon)
  }

  /// Gradient of the input from that of the output.
  /// - Parameters:
  ///   - dy: `[rows × width]`.
  ///   - dx: written, or added to with `accumulate`.
  ///   - inverse: as the forward pass kept it.
  ///   - weightGradient: what the weight's own gradient is added to, `[width]`.
  package func backward(
    _ x: Matrix, _ dy: Matrix, into dx: Matrix, accumulate: Bool, inverse: Matrix,
    weightGradient: Matrix?
  ) {
    check(x, dy, inverse)
    dx.requireShape(of: x)
    weightGradient?.requireVector(x.columns, "a weight's gradient")
    stemma_rms_norm_backward(
      x.pointer, x.stride, weight.pointer, offset, inverse.pointer, dy.pointer, dy.stride,
      dx.pointer, dx.stride, weightGradient?.pointer, x.rows, x.columns, accumulate ? 1 : 0)
  }

  /// Change of the output from that of the input; the two may be the same matrix.
  package func tangent(_ x: Matrix, _ dx: Matrix, into dy: Matrix, inverse: Matrix) {
    check(x, dx, inverse)
    dy.requireShape(of: x)
    stemma_rms_norm_tangent(
      x.pointer, x.stride, weight.pointer, offset, inverse.pointer, dx.pointer, dx.stride,
      dy.pointer, dy.stride, x.rows, x.columns)
  }

  private func check(_ x: Matrix, _ other: Matrix, _ inverse: Matrix) {
    other.requireShape(of: x)
    weight.requireVector(x.columns, "a norm's weight")
    inverse.requireVector(x.rows, "a norm's statistics")
  }
}

/// `y = (x − mean) / √(var + ε) · w + b`, row by row (Ba, Kiros and Hinton 2016).
package struct LayerNorm {
  /// w and b, `[width]`; nil where the model has none.
  let weight: Matrix?
  let bias: Matrix?

  package init(weight: Matrix?, bias: Matrix?) { (self.weight, self.bias) = (weight, bias) }

  /// - Parameters:
  ///   - x: `[rows × width]`.
  ///   - y: of the same shape; may be `x`.
  ///   - mean: receives each row's mean, `[rows]`.
  ///   - inverse: receives `1 / √(…)` of each row, `[rows]`.
  package func forward(
    _ x: Matrix, into y: Matrix, mean: Matrix, inverse: Matrix, epsilon: Float
  ) {
    check(x, y, mean, inverse)
    stemma_layer_norm(
      x.pointer, x.stride, weight?.pointer, bias?.pointer, y.pointer, y.stride, mean.pointer,
      inverse.pointer, x.rows, x.columns, epsilon)
  }

  /// Gradient of the input from that of the output; see ``RMSNorm``.
  package func backward(
    _ x: Matrix, _ dy: Matrix, into dx: Matrix, accumulate: Bool, mean: Matrix, inverse: Matrix,
    weightGradient: Matrix?, biasGradient: Matrix?
  ) {
    check(x, dy, mean, inverse)
    dx.requireShape(of: x)
    weightGradient?.requireVector(x.columns, "a weight's gradient")
    biasGradient?.requireVector(x.columns, "a bias's gradient")
    stemma_layer_norm_backward(
      x.pointer, x.stride, weight?.pointer, mean.pointer, inverse.pointer, dy.pointer, dy.stride,
      dx.pointer, dx.stride, weightGradient?.pointer, biasGradient?.pointer, x.rows, x.columns,
      accumulate ? 1 : 0)
  }

  /// Change of the output from that of the input; the two may be the same matrix.
  package func tangent(
    _ x: Matrix, _ dx: Matrix, into dy: Matrix, mean: Matrix, inverse: Matrix
  ) {
    check(x, dx, mean, inverse)
    dy.requireShape(of: x)
    stemma_layer_norm_tangent(
      x.pointer, x.stride, weight?.pointer, mean.pointer, inverse.pointer, dx.pointer, dx.stride,
      dy.pointer, dy.stride, x.rows, x.columns)
  }

  private func check(_ x: Matrix, _ other: Matrix, _ mean: Matrix, _ inverse: Matrix) {
    other.requireShape(of: x)
    weight?.requireVector(x.columns, "a norm's weight")
    bias?.requireVector(x.columns, "a norm's bias")
    mean.requireVector(x.rows, "a norm's statistics")
    inverse.requireVector(x.rows, "a norm's statistics")
  }
}
