import Foundation
import Influence
import RunModel
import Store

extension AskSession {
  /// Passages that are scored between two looks at other requests; the first few come soon.
  private static let pieces = [64, 128, 256]
  /// Tokens of a pack: with a few steps only, little is gained by reading their gradients for many passages at
  /// once, and gradients of few passages stay in the cache (measured a sixth faster than 8,192).
  private static let packTokens = 1_024

  /// Exact scores of a request's steps, as far as there are any.
  private struct ExactScores {
    let steps: [Int64]
    /// By step, then by passage; NaN where there is none.
    var scores: [[Float]]
    /// Lengths of the passages' gradients.
    var norms: [Float]
    private let skipped: Set<Int>

    init(_ context: RunContext, steps: [Int64]) throws {
      let count = context.corpus.passages
      self.steps = steps
      scores = try steps.map {
        try context.store.scores(step: $0, run: context.run, passages: count).values
      }
      norms = try context.store.gradientNorms(run: context.run, passages: count).values
      skipped = Set(try context.store.skipped(run: context.run.id).map(\.number))
    }

    func isMissing(_ passage: Int) -> Bool {
      scores[0][passage].isNaN && !skipped.contains(passage)
    }
  }

  /// Scores passages exactly, from the best in coarse order, as far as the request wants it.
  func refine(
    _ query: StepQuery, steps: [Int64], coarse: [[Float]]?, between: () throws -> Void
  ) throws {
    let count = context.corpus.passages
    let order = try ExactOrder(coarse, passages: count)
    var exact = try ExactScores(context, steps: steps)
    let missing = order.passages.filter(exact.isMissing)
    let first = order.head(AskProgress.firstShare).count(where: exact.isMissing)
    let wanted = order.head(request.exact ?? 1).count(where: exact.isMissing)
    record.progress.exact = count - missing.count
    try tools.reporter.runDuring(.asking) {
      let scorer = wanted > 0 ? try prepare(query) : nil
      try stage(.exact) { note in
        defer { note = "\(record.progress.exact) of \(count)" }
        guard let scorer else { return }
        try score(
          Array(missing.prefix(wanted)), by: scorer, into: &exact, coarse: coarse, first: first,
          between: between)
      }
    }
    guard record.progress.exact == count else { return }
    try finish(exact.scores, exact.norms, steps: steps)
    try noteNearest(exact.scores)
  }

  /// Scores passages in pieces, each of which is stored before other requests are looked at.
  /// - Parameter first: how many of them are the share that a person waits for.
  private func score(
    _ missing: [Int], by scorer: PassageScorer, into exact: inout ExactScores, coarse: [[Float]]?,
    first: Int, between: () throws -> Void
  ) throws {
    let (known, steps) = (record.progress.exact, exact.steps)
    var tops = exact.scores.map { WatchedTop($0) }
    var calibration = Calibration(steps: steps.count)
    func calibrate(_ passage: Int) {
      guard let coarse else { return }
      calibration.add(
        coarse: coarse.map { $0[passage] }, exact: exact.scores.map { $0[passage] })
    }
    for passage in exact.norms.indices where !exact.scores[0][passage].isNaN { calibrate(passage) }
    var (done, piece) = (0, 0)
    while done < missing.count {
      try stopIfCancelled()
      let size = min(Self.pieces[min(piece, Self.pieces.count - 1)], missing.count - done)
      let (result, kept) = try context.bad.score(Array(missing[done..<done + size]), by: scorer)
      for (position, passage) in kept.enumerated() {
        exact.norms[passage] = result.gradientNorms[position]
        for step in steps.indices {
          let score = result.scores[step * kept.count + position]
          exact.scores[step][passage] = score
          tops[step].add(score)
        }
        calibrate(passage)
      }
      // Before the exact ones, so that whoever sees those sees these.
      if let coarse, piece == 0 || (done < first && done + size >= first) {
        try context.store.save(
          coarse: calibration.applied(to: coarse), steps: steps, run: context.run.id)
      }
      try context.store.refine(
        kept.map(Int32.init), scores: result.scores, steps: steps, run: context.run.id)
      done += size
      piece += 1
      record.progress.settled = tops.map(\.unchanged)
      record.progress.exact = known + done
      if record.progress.shareAfter == nil, done >= first { record.progress.shareAfter = age }
      try save()
      try tools.reporter.advance(to: record.progress.exact, of: context.corpus.passages)
      try between()
    }
  }

  /// Preconditions the question's gradients, as a real model takes seconds to; that time is the gradients'.
  private func prepare(_ query: StepQuery) throws -> PassageScorer {
    let start = Date()
    let prepared = try PreconditionedSteps(
      model: context.model, factors: context.factors, queries: [query],
      settings: context.settings, forms: [context.form],
      matrixPassages: context.matrixPassages)
    let before = record.progress.stages[AskStage.gradients.index].seconds ?? 0
    record.progress.stages[AskStage.gradients.index].seconds = before - start.timeIntervalSinceNow
    var settings = context.settings
    settings.packTokens = min(settings.packTokens, Self.packTokens)
    return PassageScorer(model: context.model, steps: prepared, settings: settings)
  }

  /// Stores a complete pass as every other one is stored.
  private func finish(_ scores: [[Float]], _ norms: [Float], steps: [Int64]) throws {
    let count = context.corpus.passages
    let skipped = Set(try context.store.skipped(run: context.run.id).map(\.number))
    // A resumed pass may not know the lengths that its first half saw; it then stays as it is, which reads the same.
    guard norms.indices.allSatisfy({ !norms[$0].isNaN || skipped.contains($0) }) else { return }
    if try !context.store.passes(run: context.run.id).contains(where: { $0.contains(steps[0]) }) {
      try context.store.append(pass: steps, run: context.run.id)
    }
    let size = context.run.blockSize
    for block in 0..<(count + size - 1) / size {
      let range = block * size..<min((block + 1) * size, count)
      try context.store.commit(
        NewBlock(
          number: block, scores: scores.flatMap { $0[range] }, gradientNorms: Array(norms[range])),
        steps: steps, run: context.run.id)
    }
    try context.store.dropEstimates(steps: steps, run: context.run.id)
  }
}
