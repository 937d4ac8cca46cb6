import RunModel

/// How well one ranking of one question finds the passages that carry its note.
package struct RecoveryScore: Sendable, Codable, Equatable {
  /// Share of the top passages that carry it.
  package let share: Double
  /// 1 ÷ rank of the first that does, 0 where none does.
  package let reciprocalRank: Double
  /// Share of those that carry it that are in the top.
  package let recall: Double

  /// - Parameters:
  ///   - order: passages, most relevant first; what it leaves out is not found.
  ///   - relevant: passages that carry the note.
  ///   - shareDepth: passages of the top of which the share is taken.
  ///   - recallDepth: passages of the top that count as found.
  package init(
    order: some Sequence<UInt32>, relevant: Set<UInt32>, shareDepth: Int, recallDepth: Int
  ) {
    var (rank, first, inShare, inRecall) = (0, Int?.none, 0, 0)
    for passage in order {
      rank += 1
      if relevant.contains(passage) {
        if first == nil { first = rank }
        if rank <= shareDepth { inShare += 1 }
        if rank <= recallDepth { inRecall += 1 }
      }
      if first != nil && rank >= max(shareDepth, recallDepth) { break }
    }
    share = Double(inShare) / Double(max(1, shareDepth))
    reciprocalRank = first.map { 1 / Double($0) } ?? 0
    recall = relevant.isEmpty ? 0 : Double(inRecall) / Double(relevant.count)
  }

  /// What a random ranking gives on average.
  package init(randomOf relevant: Int, passageCount: Int, recallDepth: Int) {
    share = passageCount == 0 ? 0 : Double(relevant) / Double(passageCount)
    recall = passageCount == 0 ? 0 : min(1, Double(recallDepth) / Double(passageCount))
    // Rank r comes first if r − 1 others were drawn before: each factor one more of them.
    var (sum, missed) = (0.0, 1.0)
    var rank = 1
    while relevant > 0, rank <= passageCount - relevant + 1, missed > 1e-15 {
      let hit = Double(relevant) / Double(passageCount - rank + 1)
      sum += missed * hit / Double(rank)
      missed *= 1 - hit
      rank += 1
    }
    reciprocalRank = sum
  }
}

/// All rankings of one question held against its note.
struct QuestionRecovery {
  let question: Int
  let kind: GroundTruth.Kind
  let scores: [(method: String, score: RecoveryScore)]

  static let random = "random"

  init(
    question: Int, label: GroundTruth.Label, methods: [(String, [UInt32])], passageCount: Int,
    options: StudyOptions
  ) {
    self.question = question
    kind = label.kind
    let relevant = Set(label.passages)
    var scores = methods.map { name, order in
      (
        name,
        RecoveryScore(
          order: order, relevant: relevant, shareDepth: min(options.shareDepth, passageCount),
          recallDepth: options.recallDepth)
      )
    }
    scores.append(
      (
        Self.random,
        RecoveryScore(
          randomOf: relevant.count, passageCount: passageCount, recallDepth: options.recallDepth)
      ))
    self.scores = scores
  }
}

/// How well rankings find the passages that the corpus's own notes name.
package struct RecoveryFinding: Sendable, Codable, Equatable {
  /// One method over one group's questions.
  package struct Row: Sendable, Codable, Equatable {
    package let group: String
    package let kind: GroundTruth.Kind
    /// The ranking: a view of the scores, a baseline, or the expectation of a random one.
    package let method: String
    package let questions: Int
    /// Share of the top passages that carry the note.
    package let share: Spread
    /// Mean reciprocal rank of the first that does.
    package let reciprocalRank: Spread
    /// Share of those that carry it that are in the top.
    package let recall: Spread
    /// Percentile intervals over questions; nil for one question alone.
    package let shareInterval: ClosedRange<Double>?
    package let reciprocalInterval: ClosedRange<Double>?
    package let recallInterval: ClosedRange<Double>?
  }

  /// How much better a group's first ranking does than another one on the same questions.
  package struct Lead: Sendable, Codable, Equatable {
    package struct Difference: Sendable, Codable, Equatable {
      package let mean: Double
      /// Percentile interval over questions; nil for one question alone.
      ///
      /// Differences are drawn, so that what makes a question hard for both rankings does not widen it.
      package let interval: ClosedRange<Double>?

      init(_ scores: [(RecoveryScore, RecoveryScore)], _ value: (RecoveryScore) -> Double) {
        let differences = scores.map { value($0) - value($1) }
        mean = differences.reduce(0, +) / Double(max(1, differences.count))
        interval = Bootstrap.interval(differences)
      }
    }
    package let group: String
    package let method: String
    package let over: String
    package let share: Difference
    package let reciprocalRank: Difference
    package let recall: Difference
  }

  package let shareDepth: Int
  package let recallDepth: Int
  package let rows: [Row]
  package let leads: [Lead]

  /// Nil where no question has a note.
  init?(_ recoveries: [QuestionRecovery], groups: [StudyGroup], options: StudyOptions) {
    guard !recoveries.isEmpty else { return nil }
    shareDepth = options.shareDepth
    recallDepth = options.recallDepth
    let members = groups.filter { !$0.isPooled }.map { group in
      (group.name, recoveries.filter { group.members.contains($0.question) })
    }
    rows = members.flatMap { name, members -> [Row] in
      guard let first = members.first else { return [] }
      return first.scores.indices.compactMap { index in
        let scores = members.map { $0.scores[index].score }
        guard let share = Spread(scores.map(\.share)),
          let reciprocal = Spread(scores.map(\.reciprocalRank)),
          let recall = Spread(scores.map(\.recall))
        else { return nil }
        return Row(
          group: name, kind: first.kind, method: first.scores[index].method,
          questions: members.count, share: share, reciprocalRank: reciprocal, recall: recall,
          shareInterval: Bootstrap.interval(scores.map(\.share)),
          reciprocalInterval: Bootstrap.interval(scores.map(\.reciprocalRank)),
          recallInterval: Bootstrap.interval(scores.map(\.recall)))
      }
    }
    leads = members.flatMap { name, members -> [Lead] in
      guard let first = members.first else { return [] }
      return first.scores.indices.dropFirst().map { index in
        let scores = members.map { ($0.scores[0].score, $0.scores[index].score) }
        return Lead(
          group: name, method: first.scores[0].method, over: first.scores[index].method,
          share: .init(scores, \.share), reciprocalRank: .init(scores, \.reciprocalRank),
          recall: .init(scores, \.recall))
      }
    }
  }
}
