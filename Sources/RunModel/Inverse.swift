/// How a step's gradient is multiplied by the damped inverse; the raw value is what a person writes.
package enum InverseChoice: String, Sendable, Codable, CaseIterable {
  /// By the strategy's own approximation.
  case ekfac
  /// By conjugate gradients on the Gauss-Newton matrix, which the approximation leads.
  case cg
}

/// What conjugate gradients are to do.
package struct ConjugateGradientChoice: Sendable, Equatable {
  /// Most iterations of a step.
  package var iterations = 10
  /// Passages that the Gauss-Newton matrix is summed over, drawn by the run's seed.
  package var documents = 256

  package init() {}
}
