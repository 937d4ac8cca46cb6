package import Tokenization

/// How the prompts of questions are put to a model that was trained on conversations.
package struct QuestionChat: Sendable {
  /// The checkpoint's form; nil where it has none, or none that is known.
  package var template: ChatTemplate?
  /// Why conversations cannot be put to the model without a person's word; nil where they can.
  package var problem: String?
  /// Whether all prompts but those of Stemma's own form are put so, and not conversations alone.
  package var isForAll = false

  package init(template: ChatTemplate? = nil, problem: String? = nil, isForAll: Bool = false) {
    self.template = template
    self.problem = problem
    self.isForAll = isForAll
  }

  private static let speakers: [String: ChatTurn.Speaker] = [
    "system": .system, "developer": .system, "user": .user, "human": .user, "prompter": .user,
    "assistant": .assistant, "gpt": .assistant, "model": .assistant, "bot": .assistant,
    "chatgpt": .assistant,
  ]

  static func speaker(_ name: String) -> ChatTurn.Speaker? { speakers[name.lowercased()] }

  /// A prompt of one question.
  func prompt(_ text: String) -> String {
    guard isForAll, let template, !template.begins(text) else { return text }
    return template.prompt(text)
  }
}
