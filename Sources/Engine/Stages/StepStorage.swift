package import Influence
import LinearAlgebra
import RunModel
package import Store
import Transformer
package import Workspace

/// Decides how a run keeps its steps, once: dense while they fit one pass over the corpus together, then as bytes or
/// by the least rank whose scores differ little from dense ones, whichever multiplies less: a rank saves passes over
/// the corpus but is rebuilt in every pack.
///
/// The decision and the error that was measured are stored with the run, so that whoever goes on with it gets the
/// same bits whatever memory there is then.
package struct StepStorage {
  let context: RunContext
  /// Bytes that steps may take.
  let memory: Int

  package init(context: RunContext, memory: Int) {
    (self.context, self.memory) = (context, memory)
  }

  private var store: Store { context.store }

  /// Ranks to choose from, the least first.
  static let ranks = [16, 32, 64, 128]
  /// By how much scores may differ from dense ones.
  static let tolerance = 0.03
  /// Before it is measured, what a rank is taken to be (measured on SmolLM2-135M: 2 to 4 %).
  private static let assumedRank = 64

  /// Steps and passages that are scored both ways.
  ///
  /// Rounding to bytes errs alike everywhere and is told by a share of a small job, so that the measurement stays
  /// cheap beside it; what a rank leaves out differs from one step to the next.
  static func tried(_ form: StepForm, steps: Int, passages: Int) -> (steps: Int, passages: Int) {
    guard form == .bytes else { return (min(4, steps), min(16, passages)) }
    return (min(4, (steps + 7) / 8), min(passages, max(2, min(16, passages / 16))))
  }

  /// The form of the run.
  /// - Parameters:
  ///   - questions: the questions wanted, answered.
  ///   - setting: what the settings ask for.
  package func decide(_ questions: [QuestionRecord], _ setting: StepRank, reporter: Reporter) throws
    -> StepForm
  {
    if let known = try store.fact(StepStorageFact.self, run: context.run.id) {
      return known.stepForm
    }
    let all = try questions.flatMap { try store.steps(question: $0.row).map(\.row) }
    guard !all.isEmpty else { return .whole }
    // Runs of before kept every element.
    let isOld = try store.progress(of: context.run).blocks > 0
    let fact = isOld ? StepStorageFact(.whole) : try choose(all, setting, reporter)
    try store.save(fact, run: context.run.id)
    if fact.form != .whole { try store.log("steps are kept as \(fact.sentence)") }
    return fact.stepForm
  }

  private func choose(_ steps: [Int64], _ setting: StepRank, _ reporter: Reporter) throws
    -> StepStorageFact
  {
    let (model, modules) = (context.model, context.settings.modules)
    let work = PassWork(
      model, context.settings, passages: context.corpus.passages, tokens: context.corpus.tokens)
    let fit = { (form: StepForm) in
      Scoring.passes(model, modules, memory: memory, steps: steps.count, form: form)
    }
    let operations = { (form: StepForm) in
      work.operations(form, steps: steps.count, memory: memory)
    }
    let first = Self.expected(
      model, modules, memory: memory, steps: steps.count, setting: setting, work: work)
    guard first != .whole else { return StepStorageFact(.whole) }
    guard setting == .automatic, case .factors = first else {
      return try measure([first], steps, reporter)[0]
    }
    let ranked = try measure(
      Self.ranks.map { .factors(rank: $0, isHalved: true) } + [.bytes], steps, reporter)
    guard var best = ranked.dropLast().first(where: { ($0.error ?? 0) <= Self.tolerance }),
      let bytes = ranked.last, operations(best.stepForm) < operations(.bytes)
    else { return ranked[ranked.count - 1] }
    let exact = Self.unhalved(best.stepForm)
    if fit(exact) == fit(best.stepForm) {
      let error = best.error
      best = StepStorageFact(exact)
      (best.error, best.steps, best.passages) = (error, bytes.steps, bytes.passages)
    }
    return best
  }

  private static func unhalved(_ form: StepForm) -> StepForm {
    guard case .factors(let rank, _) = form else { return form }
    return .factors(rank: rank, isHalved: false)
  }

  /// The form that a run will probably have, told by sizes alone.
  static func expected(
    _ model: LanguageModel, _ modules: ModuleSelection, memory: Int, steps: Int, setting: StepRank,
    work: PassWork
  ) -> StepForm {
    func passes(_ form: StepForm) -> Int {
      Scoring.passes(model, modules, memory: memory, steps: steps, form: form)
    }
    func factors(_ rank: Int) -> StepForm {
      let exact = StepForm.factors(rank: rank, isHalved: false)
      let halved = StepForm.factors(rank: rank, isHalved: true)
      return passes(exact) == passes(halved) ? exact : halved
    }
    switch setting {
    case .full: return .whole
    case .bytes: return .bytes
    case .rank(let rank): return factors(rank)
    case .automatic:
      if passes(.whole) == 1 { return .whole }
      if passes(.bytes) == 1 { return .bytes }
      let form = factors(assumedRank)
      let cost = { work.operations($0, steps: steps, memory: memory) }
      return cost(form) < cost(.bytes) ? form : .bytes
    }
  }

  /// Scores a few steps on a few passages, drawn at random, in some forms and densely.
  private func measure(_ forms: [StepForm], _ steps: [Int64], _ reporter: Reporter) throws
    -> [StepStorageFact]
  {
    let (model, modules) = (context.model, context.settings.modules)
    let each = ([.whole] + forms).reduce(0) { $0 + $1.bytes(model, modules) }
    let wanted = Self.tried(
      forms[0], steps: steps.count, passages: context.corpus.passages)
    let count = max(1, min(wanted.steps, memory / max(1, each)))
    let chosen = (0..<count).map { steps[(2 * $0 + 1) * steps.count / (2 * count)] }
    let questions = try QuestionTokens.all(store, set: context.run.questionSet)
    // Of so few packs, cores would have nothing to do beside each other.
    var settings = context.settings
    settings.productThreads = settings.threads
    try reporter.begin(.stepGradients, total: count)
    let prepared = try PreconditionedSteps(
      model: model, factors: context.factors,
      queries: try QuestionTokens.queries(questions, steps: Self.inOrder(chosen, questions)),
      settings: settings, forms: [.whole] + forms,
      matrixPassages: context.matrixPassages
    ) { try reporter.advance(to: $0, of: $1) }
    let scorer = PassageScorer(model: model, steps: prepared, settings: settings)
    let passages = FactorStage.sample(
      wanted.passages, of: context.corpus.passages, seed: 0x5261_6E6B)
    let (scores, kept) = try context.bad.score(passages, by: scorer)
    return forms.enumerated().map { place, form in
      let errors = (0..<count).map { step in
        ScoreDifference(scores.row((place + 1) * count + step), from: scores.row(step)).error
      }
      var fact = StepStorageFact(form)
      fact.error = errors.reduce(0, +) / Double(count)
      (fact.steps, fact.passages) = (count, kept.count)
      return fact
    }
  }

  private static func inOrder(_ steps: [Int64], _ questions: [QuestionTokens]) -> [Int64] {
    let members = Set(steps)
    return questions.flatMap { $0.steps.map(\.row) }.filter(members.contains)
  }
}

/// How far scores are from others of the same step.
struct ScoreDifference {
  /// ‖scores − truth‖ / ‖truth‖; 0 where both are nothing.
  let error: Double

  init(_ scores: some Sequence<Float>, from truth: some Sequence<Float>) {
    var (difference, size) = (0.0, 0.0)
    for (score, right) in zip(scores, truth) {
      difference += (Double(score) - Double(right)) * (Double(score) - Double(right))
      size += Double(right) * Double(right)
    }
    error = size > 0 ? (difference / size).squareRoot() : 0
  }
}
