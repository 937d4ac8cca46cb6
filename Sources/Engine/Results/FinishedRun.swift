package import Influence
import LinearAlgebra
package import RunModel
import Store
package import Transformer
package import Workspace

/// What a finished run computed with, for whoever computes more of it.
package struct FinishedRun {
  package let settings: RunSettings
  package let prints: Fingerprints
  package let model: LanguageModel
  package let influence: InfluenceSettings
  /// nil for a strategy without any.
  package let factors: Factors?
  /// How the run keeps its steps.
  package let form: StepForm
  /// What the Gauss-Newton matrix is summed over; empty without conjugate gradients.
  package let matrixPassages: [[Int32]]

  /// - Throws: `EngineError` when inputs changed since, or what reading checkpoint and factors throws.
  package init(_ workspace: Workspace, _ results: Results) throws {
    let run = results.run
    settings = try RunSettings(json: run.settings)
    guard let found = try Fingerprints.find(run, in: workspace, settings: settings) else {
      throw EngineError("the inputs changed since run \(run.id); run `stemma compute` first")
    }
    prints = found.prints
    model = try LanguageModel(directory: found.folder)
    form =
      try results.store.fact(StepStorageFact.self, run: run.id)?.stepForm ?? .whole
    influence = try settings.influence(model, threads: Threads.available)
    matrixPassages = try SolutionStage.passages(
      settings, store: results.store, corpus: results.corpus,
      without: Set(try results.store.skipped(run: run.id).map(\.number)))
    factors =
      !influence.strategy.needsFactors
      ? nil
      : try Factors(
        directory: workspace.factorFolder(prints.factors), model: model,
        settings: influence)
  }
}
