/// Where one question's answer and step results stand in its ranking.
package struct QuestionAnswers: Sendable, Codable, Equatable {
  /// One text that was looked for.
  package struct Target: Sendable, Codable, Equatable {
    package let text: String
    /// Whether it is a step's result, not the expected answer.
    package let isStep: Bool
    /// Passages of the corpus that hold it.
    package let hitCount: Int
    /// Their ranks from 1, ascending; the first thousand of them.
    package let ranks: [Int]
    /// Probability that a random ranking would hold it in its top.
    package let randomExpectation: Double

    /// Ranks that are kept.
    package static let keptRanks = 1_000

    /// Whether it is found in the top k.
    package func isFound(top k: Int) -> Bool { ranks.first.map { $0 <= k } ?? false }
  }

  package let targets: [Target]
  /// Whether the expected answer is in the top; nil where none is known.
  package let isAnswerFound: Bool?
  /// Whether every step's result is, perhaps in several passages; nil where no step states one.
  package let areStepsFound: Bool?
  package let answerExpectation: Double
  package let stepsExpectation: Double

  init(_ search: AnswerSearch, question: Int, ranks: [UInt32], depth: Int) {
    let found = search.targets[question].map { target in
      (target, AnswerRanks(ranks: ranks, hits: search.hits(target).lazy.map { Int($0) }))
    }
    targets = found.map { target, places in
      Target(
        text: target.text, isStep: target.isStep, hitCount: places.ranks.count,
        ranks: Array(places.ranks.prefix(Target.keptRanks)),
        randomExpectation: places.randomExpectation(top: depth))
    }
    let answer = found.first { !$0.0.isStep }?.1
    isAnswerFound = answer?.isFound(top: depth)
    answerExpectation = answer?.randomExpectation(top: depth) ?? 0
    let steps = found.filter(\.0.isStep).map(\.1)
    areStepsFound = steps.isEmpty ? nil : Findings.areStepsFound(steps, top: depth)
    stepsExpectation = randomExpectationOfSteps(steps, top: depth)
  }
}

/// Finding 3: how often the top passages hold the answer.
package struct AnswerFinding: Sendable, Codable, Equatable {
  package let depth: Int
  package let view: StudyView
  package let questions: [QuestionAnswers]
  /// The expected answer, by group and verdict.
  package let answer: [AnswerShare]
  /// Every step's result of the reasoning questions, by group and verdict.
  package let steps: [AnswerShare]

  init(
    _ found: [QuestionAnswers], _ questions: [StudyQuestion], _ groups: [StudyGroup],
    options: StudyOptions
  ) {
    depth = options.answerDepth
    view = options.answerView
    self.questions = found
    func shares(
      _ groups: [StudyGroup], _ isFound: (QuestionAnswers) -> Bool?,
      _ expectation: (QuestionAnswers) -> Double
    ) -> [AnswerShare] {
      groups.flatMap { group in
        [true, false, nil].compactMap { verdict -> AnswerShare? in
          let members = group.members.filter {
            questions[$0].isCorrect == verdict && isFound(found[$0]) != nil
          }
          guard !members.isEmpty else { return nil }
          let expected = members.reduce(0) { $0 + expectation(found[$1]) }
          return AnswerShare(
            group: group.name, correct: verdict,
            found: members.count { isFound(found[$0]) == true }, total: members.count,
            randomExpectation: expected / Double(members.count))
        }
      }
    }
    answer = shares(groups, \.isAnswerFound, \.answerExpectation)
    steps = shares(groups.filter { $0.kind == .reasoning }, \.areStepsFound, \.stepsExpectation)
  }
}
