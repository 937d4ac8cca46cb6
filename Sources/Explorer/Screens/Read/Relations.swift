internal import Findings

/// What a passage means to the other steps and questions.
package struct Relations: Sendable, Hashable {
  /// Score per nat for the whole completion.
  package var whole: Float
  /// Score per nat for each step of the question.
  package var steps: [Float]
  /// Questions of each set in whose top the passage is.
  package var counts: [Count]
  /// How long the top is: what the corpus' size makes it, as everywhere.
  package var depth = TopDepth.shortest
  /// Other questions that the passage ranks high for, best first.
  package var ranksElsewhere: [RankElsewhere]

  /// Questions of one set: the factual ones, the controls, or those that share a way of reasoning.
  package struct Count: Sendable, Hashable {
    package var label: String
    package var inTopTen: Int
    package var inTop: Int
    package var total: Int

    package init(label: String, inTopTen: Int = 0, inTop: Int = 0, total: Int = 0) {
      self.label = label
      self.inTopTen = inTopTen
      self.inTop = inTop
      self.total = total
    }
  }

  /// Rank of the passage for a question, from 1.
  package struct RankElsewhere: Sendable, Hashable {
    package var question: Int
    package var rank: Int
  }

  package init(
    whole: Float = .nan, steps: [Float], counts: [Count] = [], ranksElsewhere: [RankElsewhere] = []
  ) {
    self.whole = whole
    self.steps = steps
    self.counts = counts
    self.ranksElsewhere = ranksElsewhere
  }
}
