package import Influence
import RunModel
import Store
import Transformer
import Workspace

/// What an engine checks of its own numbers while it runs, so that no fault of code or machine is silent.
package struct SelfChecks {
  let context: RunContext
  /// Bytes that a check may take.
  let memory: Int

  package init(context: RunContext, memory: Int) {
    (self.context, self.memory) = (context, memory)
  }

  private var store: Store { context.store }
  private var model: LanguageModel { context.model }
  private var corpus: CorpusRecord { context.corpus }

  /// Most passages of a block that are scored a second time.
  private static let passagesAgain = 16

  /// How many of a block's passages are scored a second time: a sixteenth of a small block, so that the check stays
  /// cheap beside what it checks.
  static func again(of passages: Int) -> Int { min(passagesAgain, (passages + 15) / 16) }
  /// Steps whose sign is checked at most; no more once more of them rise than not, which is mostly the first.
  private static let stepsTried = 3

  /// Scores a few passages of a block again, in packs of their own.
  ///
  /// - Parameter kept: numbers of the block's passages that have scores.
  /// - Throws: `EngineError` when the numbers differ by more than rounding.
  func scoreAgain(_ first: PassageScores, of kept: [Int], by scorer: PassageScorer) throws {
    let count = Self.again(of: kept.count)
    guard count > 0 else { return }
    try Self.compare(
      first, kept.prefix(count).map { try store.tokens(ofPassage: $0, corpus: corpus.id) }, scorer)
  }

  /// Scores the first passages of a block again.
  ///
  /// - Parameters:
  ///   - passages: tokens of the block's.
  ///   - parts: how many processes check themselves this way: together they do what one process would.
  package static func compare(
    _ first: PassageScores, of passages: [[Int32]], by scorer: PassageScorer, parts: Int
  ) throws {
    let count = (again(of: passages.count) + parts - 1) / parts
    try compare(first, Array(passages.prefix(count)), scorer)
  }

  /// - Parameter passages: tokens of the first few.
  private static func compare(
    _ first: PassageScores, _ passages: [[Int32]], _ scorer: PassageScorer
  ) throws {
    let second = try scorer.score(passages)
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

  /// Trains a little on the top passage of a step, or of a few where that fails: their log-likelihood must rise more
  /// often than not, and by more than from the lowest passage.
  ///
  /// Where anything that is trained on helps, as with a model that has learned little, only the second tells.
  /// Steps differ in length from passage to passage, so what is compared is the rise by length.
  /// - Returns: a warning for a person, nil when all is well or nothing could be tried.
  package func signWarning(steps: [Int64], _ queries: [QuestionTokens]) throws -> String? {
    var (rises, tried) = (0, 0)
    for step in steps.prefix(Self.stepsTried) where Self.isInDoubt(rises, of: tried) {
      let scores = try store.scores(step: step, run: context.run, passages: corpus.passages)
      let values = scores.withSkippedAsZero
      guard scores.isComplete, let first = values.indices.max(by: { values[$0] < values[$1] }),
        let last = values.indices.min(by: { values[$0] < values[$1] }),
        values[first] > values[last]
      else { continue }
      let query = try QuestionTokens.queries(queries, steps: [step])[0]
      let passages = try [first, last].map { try store.tokens(ofPassage: $0, corpus: corpus.id) }
      let longest = passages.reduce(query.tokens.count) { max($0, $1.count) }
      guard TailPatch.bytes(model, longest: longest) <= memory else {
        try store.log("no training step was tried: a copy of the model does not fit the memory")
        return nil
      }
      let changes = try TailPatch(model: model, threads: context.settings.threads, memory: memory)
        .changes(of: query, passages: passages)
      // A step too long for the gradient to tell what it does says nothing of the scores.
      guard changes.allSatisfy(\.isLinear) else { continue }
      let (top, lowest) = (changes[0].slopes[0], changes[1].slopes[0])
      tried += 1
      if top > lowest, top > 0 || values[first] <= 0 { rises += 1 }
    }
    try store.log(
      "a training step on the top passage helped, and more than on the lowest, \(rises) of \(tried) steps tried"
    )
    return Self.warning(rises: rises, of: tried, factors: context.factors)
  }

  /// Whether no more steps rise than do not.
  private static func isInDoubt(_ rises: Int, of tried: Int) -> Bool { 2 * rises <= tried }

  /// What a person should know of the check; where the factors saw too little, that is the likely cause.
  static func warning(rises: Int, of tried: Int, factors: Factors?) -> String? {
    guard tried > 0, isInDoubt(rises, of: tried) else { return nil }
    let cause =
      factors.map { $0.warnings.isEmpty } ?? true
      ? "the scores may be of little use here"
      : "the factors come from only \(factors?.sequenceCount ?? 0) passages, which is the likely cause: use more factor passages"
    return
      "A small training step on the top passage helped, and more than one on the lowest, for only "
      + "\(rises) of \(tried) steps tried; \(cause). `stemma verify` looks closer."
  }
}
