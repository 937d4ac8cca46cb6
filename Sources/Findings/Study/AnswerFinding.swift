import RunModel

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
    /// The passages at the first of these ranks.
    package let passages: [UInt32]
    /// Ranks that are kept.
    package static let keptRanks = 1_000
    /// Passages that are kept.
    package static let keptPassages = 20

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
      try container.encode(isStep, forKey: .isStep)
      try container.encode(hitCount, forKey: .hitCount)
      try container.encode(ranks, forKey: .ranks)
      try container.encode(passages.map { PassageName(Int($0), encoder) }, forKey: .passages)
    }

    /// Whether it is found in the top k.
    package func isFound(top k: Int) -> Bool { ranks.first.map { $0 <= k } ?? false }
  }

  /// What is found among the first passages of a ranking.
  package struct Depth: Sendable, Codable, Equatable {
    package let depth: Int
    /// Whether the expected answer is found; nil where none is known.
    package let isAnswerFound: Bool?
    /// Whether every step's result is, perhaps in several passages; nil where no step states one.
    package let areStepsFound: Bool?
    /// Probability that a random ranking would find the answer.
    package let answerExpectation: Double
    /// Probability that a random ranking would find every step's result.
    package let stepsExpectation: Double
  }

  package let targets: [Target]
  /// One a depth of the options, in their order.
  package let depths: [Depth]

  package init(_ search: AnswerSearch, question: Int, ranks: [UInt32], depths: [Int]) {
    let found = search.targets[question].map { target in
      (target, AnswerRanks(ranks: ranks, hits: search.hits(target).lazy.map { Int($0) }))
    }
    targets = found.map { target, located in
      Target(
        text: target.text, isStep: target.isStep, hitCount: located.ranks.count,
        ranks: Array(located.ranks.prefix(Target.keptRanks)),
        passages: Array(
          search.hits(target).sorted { ranks[Int($0)] < ranks[Int($1)] }
            .prefix(Target.keptPassages)))
    }
    let answer = found.first { !$0.0.isStep }?.1
    let steps = found.filter(\.0.isStep).map(\.1)
    self.depths = depths.map { depth in
      Depth(
        depth: depth, isAnswerFound: answer?.isFound(top: depth),
        areStepsFound: steps.isEmpty ? nil : Findings.areStepsFound(steps, top: depth),
        answerExpectation: answer?.randomExpectation(top: depth) ?? 0,
        stepsExpectation: randomExpectationOfSteps(steps, top: depth))
    }
  }
}

/// Finding 3: how often the top passages hold the answer.
package struct AnswerFinding: Sendable, Codable, Equatable {
  package let view: StudyView
  package let questions: [QuestionAnswers]
  /// One a depth of the options, in their order.
  package let depths: [Depth]

  /// The last of the depths.
  package var depth: Int { depths.last?.depth ?? 0 }
  /// Shares of questions whose expected answer is found at the last depth.
  package var answer: [AnswerShare] { depths.last?.answer ?? [] }
  /// Shares of questions all of whose step results are found at the last depth.
  package var steps: [AnswerShare] { depths.last?.steps ?? [] }

  /// Shares of questions at one depth, by group and verdict.
  package struct Depth: Sendable, Codable, Equatable {
    package let depth: Int
    /// Questions whose expected answer is found.
    package let answer: [AnswerShare]
    /// Reasoning questions every step result of which is found.
    package let steps: [AnswerShare]
  }

  init(
    _ found: [QuestionAnswers], _ questions: [StudyQuestion], _ groups: [StudyGroup],
    options: StudyOptions
  ) {
    view = options.answerView
    self.questions = found
    func shares(
      _ groups: [StudyGroup], _ depth: Int, _ isFound: (QuestionAnswers.Depth) -> Bool?,
      _ expectation: (QuestionAnswers.Depth) -> Double
    ) -> [AnswerShare] {
      groups.flatMap { group in
        [true, false, nil].compactMap { verdict -> AnswerShare? in
          let members = group.members.filter { questions[$0].isCorrect == verdict }
            .map { found[$0].depths[depth] }.filter { isFound($0) != nil }
          guard !members.isEmpty else { return nil }
          return AnswerShare(
            group: group.name, correct: verdict, found: members.count { isFound($0) == true },
            total: members.count,
            randomExpectation: members.reduce(0) { $0 + expectation($1) } / Double(members.count))
        }
      }
    }
    depths = options.answerDepths.enumerated().map { index, depth in
      Depth(
        depth: depth, answer: shares(groups, index, \.isAnswerFound, \.answerExpectation),
        steps: shares(
          groups.filter { $0.kind == .reasoning }, index, \.areStepsFound, \.stepsExpectation))
    }
  }
}
