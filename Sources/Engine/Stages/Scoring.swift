import Foundation
import Influence
import LinearAlgebra
import RunModel
package import Store
import Transformer
import Workspace

extension ModuleSelection {
  /// Whether a module is tracked under this choice.
  func includes(_ module: TrackedModule) -> Bool {
    switch self {
    case .all: true
    case .mlp: module.part == .mlp
    case .attention: module.part == .attention
    }
  }
}

/// Scores every passage against every step, block by block.
package struct Scoring {
  let context: RunContext
  /// Bytes that preconditioned step gradients may take.
  let memory: Int
  /// What is filled along with the first pass.
  let index: IndexStage

  package init(context: RunContext, memory: Int, index: IndexStage) {
    (self.context, self.memory, self.index) = (context, memory, index)
  }

  private var store: Store { context.store }
  private var run: RunRecord { context.run }
  private var corpus: CorpusRecord { context.corpus }

  /// Passages of one block; a block is what a kill can lose: some minutes of a large model's work.
  static func blockSize(passages: Int, parameters: Int) -> Int {
    if parameters >= 20_000_000 { return parameters >= 500_000_000 ? 16 : 64 }
    return passages <= 100_000 ? 256 : 2_048
  }

  /// Scores what is missing, in the order of the plan stored with the run, and checks itself on the way.
  ///
  /// - Parameters:
  ///   - questions: rows of the questions wanted, in their order of priority.
  ///   - between: called after every block; may do other work.
  /// - Returns: warnings for a person.
  @discardableResult
  func run(
    questions: [QuestionRecord], reporter: Reporter, between: () throws -> Void
  ) throws -> [String] {
    try plan(questions)
    let passes = try store.passes(run: run.id)
    let wanted = Set(questions.map(\.row))
    let queries = try QuestionTokens.all(store, set: run.questionSet)
    let blocks = run.blocks(of: corpus.passages)
    var open: [(steps: [Int64], missing: [Int])] = []
    for pass in passes {
      let owners = queries.filter { $0.steps.contains { pass.contains($0.row) } }
      guard owners.contains(where: { wanted.contains($0.steps[0].question) }) else { continue }
      let committed =
        try context.keeps.map {
          try store.blocksWithShares($0, step: pass[0], run: run, passages: corpus.passages)
        }
        ?? store.committedBlocks(step: pass[0], run: run.id)
      let missing = (0..<blocks).filter { !committed.contains($0) }
      if !missing.isEmpty { open.append((pass, missing)) }
    }
    let total = open.reduce(0) { $0 + $1.missing.reduce(0) { $0 + range($1).count } }
    let checks = SelfChecks(context: context, memory: memory)
    var warnings: [String] = []
    var done = 0
    for (pass, missing) in open {
      try score(
        pass, missing, queries, checks: checks, reporter: reporter, done: &done, total: total,
        between: between)
      SolutionStage.files(context, steps: pass)?.remove()
      // A typed question that was kept half-way is complete now.
      try store.dropEstimates(steps: pass, run: run.id)
      if let warning = try checks.signWarning(steps: pass, queries) { warnings.append(warning) }
    }
    return warnings
  }

  /// Scores the blocks of a pass that are missing; nothing of the pass is held after it.
  private func score(
    _ pass: [Int64], _ missing: [Int], _ queries: [QuestionTokens], checks: SelfChecks,
    reporter: Reporter, done: inout Int, total: Int, between: () throws -> Void
  ) throws {
    let scorer = try prepare(
      pass, queries: queries, coder: missing.contains(where: index.needs) ? index.coder : nil,
      reporter: reporter)
    try reporter.begin(.scores, done: done, total: total)
    for block in missing {
      let range = range(block)
      try store.commit(
        try score(block, range, scorer, checks: block == missing[0] ? checks : nil),
        steps: pass, run: run.id)
      done += range.count
      try reporter.advance(to: done, of: total)
      try between()
    }
  }

  /// The passages of a block.
  private func range(_ block: Int) -> Range<Int> {
    block * run.blockSize..<min((block + 1) * run.blockSize, corpus.passages)
  }

  /// A block's scores, NaN for passages that are skipped; its codes go to the index.
  private func score(
    _ block: Int, _ range: Range<Int>, _ scorer: PassageScorer, checks: SelfChecks?
  ) throws -> NewBlock {
    let (result, kept) = try context.bad.without(range) {
      try scorer.score($0, perModule: context.keeps != nil)
    }
    try checks?.scoreAgain(result, of: kept, by: scorer)
    try index.write(block: block, result.codes, of: kept, in: range)
    let places = kept.map { $0 - range.lowerBound }
    let (scores, norms) = result.spread(to: places, of: range.count)
    var new = NewBlock(number: block, scores: scores, gradientNorms: norms)
    new.shares = context.keeps.map { grain in
      result.shares(
        of: ScoreGroups.all(grain, of: run.modules), to: places, of: range.count)
    }
    return new
  }

  /// Adds passes for steps that no pass holds yet, as many steps in each as the memory allows.
  package func plan(_ questions: [QuestionRecord]) throws {
    let planned = Set(try store.passes(run: run.id).joined())
    var steps: [Int64] = []
    for question in questions {
      steps += try store.steps(question: question.row).map(\.row).filter { !planned.contains($0) }
    }
    let size = Self.stepsPerPass(
      context.model, context.settings.modules, memory: memory, steps: steps.count,
      form: context.form)
    for start in stride(from: 0, to: steps.count, by: size) {
      try store.append(pass: Array(steps[start..<min(start + size, steps.count)]), run: run.id)
    }
  }

  /// Steps whose preconditioned gradients fit the memory together, passes being of equal size.
  static func stepsPerPass(
    _ model: LanguageModel, _ modules: ModuleSelection, memory: Int, steps: Int,
    form: StepForm
  ) -> Int {
    let passes = passes(model, modules, memory: memory, steps: steps, form: form)
    return max(1, (steps + passes - 1) / passes)
  }

  /// Passes over the corpus that some steps take in a form.
  static func passes(
    _ model: LanguageModel, _ modules: ModuleSelection, memory: Int, steps: Int, form: StepForm
  ) -> Int {
    // Of dense steps the elements alone are counted, as plans that are stored were made.
    let each =
      form == .whole ? 4 * trackedParameters(model, modules) : form.bytes(model, modules)
    let most = max(1, memory / max(1, each))
    return max(1, (steps + most - 1) / most)
  }

  /// Weights and biases of the tracked modules.
  static func trackedParameters(_ model: LanguageModel, _ modules: ModuleSelection) -> Int {
    FactorSizes(model.trackedModules.filter { modules.includes($0) }).parameters
  }

  /// The scorer of one pass: its steps' gradients, preconditioned.
  func prepare(
    _ pass: [Int64], queries: [QuestionTokens], coder: GradientCoder?, reporter: Reporter
  ) throws -> PassageScorer {
    try reporter.begin(.stepGradients, total: pass.count)
    let inputs = try QuestionTokens.queries(queries, steps: pass)
    do {
      let steps = try PreconditionedSteps(
        model: context.model, factors: context.factors, queries: inputs,
        settings: context.settings, forms: [context.form],
        matrixPassages: context.matrixPassages, kept: SolutionStage.files(context, steps: pass)
      ) {
        try reporter.advance(to: $0, of: $1)
      }
      try SolutionStage.note(steps.traces, steps: pass, context)
      return PassageScorer(
        model: context.model, steps: steps, settings: context.settings, coder: coder)
    } catch let error as InfluenceError {
      guard let row = error.step,
        let step = queries.lazy.flatMap(\.steps).first(where: { $0.row == pass[row] }),
        let question = try store.questions(set: run.questionSet).first(where: {
          $0.row == step.question
        })
      else { throw error }
      throw EngineError(
        "question \(question.name), step \(step.number): \(error.problem); what is committed is kept; leave the question out by --questions, or mend the checkpoint"
      )
    }
  }
}
