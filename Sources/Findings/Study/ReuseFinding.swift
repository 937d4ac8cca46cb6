import RunModel

/// Finding 4: passages in the top of many questions of one group.
package struct ReuseFinding: Sendable, Codable, Equatable {
  package let group: String
  /// Passages that serve the minimum of questions or more; needs no labels.
  package let shared: DocumentReuse
  /// Questions that a passage must serve for ``shared``.
  package let minimum: Int
  /// Passages that unrelated rankings would share this often.
  package let expected: Double
  /// Passages that carry the group's procedure by the corpus's notes; nil without notes.
  package let labelled: DocumentReuse?

  init(
    _ group: StudyGroup, tops: [[UInt32]], labels: [GroundTruth.Label?], passageCount: Int,
    _ options: StudyOptions
  ) {
    self.group = group.name
    minimum = options.reuseMinimum
    let members = group.members.map { tops[$0] }
    shared = DocumentReuse(tops: members, k: options.reuseDepth, minimum: minimum)
    expected = DocumentReuse.randomExpectation(
      questionCount: members.count, k: options.reuseDepth, minimum: minimum,
      documentCount: passageCount)
    let carriers = group.members.compactMap { labels[$0] }.filter { $0.kind == .procedure }
    labelled = carriers.first.map { label in
      DocumentReuse(
        tops: members, k: options.reuseDepth, labelled: Set(label.passages.map { Int($0) }))
    }
  }
}
