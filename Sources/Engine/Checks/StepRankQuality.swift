import Findings
import Influence
import RunModel
import Store
package import Workspace

/// What a run's scores lose when its steps are kept in less memory, beside dense ones.
package struct StepRankQuality: Sendable {
  /// Means over steps.
  package struct Row: Sendable {
    /// Form of the steps.
    package let title: String
    /// Columns of each factor; nil for others.
    package let rank: Int?
    /// Bytes of a step.
    package let bytes: Int
    /// Pearson's r of a step's scores with its dense ones.
    package fileprivate(set) var correlation = 0.0
    /// ‖scores − dense scores‖ / ‖dense scores‖.
    package fileprivate(set) var error = 0.0
    /// Share of the dense top 10 and top 50 that is in this one.
    package fileprivate(set) var top10 = 0.0
    package fileprivate(set) var top50 = 0.0

    /// Makes a mean of a sum.
    fileprivate mutating func divide(by count: Double) {
      correlation /= count
      error /= count
      top10 /= count
      top50 /= count
    }
  }

  package private(set) var rows: [Row]
  package let steps: Int
  package let passages: Int
  /// Bytes of a dense step.
  package let denseBytes: Int

  private static let forms: [StepForm] =
    [4, 8, 16, 32, 64, 128].map { .factors(rank: $0, isHalved: true) } + [.bytes]

  /// Scores the run's steps in every form, as many of them together as the memory allows.
  ///
  /// - Parameters:
  ///   - limit: passages drawn at random; all if nil.
  ///   - memory: bytes that the steps may take.
  ///   - progress: how many steps are prepared, and passages scored, counted once a batch of steps; may throw to cancel.
  /// - Throws: `EngineError` when inputs changed since the run, or nothing is answered.
  package init(
    _ workspace: Workspace, _ results: Results, limit: Int? = nil, memory: Int,
    progress: (EngineProgress) throws -> Void = { _ in }
  ) throws {
    let (store, run) = (results.store, results.run)
    let finished = try FinishedRun(workspace, results)
    let (model, influence) = (finished.model, finished.influence)
    let counted = Set(try results.questions().filter { !$0.isScratch }.map(\.row))
    let questions = try QuestionTokens.all(store, set: run.questionSet)
      .filter { counted.contains($0.steps[0].question) }
    let all = questions.flatMap { $0.steps.map(\.row) }
    guard !all.isEmpty else {
      throw EngineError("no question is answered yet; run `stemma compute`")
    }
    let skipped = Set(try store.skipped(run: run.id).map(\.number))
    let chosen = FactorStage.sample(limit, of: results.corpus.passages, seed: 1)
      .filter { !skipped.contains($0) }
    (steps, passages) = (all.count, chosen.count)
    let forms = [StepForm.whole] + Self.forms
    rows = Self.forms.map { form in
      var rank: Int?
      if case .factors(let columns, _) = form { rank = columns }
      return Row(title: form.title, rank: rank, bytes: form.bytes(model, influence.modules))
    }
    denseBytes = StepForm.whole.bytes(model, influence.modules)
    let each = forms.reduce(0) { $0 + $1.bytes(model, influence.modules) }
    let batch = max(1, memory / max(1, each))
    let batches = stride(from: 0, to: all.count, by: batch).map {
      Array(all[$0..<min($0 + batch, all.count)])
    }
    for (number, steps) in batches.enumerated() {
      let prepared = try PreconditionedSteps(
        model: model, factors: finished.factors,
        queries: try QuestionTokens.queries(questions, steps: steps), settings: influence,
        forms: forms, matrixPassages: finished.matrixPassages
      ) { done, _ in
        try progress(
          EngineProgress(stage: .stepGradients, done: number * batch + done, total: all.count))
      }
      let scorer = PassageScorer(model: model, steps: prepared, settings: influence)
      let scores = try Self.scores(
        of: chosen, scorer, rows: forms.count * steps.count,
        tokens: { try store.tokens(ofPassage: $0, corpus: results.corpus.id) }
      ) {
        try progress(
          EngineProgress(
            stage: .scores, done: number * chosen.count + $0, total: batches.count * chosen.count))
      }
      for step in steps.indices {
        for form in rows.indices {
          try add(scores[(form + 1) * steps.count + step], beside: scores[step], to: form)
        }
      }
    }
    for form in rows.indices { rows[form].divide(by: Double(all.count)) }
  }

  /// Scores of passages in every row, `[rows][passages]`; tells how many passages are done.
  private static func scores(
    of passages: [Int], _ scorer: PassageScorer, rows: Int, tokens: (Int) throws -> [Int32],
    progress: (Int) throws -> Void
  ) throws -> [[Float]] {
    var scores = [[Float]](repeating: [], count: rows)
    // Few at a time: a real model takes seconds for one.
    for start in stride(from: 0, to: passages.count, by: 8) {
      let piece = passages[start..<min(start + 8, passages.count)]
      let block = try scorer.score(piece.map(tokens))
      for row in scores.indices { scores[row] += block.row(row) }
      try progress(start + piece.count)
    }
    return scores
  }

  private mutating func add(_ scores: [Float], beside dense: [Float], to form: Int) throws {
    let (truth, other) = (try Ranking(dense).order, try Ranking(scores).order)
    func overlap(_ depth: Int) -> Double {
      let shared = Set(truth.prefix(depth)).intersection(other.prefix(depth))
      return Double(shared.count) / Double(max(1, min(depth, truth.count)))
    }
    rows[form].correlation += try pearsonCorrelation(scores, dense)
    rows[form].error += ScoreDifference(scores, from: dense).error
    rows[form].top10 += overlap(10)
    rows[form].top50 += overlap(50)
  }
}
