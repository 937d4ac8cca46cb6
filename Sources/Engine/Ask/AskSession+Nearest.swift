import Findings
import Store

extension AskSession {
  /// Scores that may be read for a comparison that nobody asked for: a second or two at most.
  private static let maximumScores = 100_000_000

  /// Notes which question of the set draws on the passages most like this one does.
  ///
  /// - Parameter scores: of this question's steps, `[steps][passages]`, exact or not.
  func noteNearest(_ scores: [[Float]]) throws {
    let count = context.corpus.passages
    let own = (0..<count).map { passage in scores.reduce(0) { $0 + $1[passage] } }
    // A part of the corpus would be compared with the whole.
    let skipped = Set(try context.store.skipped(run: context.run.id).map(\.number))
    guard own.indices.allSatisfy({ own[$0].isFinite || skipped.contains($0) }) else { return }
    let ownWithZeroes = own.map { $0.isNaN ? 0 : $0 }
    let others = try QuestionTokens.all(context.store, set: context.run.questionSet)
    // A damaged table may have a row twice.
    let names = Dictionary(
      try context.store.questions(set: context.run.questionSet)
        .filter { !$0.isScratch && $0.row != record.question }.map { ($0.row, $0.name) },
      uniquingKeysWith: { first, _ in first })
    guard others.reduce(0, { $0 + $1.steps.count }) * count <= Self.maximumScores else { return }
    var best: AskProgress.Nearest?
    for other in others {
      guard let name = names[other.steps[0].question] else { continue }
      let theirs = try context.store.scores(
        steps: other.steps.map(\.row), run: context.run, passages: count)
      guard theirs.isComplete else { continue }
      let correlation = try pearsonCorrelation(ownWithZeroes, theirs.withSkippedAsZero)
      if correlation > best?.correlation ?? -.infinity {
        best = AskProgress.Nearest(question: name, correlation: correlation)
      }
    }
    record.progress.nearest = best
    try save()
  }
}
