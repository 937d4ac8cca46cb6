import Corpus
package import Influence
package import RunModel
package import Store
import Tokenization
package import Transformer
package import Workspace

/// What a run is made of, read and checked before anything is written.
struct ReadInputs {
  /// The files as they were before they were read.
  let stamps: InputStamps
  let questions: QuestionSet
  let model: LanguageModel
  let tokenizer: Tokenizer
  /// What a person should know of them.
  let notes: [String]
  let settings: RunSettings
  let prints: Fingerprints
  let influence: InfluenceSettings
  /// Bytes that the process may hold.
  let memory: Int
  /// The training that the checkpoint is the end of.
  let series: CheckpointSeries

  /// - Throws: `EngineError` where a question that is asked for is not there, where files change meanwhile, or where
  ///   the memory is too little: at once, before hours of reading.
  init(_ workspace: Workspace, _ options: ComputeOptions) throws {
    stamps = try InputStamps(workspace)
    questions = try workspace.questionSet()
    let known = Set(questions.questions.map(\.id))
    for id in options.questions ?? [] where !known.contains(id) {
      throw EngineError(
        "\(workspace.questions.joined(separator: ", ")): there is no question \(id); `stemma status` lists what there is"
      )
    }
    model = try LanguageModel(directory: workspace.checkpoint, decodesStored: .large)
    tokenizer = try Tokenizer(path: workspace.tokenizer)
    let fit = try TokenizerFit(tokenizer, model.configuration).note()
    notes =
      [questions.note].compactMap(\.self) + model.configuration.notes + [fit].compactMap(\.self)
    var settings = options.settings
    settings.passageLength = min(settings.passageLength, model.configuration.contextLength)
    settings.steps = workspace.configuration.generation.steps
    self.settings = settings
    prints = try Fingerprints(workspace, settings: settings)
    series = try CheckpointSeries(
      workspace, options, settings: settings, prints: prints,
      model: model.configuration, tokenizer: tokenizer)
    try stamps.check()
    influence = try settings.influence(model, threads: options.threads)
    memory = options.memory ?? MemoryLimits().standard
    let plan = try MemoryPlan(
      model: model, settings: settings, influence: influence, memory: memory)
    if series.count > 0 {
      _ = try MemoryPlan(
        model: model, settings: settings, influence: influence, memory: memory,
        beside: plan.resident)
    }
  }
}

/// A run whose corpus is read and whose questions are answered.
package struct RunInputs {
  package let workspace: Workspace
  package let options: ComputeOptions
  package let store: Store
  package let reporter: Reporter
  package let model: LanguageModel
  package let settings: RunSettings
  package let prints: Fingerprints
  package let influence: InfluenceSettings
  /// How memory is divided; `influence` is its settings.
  package let memory: MemoryPlan
  package let corpus: CorpusRecord
  package let run: RunRecord
  /// Questions that are wanted, answered.
  package let wanted: [QuestionRecord]
  package let bad: SkippedPassages

  /// The same under an earlier checkpoint of the training.
  func under(
    _ model: LanguageModel, _ prints: Fingerprints, _ memory: MemoryPlan, _ run: RunRecord
  ) -> RunInputs {
    RunInputs(
      workspace: workspace, options: options, store: store, reporter: reporter, model: model,
      settings: settings, prints: prints, influence: memory.influence, memory: memory,
      corpus: corpus, run: run, wanted: wanted,
      bad: SkippedPassages(store: store, run: run, corpus: corpus, skip: options.skipBad))
  }

  /// Keeps warnings with the run, each once.
  package func warn(_ warnings: [String]) throws { try store.add(warnings: warnings, run: run.id) }

  /// Where the run's factors are, or will be.
  package var factorFolder: String { workspace.factorFolder(prints.factors) }

  /// What the run's scores are computed with; how its steps are kept is still to be decided.
  package func context(factors: Factors?, settings influence: InfluenceSettings) throws
    -> RunContext
  {
    var context = RunContext(
      store: store, model: model, factors: factors, settings: influence, run: run, corpus: corpus,
      bad: bad)
    context.matrixPassages = try SolutionStage.passages(
      settings, store: store, corpus: corpus,
      without: Set(try store.skipped(run: run.id).map(\.number)))
    return context
  }

  /// The settings with which factors are fitted within the memory.
  package var fitting: InfluenceSettings {
    influence.fitting(
      model, longest: settings.passageLength, meanLength: corpus.tokens / max(1, corpus.passages),
      within: memory.fitting)
  }
}
