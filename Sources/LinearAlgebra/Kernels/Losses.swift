import CKernels

extension Matrix {
  /// Cross-entropy of one row of logits against a token, in nats.
  /// - Parameter writesGradient: whether `softmax − onehot` is written over the row.
  package func crossEntropy(row: Int, target: Int, writesGradient: Bool) -> Float {
    precondition(row >= 0 && row < rows && target >= 0 && target < columns, "no such target")
    return stemma_cross_entropy(pointer + row * stride, columns, target, writesGradient ? 1 : 0)
  }

  /// The index drawn from the softmax of one row of logits, by the inverse of its cumulative sum at u in 0 ..< 1.
  package func draw(row: Int, at u: Double) -> Int {
    precondition(row >= 0 && row < rows && columns > 0)
    return stemma_draw(pointer + row * stride, columns, u)
  }

  /// Scales logits, which are one run, and caps them to `cap · tanh(x / cap)` where `cap` is above 0.
  package func scaleAndCap(scale: Float, cap: Float) {
    requireOneRun()
    stemma_scale_and_cap(pointer, count, scale, cap)
  }

  /// Gradient of the above in place, from the capped values.
  package func scaleAndCapBackward(capped: Matrix, scale: Float, cap: Float) {
    requireShape(of: capped)
    requireOneRun()
    capped.requireOneRun()
    stemma_scale_and_cap_backward(capped.pointer, pointer, count, scale, cap)
  }

  /// Turns every row of logits into its softmax.
  package func softmaxRows() {
    for row in 0..<rows { stemma_softmax(pointer + row * stride, columns) }
  }

  /// The softmax's Hessian on a change of the logits, in place, row by row: `d := p · (d − p·d)`.
  package func applySoftmaxHessian(probabilities p: Matrix) {
    requireShape(of: p)
    for row in 0..<rows {
      stemma_softmax_hessian(p.pointer + row * p.stride, pointer + row * stride, columns)
    }
  }
}

/// One step of AdamW (Loshchilov and Hutter 2019) with decoupled decay.
package struct AdamWStep {
  package var rate: Float
  package var beta1: Float
  package var beta2: Float
  package var epsilon: Float
  package var decay: Float
  /// `1 − β^t` of either moment.
  package var correction1: Float
  package var correction2: Float
  /// What gradients are multiplied by first.
  package var gradientScale: Float

  package init(
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, correction1: Float,
    correction2: Float, gradientScale: Float
  ) {
    (self.rate, self.beta1, self.beta2, self.epsilon) = (rate, beta1, beta2, epsilon)
    (self.decay, self.gradientScale) = (decay, gradientScale)
    (self.correction1, self.correction2) = (correction1, correction2)
  }

  /// Moves parameters; all four are vectors of one length.
  package func apply(_ parameters: Matrix, _ gradient: Matrix, first: Matrix, second: Matrix) {
    for vector in [parameters, gradient, first, second] {
      vector.requireVector(parameters.columns, "a moment")
    }
    stemma_adamw(
      parameters.pointer, gradient.pointer, first.pointer, second.pointer, parameters.columns, rate,
      beta1, beta2, epsilon, decay, correction1, correction2, gradientScale)
  }
}
