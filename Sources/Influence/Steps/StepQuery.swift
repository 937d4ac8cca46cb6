import Transformer

/// A question with its completion, and where its steps lie.
package struct StepQuery: Sendable, Equatable {
  /// Prompt and steps.
  package let tokens: [Int32]
  /// Tokens of each step; a step is scored given everything before it.
  package let steps: [Range<Int>]

  package init(tokens: [Int32], steps: [Range<Int>]) {
    self.tokens = tokens
    self.steps = steps
  }

  /// Targets of one step of every query of a pack, -1 elsewhere.
  static func labels(_ queries: [StepQuery], _ pack: TokenPack, step: Int) -> [Int32] {
    var labels = [Int32](repeating: -1, count: pack.count)
    for (position, query) in queries.enumerated() where step < query.steps.count {
      let start = pack.boundaries[position]
      for token in query.steps[step] { labels[start + token - 1] = query.tokens[token] }
    }
    return labels
  }
}
