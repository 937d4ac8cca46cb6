package import Findings

/// What the top of one list is like, beside its documents.
package struct SideProfile: Sendable {
  /// Share of all positive influence that the top passages hold; nil where there is none.
  package var topShare: Double?
  /// Slope of score against rank, both logarithmic, over the top passages.
  package var slope: Double?
  /// Ranks among the top passages that hold the question's answer; nil where none is known.
  package var answerRanks: [Int]?
  /// Share of all passages that hold the answer; nil where none is known.
  package var answerShare: Double?
  /// The types among the top passages against their shares of the corpus.
  package var types: [OverRepresentation] = []

  package init() {}
}
