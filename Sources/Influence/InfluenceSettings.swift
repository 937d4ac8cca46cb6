import LinearAlgebra
package import RunModel

/// The labels whose gradients the factors are fitted from.
package enum FactorLabels: Sendable, Equatable {
  /// Drawn from the model's own distribution: the true Fisher matrix.
  case sampled(seed: UInt64)
  /// The data's next tokens: the empirical Fisher matrix.
  case data
}

/// What a step's gradient is multiplied by.
package enum Inverse: Sendable, Equatable {
  /// The damped inverse of the strategy's own approximation.
  case approximate
  /// The damped inverse of the Gauss-Newton matrix itself, by conjugate gradients that the approximation leads.
  case conjugateGradients(ConjugateGradientSettings)
}

/// Everything that a score depends on beside model, passages and steps.
package struct InfluenceSettings: Sendable, Equatable {
  package var strategy: Strategy
  package var damping: Damping
  package var inverse = Inverse.approximate
  package var modules: ModuleSelection
  package var labels: FactorLabels
  /// Cores at work; changes results by rounding only.
  package var threads: Int
  /// Threads of each product: one for small models, whose packs are computed side by side, one on each core.
  package var productThreads = 1
  /// Tokens computed as one product; changes results by rounding only.
  package var packTokens: Int
  /// Bytes that the sums of a fit may take at a time; more passes over the factor passages where they need more,
  /// with the same results.
  package var sumBytes = Int.max
  /// Whether eigenvectors that lie in mapped files go from memory after each use, where not all of them have room.
  package var releasesFactors = false
  /// Steps that conjugate gradients solve for side by side; changes no bit of the results.
  package var rightHandSides = 8

  /// Gradients that solving for one step holds, the step's own and its solution among them.
  package var vectorsPerSolution: Int { ConjugateGradients.vectors + 3 }

  package init(
    strategy: Strategy = .ekfac, damping: Damping = .relativeToMean(0.1),
    modules: ModuleSelection = .all, labels: FactorLabels = .sampled(seed: 0),
    threads: Int = Threads.available, packTokens: Int = 4096
  ) {
    self.strategy = strategy
    self.damping = damping
    self.modules = modules
    self.labels = labels
    self.threads = max(1, threads)
    self.packTokens = max(1, packTokens)
  }

  /// Number of packs is made a multiple of this, `packsAtOnce` if nil; decides the bits, whoever computes them.
  package var packMultiple: Int?

  /// What the number of packs is a multiple of.
  var packingMultiple: Int { packMultiple ?? packsAtOnce }

  /// Packs computed side by side.
  package var packsAtOnce: Int { max(1, threads / max(1, productThreads)) }
}
