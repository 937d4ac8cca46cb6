import Corpus
import Foundation
package import Influence
import LinearAlgebra
package import RunModel
package import Store
import Tokenization
package import Transformer
package import Workspace

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
  package let bad: BadPassages

  /// Keeps warnings with the run, each once.
  package func warn(_ warnings: [String]) throws { try store.add(warnings: warnings, run: run.id) }
}

/// What a person asked of an engine beside the workspace.
package struct ComputeOptions: Sendable {
  package var settings: RunSettings
  /// Factors to use instead of fitting some; the settings name the same.
  package var factors: ImportedFactors?
  /// Ids of the questions wanted; all if nil.
  package var questions: [String]?
  /// Bytes that the whole process may hold; what the machine leaves if nil.
  package var memory: Int?
  package var threads = Threads.available
  /// Whether passages whose numbers are not finite are left out instead of stopping the run.
  package var skipBad = false
  /// Whether the gradient index that is there is built anew.
  package var rebuildsIndex = false
  /// Share of the passages to score exactly at both ends of every step's order, the rest being put in order by
  /// the gradient index; nil for all.
  package var exact: Double?

  package init(settings: RunSettings) { self.settings = settings }
}

/// Everything from checkpoint, corpus and questions to scores in the database.
///
/// Each stage does what is missing and commits in small transactions, so that a killed engine resumes.
package final class Compute {
  private let workspace: Workspace
  let options: ComputeOptions
  private let isCancelled: () -> Bool
  private let progress: (EngineProgress) -> Void
  /// Does what comes after the answers in another way than this process alone would.
  private let handOver: ((RunInputs) throws -> Void)?

  /// - Parameters:
  ///   - isCancelled: asked between small pieces of work.
  ///   - progress: hears how far it has come, at most ten times a second.
  package convenience init(
    _ workspace: Workspace, options: ComputeOptions, isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (EngineProgress) -> Void = { _ in }
  ) {
    self.init(
      workspace, options: options, isCancelled: isCancelled, progress: progress, handOver: nil)
  }

  /// - Parameter handOver: does what comes after the answers in another way than this process alone would.
  package init(
    _ workspace: Workspace, options: ComputeOptions, isCancelled: @escaping () -> Bool,
    progress: @escaping (EngineProgress) -> Void, handOver: ((RunInputs) throws -> Void)?
  ) {
    self.handOver = handOver
    self.workspace = workspace
    self.options = options
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Does everything that is missing.
  ///
  /// - Parameter serving: asked when all is done: whether to stay and answer requests.
  /// - Returns: the run that now holds the scores.
  /// - Throws: one sentence for a person, or `CancellationError`.
  @discardableResult
  package func run(serving: () -> Bool = { false }) throws -> RunRecord {
    // First of all: where OpenBLAS's own threads are refused their buffers they ask for them for ever, and
    // whatever needs memory beside them waits with them.
    try AddressSpace.check((options.threads + 1) * AddressSpace.productBuffer)
    try workspace.prepareDerivedFolder()
    let lock = try EngineLock(workspace)
    defer { withExtendedLifetime(lock) {} }
    let store = try Store(path: workspace.databasePath, access: .create)
    let cost = CostModel()
    let reporter = Reporter(store: store, cost: cost, isCancelled: isCancelled, sink: progress)
    reporter.startTicking()
    defer { reporter.stopTicking() }
    do {
      if lock.lastWasAskedToStop { try store.putBackRunningJobs() }
      try store.requeueInterruptedJobs()
      let run = try work(store, reporter, cost, serving: serving)
      reporter.stop(.finished)
      try store.checkpoint()
      return run
    } catch {
      // An engine that ends in order has nothing against what it was at.
      try? store.putBackRunningJobs()
      reporter.stop(error is CancellationError ? .stopped : .failed("\(error)"))
      throw error
    }
  }

  private func work(_ store: Store, _ reporter: Reporter, _ cost: CostModel, serving: () -> Bool)
    throws
    -> RunRecord
  {
    try reporter.begin(.reading, total: 0)
    let stamps = try InputStamps(workspace)
    let questionSet = try workspace.questionSet()
    let questions = questionSet.questions
    try check(questions)
    let model = try LanguageModel(directory: workspace.checkpoint, decodesStored: .large)
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    let fit = try TokenizerFit(tokenizer, model.configuration).note()
    var settings = options.settings
    settings.passageLength = min(settings.passageLength, model.configuration.contextLength)
    settings.steps = workspace.configuration.generation.steps
    let prints = try Fingerprints(workspace, settings: settings)
    try stamps.check()
    let influence = try settings.influence(model, threads: options.threads)
    // Too little is said at once, before hours of reading.
    let memory = options.memory ?? MemoryLimits().standard
    _ = try MemoryPlan(model: model, settings: settings, influence: influence, memory: memory)

    let corpus = try Ingest(
      store: store, workspace: workspace, tokenizer: tokenizer,
      passageLength: settings.passageLength, stamps: stamps, skipsBad: options.skipBad
    ).run(fingerprint: prints.corpus, reporter: reporter)
    let set = try store.questionSet(
      fingerprint: prints.questionSet, questions: questions.map(Self.record))
    let run = try store.beginRun(
      fingerprint: prints.run, corpus: corpus.id, questionSet: set, settings: try settings.json(),
      blockSize: Scoring.blockSize(
        passages: corpus.passages,
        parameters: Scoring.trackedParameters(model, influence.modules)),
      modules: model.trackedModules.filter { influence.modules.includes($0) }.map(\.name),
      installation: Installation.name)
    try markOthersStale(store, than: run)
    try warn(questionSet.note.map { [$0] } ?? [], of: run, in: store)
    reporter.use(run: run.id)
    try warn(model.configuration.notes + (fit.map { [$0] } ?? []), of: run, in: store)
    let plan = try plan(run, model, settings, influence, corpus, memory: memory, in: store)
    try AddressSpace.check(
      (options.threads + 1) * AddressSpace.productBuffer
        + plan.influence.workingBytes(
          model, longest: settings.passageLength,
          meanLength: corpus.tokens / max(1, corpus.passages)))

    let only = options.questions.map(Set.init)
    let answering = Answering(
      store: store, model: model, tokenizer: tokenizer,
      settings: workspace.configuration.generation.resolved(model.configuration.generation),
      threads: options.threads,
      chat: workspace.chat)
    let folder = workspace.factorsFolder + "/" + prints.factors
    let rate = try sgemmRate(threads: options.threads, repeats: 10)
    func expect() throws {
      let asked = try store.questions(set: set).filter {
        !$0.isScratch && only?.contains($0.name) != false
      }
      let sizes = try sizes(
        store, model, plan, corpus, run, settings, questions: asked, factorFolder: folder)
      cost.expect(
        JobCost(sizes), rates: WorkRates(sgemmRate: rate, packPassages: sizes.packPassages))
    }
    try expect()
    try answering.run(set: set, questions: questions, only: only, reporter: reporter)
    let wanted = try store.questions(set: set).filter {
      $0.completion != nil && !$0.isScratch && only?.contains($0.name) != false
    }
    try expect()
    let bad = BadPassages(store: store, run: run, corpus: corpus, skip: options.skipBad)
    if let handOver {
      try handOver(
        RunInputs(
          workspace: workspace, options: options, store: store, reporter: reporter, model: model,
          settings: settings, prints: prints, influence: plan.influence, memory: plan,
          corpus: corpus, run: run, wanted: wanted, bad: bad))
      return try store.run(run.id) ?? run
    }
    let factors = try FactorStage(
      store: store, model: model, settings: settings,
      influence: plan.influence.fitting(
        model, longest: settings.passageLength,
        meanLength: corpus.tokens / max(1, corpus.passages), within: plan.fitting),
      corpus: corpus, folder: folder, imported: options.factors, bad: bad
    ).run(reporter: reporter)
    try warn(factors?.warnings ?? [], of: run, in: store)

    var context = RunContext(
      store: store, model: model, factors: factors, settings: plan.influence, run: run,
      corpus: corpus, bad: bad)
    context.matrixPassages = try SolutionStage.passages(
      settings, store: store, corpus: corpus,
      without: Set(try store.skipped(run: run.id).map(\.number)))
    context.solutionsFolder = workspace.derived + "/solutions"
    // Solving holds some vectors a step beside the steps that are ready.
    context.settings.rightHandSides = StepSolving.atOnce(
      model, plan.influence, memory: plan.steps)
    context.form = try StepStorage(context: context, memory: plan.steps).decide(
      wanted, settings.stepRank.flatMap { StepRank($0) } ?? .automatic, reporter: reporter)
    if context.form != .whole, let fact = try store.fact(StepStorageFact.self, run: run.id) {
      try warn(["Steps are kept as \(fact.sentence)."], of: run, in: store)
    }
    let index = IndexStage(
      context, folder: workspace.indexFolder, fingerprint: prints.index)
    try index.prepare(
      rebuilding: options.rebuildsIndex, isNew: try store.progress(of: run).blocks == 0)
    let scoring = Scoring(context: context, memory: plan.steps, index: index)
    let requests = Requests(
      AskTools(context: context, answering: answering, index: index, reporter: reporter))
    if let share = options.exact, share < 1 {
      try index.complete(reporter: reporter) { try requests.answerWaiting() }
      try CoarseScoring(scoring: scoring, share: share).run(questions: wanted, reporter: reporter) {
        try requests.answerWaiting()
      }
    } else {
      let warnings = try scoring.run(questions: wanted, reporter: reporter) {
        try requests.answerWaiting()
      }
      try warn(warnings, of: run, in: store)
      try index.complete(reporter: reporter) { try requests.answerWaiting() }
      try CoarseScoring.note(run: run, passages: corpus.passages, in: store)
    }
    try requests.answerWaiting()
    while serving() {
      try reporter.beat()
      try requests.answerWaiting()
      Thread.sleep(forTimeInterval: 0.1)
    }
    return try store.run(run.id) ?? run
  }

  private func check(_ questions: [Question]) throws {
    let known = Set(questions.map(\.id))
    for id in options.questions ?? [] where !known.contains(id) {
      throw EngineError(
        "\(workspace.questions.joined(separator: ", ")): there is no question \(id); `stemma status` lists what there is"
      )
    }
  }

  /// Keeps warnings with a run, each once.
  private func warn(_ warnings: [String], of run: RunRecord, in store: Store) throws {
    try store.add(warnings: warnings, run: run.id)
  }

  /// Runs over other inputs are kept, and say that they no longer match.
  private func markOthersStale(_ store: Store, than run: RunRecord) throws {
    for other in try store.runs() where other.id != run.id && other.stale == nil {
      if other.corpus != run.corpus {
        try store.markStale(
          run: other.id, because: "the corpus, the tokenizer or the passage length changed since")
      } else if other.questionSet != run.questionSet {
        try store.markStale(run: other.id, because: "the questions or the checkpoint changed since")
      }
    }
  }

  private static func record(_ question: Question) -> NewQuestion {
    NewQuestion(
      name: question.id, kind: question.kind, task: question.task, prompt: question.prompt,
      answer: question.answer, aliases: question.aliases)
  }
}
