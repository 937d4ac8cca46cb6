/// What an engine is asked for.
package enum JobRequest: Sendable, Hashable {
  /// Where on a passage, on a step and in the model one score comes from.
  case heat(HeatJob)
  /// Let the model answer a typed question and show where the answer comes from.
  case ask(AskRequest)
  /// Let everything count a typed question from now on.
  case keep(KeepRequest)
  /// Forget a typed question.
  case discard(KeepRequest)
  /// Rest for as long as this request is running.
  case pause
  /// Of another version of this program; nobody answers it.
  case unknown(kind: String, payload: String)

  /// Which of them it is.
  package var kind: JobKind? {
    switch self {
    case .heat: .heat
    case .ask: .ask
    case .keep: .keep
    case .discard: .discard
    case .pause: .pause
    case .unknown: nil
    }
  }

  /// The kind in a word.
  package var title: String {
    if case .unknown(let kind, _) = self { kind } else { kind?.rawValue ?? "" }
  }

  /// What goes first: the larger.
  package var priority: Int {
    switch self {
    case .heat: 10
    case .ask, .keep, .discard: 20
    case .pause: 1_000
    case .unknown: 0
    }
  }
}

/// Kinds of requests; the raw value is what the database holds.
package enum JobKind: String, Sendable, Codable, CaseIterable {
  case heat, ask, keep, discard, pause
}

/// One score whose origin is asked for; the whole completion's is asked for step by step.
package struct HeatJob: Codable, Sendable, Hashable {
  /// Row of the step.
  package var step: Int64
  /// Number of the passage.
  package var passage: Int

  package init(step: Int64, passage: Int) {
    self.step = step
    self.passage = passage
  }
}

/// A typed question.
package struct AskRequest: Codable, Sendable, Hashable {
  package var prompt: String
  /// The expected answer, where there is one.
  package var answer: String?
  /// A completion to attribute instead of the model's own.
  package var completion: String?
  /// Share of the passages to score exactly, from the best in coarse order; nil for all.
  package var exact: Double?

  package init(
    prompt: String, answer: String? = nil, completion: String? = nil, exact: Double? = nil
  ) {
    self.prompt = prompt
    self.answer = answer
    self.completion = completion
    self.exact = exact
  }
}

/// A typed question that is to be kept or forgotten.
package struct KeepRequest: Codable, Sendable, Hashable {
  /// Id of the question.
  package var question: String
  /// The expected answer; nil leaves what is known.
  package var answer: String?

  package init(question: String, answer: String? = nil) {
    self.question = question
    self.answer = answer
  }
}

/// The parts of answering a typed question, in their order; the raw value is what the database holds.
package enum AskStage: String, Sendable, Codable, CaseIterable {
  case tokenise, generate
  case gradients = "query gradients"
  case coarse = "coarse order"
  case exact = "exact scores"

  /// The part in a word or two.
  package var title: String { rawValue }
  /// Its place in the order, from 0.
  package var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
