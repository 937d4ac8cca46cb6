package import Influence
import RunModel
package import Store
package import Tokenization
package import Transformer
package import Workspace

/// A run of a database over a model that is already read: what is missing is scored, what is asked is answered.
///
/// `Compute` does the same after it has read and compared a workspace's inputs; this is for whoever has a database
/// and nothing beside it.
package struct RunService {
  /// What everything is computed with.
  package struct Dependencies {
    let model: LanguageModel
    let factors: Factors?
    let settings: InfluenceSettings
    let tokenizer: Tokenizer
    let generation: GenerationSettings
    let indexFolder: String

    /// - Parameter indexFolder: where the gradient index lies, or is made.
    package init(
      model: LanguageModel, factors: Factors?, settings: InfluenceSettings, tokenizer: Tokenizer,
      generation: GenerationSettings, indexFolder: String
    ) {
      self.model = model
      self.factors = factors
      self.settings = settings
      self.tokenizer = tokenizer
      self.generation = generation
      self.indexFolder = indexFolder
    }
  }

  private let store: Store
  private let run: RunRecord
  private let reporter: Reporter
  private let scoring: Scoring
  private let index: IndexStage
  private let requests: Requests

  /// - Parameters:
  ///   - progress: hears how far it has come.
  ///   - isCancelled: asked between small pieces of work.
  /// - Throws: `StoreError` for a database that makes no sense, `EngineError` where its corpus is not there.
  package init(
    _ store: Store, run: RunRecord, dependencies: Dependencies, isCancelled: @escaping () -> Bool,
    progress: @escaping (EngineProgress) -> Void = { _ in }
  ) throws {
    guard let corpus = try store.corpus(run.corpus) else {
      throw EngineError("run \(run.id) is of a corpus that is not there; compute again")
    }
    let reporter = Reporter(
      store: store, cost: CostModel(), isCancelled: isCancelled, sink: progress)
    reporter.use(run: run.id)
    let context = RunContext(
      store: store, model: dependencies.model, factors: dependencies.factors,
      settings: dependencies.settings, run: run, corpus: corpus,
      bad: SkippedPassages(store: store, run: run, corpus: corpus, skip: true))
    let index = IndexStage(context, folder: dependencies.indexFolder, fingerprint: run.fingerprint)
    let answering = CompletionStage(
      store: store, model: dependencies.model, tokenizer: dependencies.tokenizer,
      settings: dependencies.generation, threads: dependencies.settings.threads)
    self.store = store
    self.run = run
    self.reporter = reporter
    self.index = index
    scoring = Scoring(context: context, memory: 1 << 24, index: index)
    requests = Requests(
      AskDependencies(context: context, answering: answering, index: index, reporter: reporter))
  }

  /// Scores what is missing, fills the index and answers every waiting request.
  /// - Throws: one sentence for a person, or `CancellationError`.
  package func serve() throws {
    try store.requeueInterruptedJobs()
    let questions = try store.questions(set: run.questionSet).filter {
      $0.completion != nil && !$0.isScratch
    }
    try index.prepare(rebuilding: false, isNew: false)
    try scoring.run(questions: questions, reporter: reporter) { try requests.answerWaiting() }
    try index.complete(reporter: reporter) { try requests.answerWaiting() }
    try requests.answerWaiting()
  }
}
