import Foundation
import Influence
import Store

extension AskSession {
  /// Passages that are scored between two looks at other requests; the first few come soon.
  private static let pieces = [64, 128, 256]

  /// Scores passages exactly, from the best in coarse order, as far as the request wants it.
  func refine(
    _ query: StepQuery, steps: [Int64], coarse: [[Float]]?, between: () throws -> Void
  ) throws {
    let count = tools.corpus.passages
    let order = try ExactOrder(coarse, passages: count)
    var scores = try steps.map {
      try tools.store.scores(step: $0, run: tools.run, passages: count).values
    }
    var norms = try tools.store.gradientNorms(run: tools.run, passages: count).values
    let skipped = Set(try tools.store.skipped(run: tools.run.id).map(\.number))
    func isMissing(_ passage: Int) -> Bool {
      scores[0][passage].isNaN && !skipped.contains(passage)
    }
    let missing = order.passages.filter(isMissing)
    let first = order.head(AskProgress.firstShare).count(where: isMissing)
    let wanted = order.head(request.exact ?? 1).count(where: isMissing)
    let known = count - missing.count
    record.progress.exact = known
    try tools.reporter.interlude(.asking) {
      try stage(.exact) { note in
        defer { note = "\(record.progress.exact) of \(count) passages" }
        guard wanted > 0 else { return }
        let prepared = try PreconditionedSteps(
          model: tools.model, factors: tools.factors, queries: [query], settings: tools.settings)
        let scorer = PassageScorer(model: tools.model, steps: prepared, settings: tools.settings)
        var tops = scores.map { WatchedTop($0) }
        var (done, piece) = (0, 0)
        while done < wanted {
          try stopIfCancelled()
          let size = min(Self.pieces[min(piece, Self.pieces.count - 1)], wanted - done)
          let (result, kept) = try tools.bad.score(Array(missing[done..<done + size]), by: scorer)
          for (place, passage) in kept.enumerated() {
            norms[passage] = result.gradientNorms[place]
            for step in steps.indices {
              let score = result.scores[step * kept.count + place]
              scores[step][passage] = score
              tops[step].add(score)
            }
          }
          try tools.store.refine(
            kept.map(Int32.init), scores: result.scores, steps: steps, run: tools.run.id)
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
    if record.progress.exact == count { try finish(scores, norms, steps: steps) }
  }

  /// Stores a complete pass as every other one is stored.
  private func finish(_ scores: [[Float]], _ norms: [Float], steps: [Int64]) throws {
    let count = tools.corpus.passages
    let skipped = Set(try tools.store.skipped(run: tools.run.id).map(\.number))
    // A resumed pass may not know the lengths that its first half saw; it then stays as it is, which reads the same.
    guard norms.indices.allSatisfy({ !norms[$0].isNaN || skipped.contains($0) }) else { return }
    if try !tools.store.passes(run: tools.run.id).contains(where: { $0.contains(steps[0]) }) {
      try tools.store.append(pass: steps, run: tools.run.id)
    }
    let size = tools.run.blockSize
    for block in 0..<(count + size - 1) / size {
      let range = block * size..<min((block + 1) * size, count)
      try tools.store.commit(
        NewBlock(
          number: block, scores: scores.flatMap { $0[range] }, gradientNorms: Array(norms[range])),
        steps: steps, run: tools.run.id)
    }
    try tools.store.dropEstimates(steps: steps, run: tools.run.id)
  }
}
