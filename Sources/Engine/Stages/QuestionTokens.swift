package import Influence
package import Store
import Workspace

/// An answered question as the model reads it: prompt and steps, joined.
package struct QuestionTokens {
  package let steps: [StepRecord]
  let tokens: [Int32]
  /// Tokens of each step within the whole.
  let ranges: [Range<Int>]

  package init(_ store: Store, _ question: QuestionRecord) throws {
    steps = try store.steps(question: question.row)
    var tokens = try store.promptTokens(question: question.row)
    ranges = steps.map { step in
      let start = tokens.count
      tokens += step.tokens
      return start..<tokens.count
    }
    self.tokens = tokens
  }

  /// All answered questions of a set that have steps, in its order.
  package static func all(_ store: Store, set: Int64) throws -> [QuestionTokens] {
    try store.questions(set: set).filter { $0.completion != nil }
      .map { try QuestionTokens(store, $0) }.filter { !$0.steps.isEmpty }
  }

  /// What the influence code needs for some steps, rows in the order of the steps.
  ///
  /// - Throws: `EngineError` when the steps are not in question order.
  package static func queries(_ questions: [QuestionTokens], steps: [Int64]) throws -> [StepQuery] {
    let members = Set(steps)
    var order: [Int64] = []
    var queries: [StepQuery] = []
    for question in questions {
      let chosen = question.steps.indices.filter { members.contains(question.steps[$0].row) }
      guard !chosen.isEmpty else { continue }
      queries.append(StepQuery(tokens: question.tokens, steps: chosen.map { question.ranges[$0] }))
      order += chosen.map { question.steps[$0].row }
    }
    guard order == steps else {
      throw EngineError(
        "the stored plan does not fit the steps; delete the .stemma folder and compute again")
    }
    return queries
  }
}
