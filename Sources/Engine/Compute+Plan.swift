import Foundation
import Influence
import RunModel
import Store
import Transformer
import Workspace

/// What a job consists of and what it may hold, as far as the database knows.
extension Compute {
  /// The plan that a run was begun with, or the one it begins with now.
  /// - Throws: `EngineError` where what the begun run will hold is more than a person asks for now, or more than the
  ///   process may address.
  func plan(_ run: RunRecord, _ read: ReadInputs, _ corpus: CorpusRecord, in store: Store) throws
    -> MemoryPlan
  {
    let model = read.model
    let meanLength = corpus.tokens / max(1, corpus.passages)
    let planned = try store.plannedMemory(run: run.id)
    let plan = try MemoryPlan(
      model: model, settings: read.settings, influence: read.influence,
      memory: planned ?? read.memory)
    if let planned, let asked = options.memory, asked < planned {
      let steps = try store.steps(set: run.questionSet).count
      let isAnswered = try store.questions(set: run.questionSet).allSatisfy {
        $0.completion != nil
      }
      let dense = StepForm.whole.bytes(model, plan.influence.modules)
      let held = plan.held(
        model: model, meanLength: meanLength, blockTokens: corpus.tokens,
        steps: isAnswered ? min(plan.steps, steps * dense) : plan.steps, fits: true)
      guard held <= asked else {
        throw EngineError(
          "run \(run.id) goes on with the memory that it was begun with: give --memory \(MemoryPlan.number(held)) or more, or leave it out"
        )
      }
    }
    try store.save(plannedMemory: plan.promised, run: run.id)
    try AddressSpace.check(
      (options.threads + 1) * AddressSpace.productBuffer
        + plan.influence.workingBytes(
          model, longest: read.settings.passageLength, meanLength: meanLength))
    return plan
  }

  /// What the job consists of, as far as it is known: answers that are missing count as the others are.
  func sizes(
    _ store: Store, _ model: LanguageModel, _ plan: MemoryPlan, _ corpus: CorpusRecord,
    _ run: RunRecord, _ settings: RunSettings, questions: [QuestionRecord], factorFolder: String
  ) throws -> JobSizes {
    var sizes = JobSizes(model: model, plan: plan)
    sizes.count(passages: corpus.passages, tokens: corpus.tokens, settings: settings)
    sizes.exact = options.exact.flatMap { $0 < 1 ? $0 : nil }
    sizes.needsFactors =
      plan.influence.strategy.needsFactors && settings.factors == nil
      && !FileManager.default.fileExists(atPath: factorFolder)
    var (steps, once, each, answered) = (0, 0, 0, 0)
    for question in questions where question.completion != nil {
      let own = try store.steps(question: question.row)
      let length =
        try store.promptTokens(question: question.row).count
        + own.reduce(0) { $0 + $1.tokens.count }
      answered += 1
      steps += own.count
      once += length
      each += length * own.count
    }
    let scale = answered > 0 ? Double(questions.count) / Double(answered) : 1
    func scaled(_ count: Int) -> Int { Int((Double(count) * scale).rounded()) }
    sizes.count(
      steps: answered > 0 ? scaled(steps) : questions.count, queryTokens: scaled(once),
      stepQueryTokens: scaled(each), model: model, plan: plan, settings: settings)
    let progress = try store.progress(of: run)
    sizes.scored = Double(progress.blocks) / Double(max(1, progress.blocksNeeded))
    return sizes
  }
}
