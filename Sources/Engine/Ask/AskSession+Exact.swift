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

  /// Scores passages exactly, from the best in coarse order, as far as the request wants it.
  func refine(
    _ query: StepQuery, steps: [Int64], coarse: [[Float]]?, between: () throws -> Void
  ) throws {
    let count = context.corpus.passages
    let order = try ExactOrder(coarse, passages: count)
    var scores = try steps.map {
      try context.store.scores(step: $0, run: context.run, passages: count).values
    }
    var norms = try context.store.gradientNorms(run: context.run, passages: count).values
    let skipped = Set(try context.store.skipped(run: context.run.id).map(\.number))
    func isMissing(_ passage: Int) -> Bool {
      scores[0][passage].isNaN && !skipped.contains(passage)
    }
    let missing = order.passages.filter(isMissing)
    let first = order.head(AskProgress.firstShare).count(where: isMissing)
    let wanted = order.head(request.exact ?? 1).count(where: isMissing)
    let known = count - missing.count
    record.progress.exact = known
    try tools.reporter.interlude(.asking) {
      let scorer = wanted > 0 ? try prepare(query) : nil
      try stage(.exact) { note in
        defer { note = "\(record.progress.exact) of \(count)" }
        guard let scorer else { return }
        var tops = scores.map { WatchedTop($0) }
        var calibration = Calibration(steps: steps.count)
        func calibrate(_ passage: Int) {
          guard let coarse else { return }
          calibration.add(
            coarse: coarse.map { $0[passage] }, exact: scores.map { $0[passage] })
        }
        for passage in 0..<count where !scores[0][passage].isNaN { calibrate(passage) }
        var (done, piece) = (0, 0)
        while done < wanted {
          try stopIfCancelled()
          let size = min(Self.pieces[min(piece, Self.pieces.count - 1)], wanted - done)
          let (result, kept) = try context.bad.score(Array(missing[done..<done + size]), by: scorer)
          for (place, passage) in kept.enumerated() {
            norms[passage] = result.gradientNorms[place]
            for step in steps.indices {
              let score = result.scores[step * kept.count + place]
              scores[step][passage] = score
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
          try tools.reporter.advance(to: record.progress.exact, of: count)
          try between()
        }
      }
    }
    guard record.progress.exact == count else { return }
    try finish(scores, norms, steps: steps)
    try noteNearest(scores)
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
