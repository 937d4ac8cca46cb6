import RunModel
package import Transformer

/// A passage that factors are fitted from.
package struct FactorPassage: Sendable, Equatable {
  package let tokens: [Int32]
  /// What sampled labels depend on beside seed and logits; the passage's own for good.
  package let key: UInt64

  package init(tokens: [Int32], key: UInt64) {
    self.tokens = tokens
    self.key = key
  }
}

/// The stages of a fit, in order.
package enum FitStage: String, Sendable, CaseIterable {
  case covariance, eigen, lambda
}

extension Factors {
  /// Fits the factors in two passes over the passages, with the eigendecompositions between them.
  /// - Parameters:
  ///   - passages: the factor sample; order and packing matter by rounding only.
  ///   - checkpoint: where partial sums are kept; a fit that finds its own goes on from them, with the
  ///     bits it would have had uninterrupted.
  ///   - progress: stage, passages (or decompositions) done and their number; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package static func fit(
    model: LanguageModel, passages: [FactorPassage], settings: InfluenceSettings,
    checkpoint: FitCheckpoint? = nil,
    progress: (FitStage, Int, Int) throws -> Void = { _, _, _ in }
  ) throws -> Factors {
    guard settings.strategy.needsFactors else {
      throw InfluenceError(.badSettings, "strategy identity needs no factors")
    }
    guard !passages.isEmpty else {
      throw InfluenceError(.badInput, "no passages to fit factors from")
    }
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage.tokens, model) { "factor passage \(index + 1)" }
    }
    let fit = FactorFit(model, passages, settings, checkpoint)
    let sums = try fit.covariances(progress)
    let bases = try fit.decompose(sums, progress)
    guard settings.strategy.correctsEigenvalues else {
      return fit.factors(sums, bases, lambda: nil)
    }
    let lambda = try fit.lambda(bases, progress)
    return fit.factors(sums, bases, lambda: lambda)
  }
}
