package import Influence
import RunModel
package import Store
import Transformer

/// What one score is divided over: tokens of the passage and of the step, and modules.
package struct ScoreParts {
  let model: LanguageModel
  /// nil for a strategy without any.
  let factors: Factors?
  let settings: InfluenceSettings
  let form: StepForm
  let matrixPassages: [[Int32]]

  /// - Parameters:
  ///   - queries: of one step.
  ///   - passage: its tokens.
  package func divide(_ queries: [StepQuery], _ passage: [Int32]) throws -> HeatRecord {
    let prepared = try PreconditionedSteps(
      model: model, factors: factors, queries: queries, settings: settings, forms: [form],
      matrixPassages: matrixPassages)
    let scorer = PassageScorer(model: model, steps: prepared, settings: settings)
    let shares = try scorer.score([passage], perModule: true)
    let losses = try scorer.losses(passage: passage, step: 0)
    return HeatRecord(
      tokens: try scorer.tokenHeat(passage: passage, step: 0),
      stepTokens: try scorer.stepTokenHeat(passage: passage, step: 0),
      modules: shares.moduleScores.map { $0[0] },
      losses: .init(passage: losses?.passage ?? [], step: losses?.step ?? []))
  }
}

extension ScoreParts {
  package init(_ run: FinishedRun) {
    (model, factors, settings) = (run.model, run.factors, run.influence)
    (form, matrixPassages) = (run.form, run.matrixPassages)
  }
}
