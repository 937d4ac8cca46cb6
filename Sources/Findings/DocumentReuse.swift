/// Passages that serve many questions of one group by standing in their top k.
///
/// Finding 4 of Ruis et al. 2024 ("slopes: 20 of 20 questions by 20 distinct documents").
package struct DocumentReuse: Sendable, Codable, Equatable {
  /// One passage and the questions it serves.
  package struct Entry: Sendable, Codable, Equatable {
    package let document: Int
    /// Positions of the questions within the group.
    package let questions: [Int]

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(PassageName(document, encoder), forKey: .document)
      try container.encode(questions, forKey: .questions)
    }
  }

  package let k: Int
  package let questionCount: Int
  /// Questions that have one of the passages in their top k at least.
  package let questionsServed: Int
  /// How often one of the passages stands in a top k.
  package let occurrences: Int
  /// The passages, those that serve most questions first, then in corpus order.
  package let entries: [Entry]

  package var distinctDocuments: Int { entries.count }

  /// Passages in the top k of `minimum` questions or more; needs no labels.
  package init(tops: [[UInt32]], k: Int = 100, minimum: Int = 3) {
    self.init(tops: tops, k: k) { $1 >= minimum }
  }

  /// Passages that are labelled, in the top k of any question; `f4_reuse` of findings.md.
  package init(tops: [[UInt32]], k: Int = 100, labelled: Set<Int>) {
    self.init(tops: tops, k: k) { document, _ in labelled.contains(document) }
  }

  private init(tops: [[UInt32]], k: Int, keep: (_ document: Int, _ count: Int) -> Bool) {
    var questions: [UInt32: [Int]] = [:]
    for (question, top) in tops.enumerated() {
      for document in top.prefix(k) { questions[document, default: []].append(question) }
    }
    let entries = questions.compactMap { document, questions in
      keep(Int(document), questions.count)
        ? Entry(document: Int(document), questions: questions) : nil
    }
    self.k = k
    questionCount = tops.count
    self.entries = entries.sorted {
      ($1.questions.count, $0.document) < ($0.questions.count, $1.document)
    }
    occurrences = entries.reduce(0) { $0 + $1.questions.count }
    questionsServed = Set(entries.flatMap(\.questions)).count
  }

  /// Distinct passages that unrelated rankings would share this often.
  ///
  /// D · P(X ≥ m) for X binomial with Q trials of probability k ÷ D.
  package static func randomExpectation(
    questionCount: Int, k: Int, minimum: Int, documentCount: Int
  ) -> Double {
    guard documentCount > 0, minimum <= questionCount else { return 0 }
    let p = min(1, Double(k) / Double(documentCount))
    guard p < 1 else { return Double(documentCount) }
    var term = 1.0
    for _ in 0..<questionCount { term *= 1 - p }
    var below = 0.0
    for count in 0..<max(0, minimum) {
      below += term
      term *= Double(questionCount - count) / Double(count + 1) * p / (1 - p)
    }
    return Double(documentCount) * max(0, 1 - below)
  }
}
