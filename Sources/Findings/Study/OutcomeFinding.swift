/// Completions of one group that are right beside those that are wrong.
package struct OutcomeFinding: Sendable, Codable, Equatable {
  package let group: String
  package let correct: OneOutcome
  package let wrong: OneOutcome
  /// Pearson's r between a right and a wrong completion.
  package let across: Spread?
  /// The wrong completions.
  package let failures: [Failure]

  /// What completions of one verdict have in common.
  package struct OneOutcome: Sendable, Codable, Equatable {
    package let count: Int
    /// −log p of the completions.
    package let nats: Spread?
    /// Positive influence per nat.
    package let perNat: Spread?
    /// Pearson's r between two of them.
    package let within: Spread?
  }

  /// A wrong completion.
  package struct Failure: Sendable, Codable, Equatable {
    package let question: Int
    /// First step that states a false equality, from 1; nil where every equality holds.
    package let step: Int?
    package let text: String?
  }

  /// Nil for a group none of whose questions has a verdict.
  init?(
    _ group: StudyGroup, _ questions: [StudyQuestion], _ matrix: CorrelationMatrix,
    magnitudes: [QuestionMagnitude]
  ) {
    let correct = group.members.filter { questions[$0].isCorrect == true }
    let wrong = group.members.filter { questions[$0].isCorrect == false }
    guard !group.isPooled, !(correct.isEmpty && wrong.isEmpty) else { return nil }
    func outcome(_ members: [Int]) -> OneOutcome {
      let pairs = members.flatMap { i in
        members.filter { $0 > i }.map { matrix[i, $0] }.filter { !$0.isNaN }
      }
      return OneOutcome(
        count: members.count, nats: Spread(members.compactMap { questions[$0].nats }),
        perNat: Spread(members.compactMap { magnitudes[$0].positive.coverage?.totalPerNat }),
        within: Spread(pairs))
    }
    self.group = group.name
    self.correct = outcome(correct)
    self.wrong = outcome(wrong)
    across = Spread(
      correct.flatMap { i in wrong.map { matrix[i, $0] }.filter { !$0.isNaN } })
    failures = wrong.map { number in
      let question = questions[number]
      let step = question.firstFalseStep
      let text = step.flatMap {
        question.steps.indices.contains($0 - 1) ? question.steps[$0 - 1] : nil
      }
      return Failure(question: number, step: step, text: text)
    }
  }
}
