package import Influence
package import RunModel
package import Transformer
import Workspace

extension RunSettings {
  /// The settings as the influence code takes them, with packs and threads that fit the model.
  package func influence(_ model: LanguageModel, threads: Int) throws -> InfluenceSettings {
    guard let strategy = origin.strategy, let damping = Self.parse(damping: damping) else {
      throw EngineError("these settings are not known: \(try json())")
    }
    var settings = InfluenceSettings(
      strategy: strategy, damping: damping, modules: modules,
      labels: labels == .data ? .data : .sampled(seed: seed), threads: threads,
      packTokens: InfluenceSettings.packTokens(model.configuration, longest: passageLength)
    ).sharing(model, longest: passageLength)
    if let conjugateGradients {
      guard strategy.needsFactors else {
        throw EngineError(
          "conjugate gradients are led by factors, which the strategy \(strategy.rawValue) has not; use ekfac with --inverse cg"
        )
      }
      settings.inverse = .conjugateGradients(.init(iterations: conjugateGradients.iterations))
    }
    return settings
  }
}
