import Influence
import RunModel
import Store
import Transformer

/// What an engine checks of its own numbers while it runs, so that no fault of code or machine is silent.
struct SelfChecks {
  let context: RunContext
  /// Bytes that a check may take.
  let memory: Int

  private var store: Store { context.store }
  private var model: LanguageModel { context.model }
  private var corpus: CorpusRecord { context.corpus }

  /// Passages of a block that are scored a second time.
  private static let passagesAgain = 16
  /// Steps whose sign is checked.
  private static let stepsTried = 3

  /// Scores a few passages of a block again, in packs of their own.
  ///
  /// - Parameter kept: numbers of the block's passages that have scores.
  /// - Throws: `EngineError` when the numbers differ by more than rounding.
  func scoreAgain(_ first: PassageScores, of kept: [Int], by scorer: PassageScorer) throws {
    let count = min(Self.passagesAgain, kept.count)
    guard count > 0 else { return }
    let second = try scorer.score(
      kept.prefix(count).map { try store.tokens(ofPassage: $0, corpus: corpus.id) })
    var (difference, size) = (0.0, 0.0)
    for step in 0..<first.stepCount {
      for (before, after) in zip(first.row(step), second.row(step)) {
        difference += (Double(before) - Double(after)) * (Double(before) - Double(after))
        size += Double(before) * Double(before)
      }
    }
    guard difference.squareRoot() <= 1e-3 * size.squareRoot() else {
      throw EngineError(
        "passages scored twice got different scores (by \(difference.squareRoot() / size.squareRoot()) of their size); the machine's memory or processor may be at fault: nothing of this block is kept"
      )
    }
  }

  /// Trains a little on the top passage of a few steps: their log-likelihood must rise more often than not,
  /// and by more than from the lowest passage.
  ///
  /// Where anything that is trained on helps, as with a model that has learned little, only the second tells.
  /// - Returns: a warning for a person, nil when all is well or nothing could be tried.
  func signWarning(steps: [Int64], _ queries: [QuestionTokens]) throws -> String? {
    // A copy of the model and its gradient.
    guard 8 * model.parameterCount <= memory else { return nil }
    var (rises, tried) = (0, 0)
    for step in steps.prefix(Self.stepsTried) {
      let scores = try store.scores(step: step, run: context.run, passages: corpus.passages)
      let values = scores.withSkippedAsZero
      guard scores.isComplete, let first = values.indices.max(by: { values[$0] < values[$1] }),
        let last = values.indices.min(by: { values[$0] < values[$1] }),
        values[first] > values[last]
      else { continue }
      let query = try QuestionTokens.queries(queries, steps: [step])[0]
      let passages = try [first, last].map { try store.tokens(ofPassage: $0, corpus: corpus.id) }
      let changes = try TailPatch(model: model, threads: 1).changes(of: query, passages: passages)
      let (top, lowest) = (changes.rises[0][0], changes.rises[1][0])
      tried += 1
      if top > lowest, top > 0 || values[first] <= 0 { rises += 1 }
    }
    try store.log(
      "a training step on the top passage helped, and more than on the lowest, \(rises) of \(tried) steps tried"
    )
    guard tried > 0, 2 * rises <= tried else { return nil }
    return
      "A small training step on the top passage helped, and more than one on the lowest, for only "
      + "\(rises) of \(tried) steps tried; the scores may be of little use here. `stemma verify` looks closer."
  }
}
