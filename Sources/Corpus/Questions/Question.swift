/// What a question asks of the model.
package enum QuestionKind: String, Sendable, CaseIterable, Codable {
  case factual, reasoning, control
}

/// A question, with the completion where its file supplies one.
package struct Question: Sendable, Equatable {
  package let id: String
  package let kind: QuestionKind
  package let task: String
  package let prompt: String
  package let answer: String?
  package let aliases: [String]
  /// A given completion in its steps; nil where the model generates it.
  package let steps: [String]?

  package init(
    id: String, kind: QuestionKind, task: String, prompt: String, answer: String? = nil,
    aliases: [String] = [], steps: [String]? = nil
  ) {
    self.id = id
    self.kind = kind
    self.task = task
    self.prompt = prompt
    self.answer = answer
    self.aliases = aliases
    self.steps = steps
  }
}
