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
  ///   - checkpoint: where the factors come to lie as files, for `publish`; a fit that finds its own goes on from
  ///     what is there, with the bits it would have had uninterrupted. In memory if nil.
  ///   - progress: stage, passages (or decompositions) done and their number; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package static func fit(
    model: LanguageModel, passages: [FactorPassage], settings: InfluenceSettings,
    checkpoint: FitCheckpoint? = nil,
    progress: (FitStage, Int, Int) throws -> Void = { _, _, _ in }
  ) throws -> Factors {
    guard settings.strategy != .identity else {
      throw InfluenceError(.badSettings, "strategy identity needs no factors")
    }
    guard !passages.isEmpty else {
      throw InfluenceError(.badInput, "no passages to fit factors from")
    }
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage.tokens, model) { "factor passage \(index + 1)" }
    }
    var fit = try FactorFit(model, passages, settings, checkpoint)
    try fit.covariances(progress)
    try fit.decompose(progress)
    if settings.strategy == .ekfac { try fit.lambda(progress) }
    let factors = try fit.factors()
    if let checkpoint { try writeArguments(settings, in: checkpoint.directory) }
    return factors
  }
}
