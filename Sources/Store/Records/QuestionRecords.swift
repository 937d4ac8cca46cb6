package import RunModel

/// A question on its way into the store.
package struct NewQuestion: Sendable {
  package var name: String
  package var kind: QuestionKind
  package var task: String
  package var prompt: String
  package var answer: String?
  package var aliases: [String]
  /// Whether nothing is to count it until somebody keeps it.
  package var isScratch = false

  package init(
    name: String, kind: QuestionKind, task: String, prompt: String, answer: String?,
    aliases: [String]
  ) {
    self.name = name
    self.kind = kind
    self.task = task
    self.prompt = prompt
    self.answer = answer
    self.aliases = aliases
  }
}

/// A question and what is known of its completion.
package struct QuestionRecord: Sendable, Equatable {
  /// Row in the database.
  package let row: Int64
  /// Place in the question file, from 0.
  package let number: Int
  /// The question's own id, such as `q041`.
  package let name: String
  package let kind: QuestionKind
  package let task: String
  package let prompt: String
  package let answer: String?
  package let aliases: [String]
  /// The whole completion; nil until it is generated.
  package let completion: String?
  /// Whether the model wrote the completion; false for a given one.
  package let isGenerated: Bool
  /// Nil where there is no expected answer, or no completion yet.
  package let isCorrect: Bool?
  /// First step that states a false equality, from 1.
  package let firstFalseStep: Int?
  /// Whether it was typed and nobody has kept it yet.
  package let isScratch: Bool

  /// Task of the questions that a person typed.
  package static let askedTask = QuestionKind.askedTask
}

/// A completion on its way into the store.
package struct NewCompletion: Sendable {
  package struct Step: Sendable {
    package var text: String
    package var tokens: [Int32]
    /// −log p given all before it; nil where nobody has measured it.
    package var nats: Double?

    package init(text: String, tokens: [Int32], nats: Double? = nil) {
      self.text = text
      self.tokens = tokens
      self.nats = nats
    }
  }

  package var promptTokens: [Int32]
  package var text: String
  package var isGenerated: Bool
  package var isCorrect: Bool?
  package var firstFalseStep: Int?
  package var steps: [Step]

  package init(
    promptTokens: [Int32], text: String, isGenerated: Bool, isCorrect: Bool?, firstFalseStep: Int?,
    steps: [Step]
  ) {
    self.promptTokens = promptTokens
    self.text = text
    self.isGenerated = isGenerated
    self.isCorrect = isCorrect
    self.firstFalseStep = firstFalseStep
    self.steps = steps
  }
}

/// A reasoning step: the unit of attribution.
package struct StepRecord: Sendable, Equatable {
  /// Row in the database; score blocks are stored under it.
  package let row: Int64
  /// Row of its question.
  package let question: Int64
  /// Place in the completion, from 1.
  package let number: Int
  package let text: String
  package let tokens: [Int32]
  /// −log p of the step given all before it; nil until the engine has measured it.
  package let nats: Double?
}
