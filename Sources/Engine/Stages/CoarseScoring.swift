import Findings
import Influence
import RunModel
package import Store
import Workspace

/// Coarse first: every passage is put in order by the gradient index, then both ends of every step's order are
/// scored exactly.
///
/// The index costs one pass over the corpus whatever the number of steps, and forms no gradient of a passage. A
/// few passages drawn at random are scored exactly as well: they bring the index's scores to the size of exact
/// ones and tell how much of the true top is found.
package struct CoarseScoring {
  let scoring: Scoring
  /// Share of the passages that are scored exactly at either end.
  let share: Double

  private var context: RunContext { scoring.context }
  private var store: Store { context.store }
  private var run: RunRecord { context.run }
  private var count: Int { context.corpus.passages }

  /// Passages drawn at random for every step.
  static func sampleSize(passages: Int) -> Int { min(passages, max(64, min(512, passages / 50))) }
  private static let sampleSeed: UInt64 = 0x5361_6D70

  static func sample(passages: Int) -> [Int] {
    FactorStage.sample(sampleSize(passages: passages), of: passages, seed: sampleSeed)
  }

  /// Does what is missing.
  ///
  /// - Parameters:
  ///   - questions: the questions wanted, in their order of priority.
  ///   - between: called after every piece; may do other work.
  func run(
    questions: [QuestionRecord], reporter: Reporter, between: () throws -> Void
  ) throws {
    try scoring.plan(questions)
    let index = try wholeIndex()
    let queries = try QuestionTokens.all(store, set: run.questionSet)
    let wanted = Set(questions.map(\.row))
    let blocks = run.blocks(of: count)
    var open: [(steps: [Int64], order: [Int])] = []
    for steps in try store.passes(run: run.id) {
      let owners = queries.filter { $0.steps.contains { steps.contains($0.row) } }
      guard owners.contains(where: { wanted.contains($0.steps[0].question) }),
        try store.committedBlocks(step: steps[0], run: run.id).count < blocks
      else { continue }
      let coarse = try self.coarse(steps, queries, index, reporter)
      open.append((steps, try order(coarse)))
    }
    let total = open.reduce(0) { $0 + $1.order.count }
    var done = 0
    for (steps, order) in open {
      let known = try store.scores(step: steps[0], run: run, passages: count).values
      try score(steps, order, known: known, queries, reporter) { passages in
        try reporter.advance(to: done + passages, of: total)
        try between()
      } begin: {
        try reporter.begin(.scores, done: done, total: total)
      }
      done += order.count
    }
    try Self.note(share: share, run: run, passages: count, in: store)
  }

  private func wholeIndex() throws -> GradientIndex {
    let index = try scoring.index.open()
    guard let index, index.indexedCount == count else {
      throw EngineError(
        "--exact puts the passages in order by the gradient index, and there is none: \(scoring.index.trouble ?? "it is not whole"); add --rebuild-index, or leave --exact out"
      )
    }
    return index
  }

  /// Approximate scores of a pass's steps over all passages.
  private func coarse(
    _ steps: [Int64], _ queries: [QuestionTokens], _ index: GradientIndex, _ reporter: Reporter
  ) throws -> [[Float]] {
    let known = try steps.compactMap {
      try store.coarse(step: $0, run: run.id, passages: count)
    }
    if known.count == steps.count { return known }
    try reporter.begin(.stepGradients, total: steps.count)
    let (coordinates, _) = try index.coder.coordinates(
      model: context.model, queries: try QuestionTokens.queries(queries, steps: steps))
    var scores = try index.scores(coordinates, threads: context.settings.threads)
    for passage in try store.skipped(run: run.id) {
      for step in scores.indices { scores[step][passage.number] = .nan }
    }
    try store.save(coarse: scores, steps: steps, run: run.id)
    return scores
  }

  /// Passages in the order in which they are scored exactly: the random ones, then from both ends of every
  /// step's order inwards.
  func order(_ coarse: [[Float]]) throws -> [Int] {
    guard share > 0 else { return [] }
    let known = (0..<count).filter { !coarse[0][$0].isNaN }
    var isTaken = [Bool](repeating: false, count: count)
    var result: [Int] = []
    func take(_ passage: Int) {
      guard !isTaken[passage], !coarse[0][passage].isNaN else { return }
      isTaken[passage] = true
      result.append(passage)
    }
    for passage in Self.sample(passages: count) { take(passage) }
    let orders = try coarse.map { step in
      try Ranking(known.map { step[$0] }).order.map { known[Int($0)] }
    }
    let depth = min(known.count, Int((share * Double(count)).rounded(.up)))
    for place in 0..<depth {
      for order in orders {
        take(order[place])
        take(order[order.count - 1 - place])
      }
    }
    return result
  }

  /// Scores a pass's passages piece by piece, each piece one transaction.
  private func score(
    _ steps: [Int64], _ order: [Int], known: [Float], _ queries: [QuestionTokens],
    _ reporter: Reporter, advance: (Int) throws -> Void, begin: () throws -> Void
  ) throws {
    let sample = Self.sampleSize(passages: count)
    // Pieces are the same whenever the engine was stopped, and so are their packs' bits.
    let pieces =
      (order.isEmpty ? [] : [0..<min(sample, order.count)])
      + stride(from: min(sample, order.count), to: order.count, by: run.blockSize).map {
        $0..<min($0 + run.blockSize, order.count)
      }
    let skipped = Set(try store.skipped(run: run.id).map(\.number))
    let missing = pieces.filter { piece in
      piece.contains { known[order[$0]].isNaN && !skipped.contains(order[$0]) }
    }
    guard !missing.isEmpty else { return }
    let scorer = try scoring.prepare(steps, queries: queries, coder: nil, reporter: reporter)
    try begin()
    for piece in missing {
      let (result, kept) = try context.bad.score(Array(order[piece]), by: scorer)
      // Before the exact ones, so that whoever sees those sees these.
      if piece.lowerBound == 0 { try calibrate(steps, result, kept) }
      try store.refine(
        kept.map(Int32.init), scores: result.scores, steps: steps, run: run.id)
      try advance(piece.upperBound)
    }
  }

  /// Brings the approximate scores to the size of exact ones by the passages that were drawn at random.
  private func calibrate(_ steps: [Int64], _ exact: PassageScores, _ kept: [Int]) throws {
    let coarse = try steps.compactMap {
      try store.coarse(step: $0, run: run.id, passages: count)
    }
    guard coarse.count == steps.count else { return }
    var calibration = Calibration(steps: steps.count)
    for (place, passage) in kept.enumerated() {
      calibration.add(
        coarse: coarse.map { $0[passage] },
        exact: steps.indices.map { exact.scores[$0 * kept.count + place] })
    }
    try store.save(coarse: calibration.applied(to: coarse), steps: steps, run: run.id)
  }

  /// Says what stands approximate in a run; forgets it when nothing does.
  ///
  /// - Parameter share: what was asked for; as before if nil.
  package static func note(share: Double? = nil, run: RunRecord, passages: Int, in store: Store)
    throws
  {
    let before = try store.fact(CoarseFact.self, run: run.id)
    guard let share = share ?? before?.share else { return }
    var estimate = RecallEstimate(sample: sample(passages: passages))
    for question in try store.questions(set: run.questionSet) where !question.isScratch {
      for step in try store.steps(question: question.row) {
        guard let coarse = try store.coarse(step: step.row, run: run.id, passages: passages)
        else { continue }
        let exact = try store.scores(step: step.row, run: run, passages: passages)
        if !exact.isComplete { estimate.add(exact: exact.values, coarse: coarse) }
      }
    }
    guard estimate.steps > 0 else { return try store.remove(CoarseFact.self, run: run.id) }
    try store.save(
      CoarseFact(
        share: share, sample: estimate.sample.count, steps: estimate.steps,
        exact: estimate.exactShare, recall: estimate.recall), run: run.id)
  }
}
