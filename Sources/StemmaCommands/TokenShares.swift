import Engine
import Store
import Tokenization
import Workspace

/// The tokens and modules of one score, for those who read it without a terminal screen.
struct TokenShares: Sendable {
  struct Token: Sendable, Equatable {
    let text: String
    /// Share of the score by the token's own loss; nil for mixtures of experts.
    let byLoss: Double?
    /// Share by where the gradient arrives, the token before the predicted one; nil for tokens of a step.
    let byPosition: Double?
  }

  let score: Double
  /// Tokens of the step; their shares by loss add up to the score.
  let step: [Token]
  /// Tokens of the passage; either of their shares adds up to the score.
  let passage: [Token]
  /// Tracked modules by name; their shares add up to the score.
  let modules: [(name: String, share: Double)]

  /// Computes the parts of the score of a passage for a step.
  ///
  /// - Parameters:
  ///   - step: from 1.
  ///   - id: of the passage.
  /// - Throws: a sentence for a step or a passage that is not there, or inputs that changed since.
  init(
    _ workspace: Workspace, _ results: Results, question: QuestionRecord, step: Int,
    passage id: String
  ) throws {
    let chosen = try results.chosen(of: question, step: step)[0]
    guard let number = try results.store.passageNumber(id: id, corpus: results.corpus.id) else {
      throw EngineError("there is no passage \(id); `stemma top` lists ids")
    }
    let finished = try FinishedRun(workspace, results)
    let queries = try QuestionTokens.queries(
      [QuestionTokens(results.store, question)], steps: [chosen.row])
    let tokens = try results.store.tokens(ofPassage: number, corpus: results.corpus.id)
    let parts = try ScoreParts(finished).divide(queries, tokens)
    let tokenizer = try Tokenizer(path: workspace.tokenizer)
    func read(_ ids: [Int32], _ losses: [Float], _ positions: [Float]) -> [Token] {
      ids.enumerated().map { index, id in
        Token(
          text: tokenizer.decode([id], skipSpecialTokens: false),
          byLoss: losses.indices.contains(index) ? Double(losses[index]) : nil,
          byPosition: positions.indices.contains(index) ? Double(positions[index]) : nil)
      }
    }
    self.step = read(chosen.tokens, parts.losses?.step ?? [], [])
    passage = read(tokens, parts.losses?.passage ?? [], parts.tokens)
    modules = zip(results.run.modules, parts.modules).map { ($0, Double($1)) }
    score = parts.modules.reduce(0) { $0 + Double($1) }
  }
}
