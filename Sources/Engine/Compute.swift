import Corpus
import Foundation
import Influence
import LinearAlgebra
package import RunModel
package import Store
import Tokenization
import Transformer
package import Workspace

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
  /// Whether what each layer or each module has of every score is kept too.
  package var keeps: ScoreGrain?

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

  /// The stages in their order; each does what is missing of it.
  private func work(
    _ store: Store, _ reporter: Reporter, _ cost: CostModel, serving: () -> Bool
  ) throws -> RunRecord {
    try reporter.begin(.reading, total: 0)
    let read = try ReadInputs(workspace, options)
    let corpus = try Ingest(
      store: store, workspace: workspace, tokenizer: read.tokenizer,
      passageLength: read.settings.passageLength, stamps: read.stamps, skipsBad: options.skipBad
    ).run(fingerprint: read.prints.corpus, reporter: reporter)
    let run = try begin(read, corpus, in: store)
    reporter.use(run: run.id)
    let plan = try plan(run, read, corpus, in: store)
    let answering = CompletionStage(
      store: store, model: read.model, tokenizer: read.tokenizer,
      settings: workspace.configuration.generation.resolved(read.model.configuration.generation),
      threads: options.threads, chat: workspace.chat)
    let wanted = try answer(read, by: answering, run, plan, corpus, reporter, cost)
    let inputs = RunInputs(
      workspace: workspace, options: options, store: store, reporter: reporter, model: read.model,
      settings: read.settings, prints: read.prints, influence: plan.influence, memory: plan,
      corpus: corpus, run: run, wanted: wanted,
      bad: SkippedPassages(store: store, run: run, corpus: corpus, skip: options.skipBad))
    if let handOver {
      try handOver(inputs)
    } else {
      let context = try context(inputs, factors: factors(inputs))
      let index = IndexStage(
        context, folder: workspace.indexFolder, fingerprint: read.prints.index)
      try index.prepare(
        rebuilding: options.rebuildsIndex, isNew: try store.progress(of: run).blocks == 0)
      let requests = Requests(
        AskDependencies(context: context, answering: answering, index: index, reporter: reporter))
      try score(inputs, context, index) { try requests.answerWaiting() }
      try scoreEarlier(read, inputs, answering, cost) { try requests.answerWaiting() }
      try serve(requests, reporter, while: serving)
    }
    return try store.run(run.id) ?? run
  }

  /// The run of these inputs; those over others say from now on that they no longer match.
  private func begin(_ read: ReadInputs, _ corpus: CorpusRecord, in store: Store) throws
    -> RunRecord
  {
    let set = try store.questionSet(
      fingerprint: read.prints.questionSet,
      questions: read.questions.questions.map(Self.record))
    let modules = read.influence.modules
    let run = try store.beginRun(
      fingerprint: read.prints.run, corpus: corpus.id, questionSet: set,
      settings: try read.settings.json(),
      blockSize: Scoring.blockSize(
        passages: corpus.passages, parameters: Scoring.trackedParameters(read.model, modules)),
      modules: read.model.trackedModules.filter { modules.includes($0) }.map(\.name),
      installation: Installation.name)
    try read.series.begin(run, installation: Installation.name, in: store)
    try markOthersStale(store, than: run)
    try store.add(warnings: read.notes, run: run.id)
    return run
  }

  /// Answers the questions that are asked for, and tells before and after what the job is expected to cost.
  /// - Returns: those that are answered.
  private func answer(
    _ read: ReadInputs, by answering: CompletionStage, _ run: RunRecord, _ plan: MemoryPlan,
    _ corpus: CorpusRecord, _ reporter: Reporter, _ cost: CostModel
  ) throws -> [QuestionRecord] {
    let store = reporter.store
    let only = options.questions.map(Set.init)
    func asked() throws -> [QuestionRecord] {
      try store.questions(set: run.questionSet).filter {
        !$0.isScratch && only?.contains($0.name) != false
      }
    }
    let rate = try sgemmRate(threads: options.threads, repeats: 10)
    func expect() throws {
      let sizes = try sizes(
        store, read.model, plan, corpus, run, read.settings, questions: asked(),
        factorFolder: workspace.factorFolder(read.prints.factors))
      cost.expect(
        JobCost(sizes), rates: WorkRates(sgemmRate: rate, packPassages: sizes.packPassages),
        then: sizes.again(handOver == nil ? read.series.count : 0))
    }
    try expect()
    try answering.run(
      set: run.questionSet, questions: read.questions.questions, only: only, reporter: reporter)
    try expect()
    return try asked().filter { $0.completion != nil }
  }

  /// The factors of the run, fitted where they are not there; nil for a strategy without any.
  func factors(_ inputs: RunInputs) throws -> Factors? {
    let factors = try FactorStage(
      store: inputs.store, model: inputs.model, settings: inputs.settings,
      influence: inputs.fitting, corpus: inputs.corpus, folder: inputs.factorFolder,
      imported: options.factors, bad: inputs.bad
    ).run(reporter: inputs.reporter)
    try inputs.warn(factors?.warnings ?? [])
    return factors
  }

  /// What scores are computed with.
  func context(_ inputs: RunInputs, factors: Factors?) throws -> RunContext {
    let memory = inputs.memory.steps
    var context = try inputs.context(factors: factors, settings: inputs.influence)
    context.solutionsFolder = workspace.derived + "/solutions"
    context.keeps = inputs.run.last == nil ? options.keeps : nil
    if let grain = context.keeps { try ScoreShares.check(context, grain, inputs.wanted) }
    // Solving holds some vectors a step beside the steps that are ready.
    context.settings.rightHandSides = StepSolving.atOnce(
      inputs.model, inputs.influence, memory: memory)
    context.form = try StepStorage(context: context, memory: memory).decide(
      inputs.wanted, inputs.settings.stepStorage, reporter: inputs.reporter)
    if context.form != .whole,
      let fact = try inputs.store.fact(StepStorageFact.self, run: inputs.run.id)
    {
      try inputs.warn(["Steps are kept as \(fact.sentence)."])
    }
    return context
  }

  /// Scores passages: all exactly, or those that matter most after the index has put all in order.
  private func score(
    _ inputs: RunInputs, _ context: RunContext, _ index: IndexStage, between: () throws -> Void
  ) throws {
    let (reporter, wanted) = (inputs.reporter, inputs.wanted)
    let scoring = Scoring(context: context, memory: inputs.memory.steps, index: index)
    if let share = options.exact, share < 1 {
      try index.complete(reporter: reporter, between: between)
      try CoarseScoring(scoring: scoring, share: share).run(
        questions: wanted, reporter: reporter, between: between)
    } else {
      try inputs.warn(
        try scoring.run(questions: wanted, reporter: reporter, between: between))
      try index.complete(reporter: reporter, between: between)
      try CoarseScoring.note(
        run: inputs.run, passages: inputs.corpus.passages, in: inputs.store)
    }
    try between()
  }

  /// Stays and answers requests as long as it is told to.
  private func serve(_ requests: Requests, _ reporter: Reporter, while serving: () -> Bool) throws {
    while serving() {
      try reporter.beat()
      try requests.answerWaiting()
      Thread.sleep(forTimeInterval: 0.1)
    }
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
