package import RunModel

/// Which fields of a record hold a question, its answer and its steps.
package struct QuestionMapping: Sendable, Equatable, Codable {
  /// Where the answer stands.
  package struct Answer: Sendable, Equatable, Codable {
    package var field: String
    /// What it follows, to the end of the line; the whole field if nil.
    package var after: String?

    package init(field: String, after: String? = nil) {
      self.field = field
      self.after = after
    }
  }

  /// Where the given steps stand.
  package struct Steps: Sendable, Equatable, Codable {
    package enum Split: String, Sendable, Codable, CaseIterable {
      case lines, sentences, numbered, none
    }

    package var field: String
    package var split = Split.lines
    /// Where they end; at the field's end if nil.
    package var before: String?
    /// A regular expression whose matches are left out.
    package var drop: String?

    package init(
      field: String, split: Split = .lines, before: String? = nil, drop: String? = nil
    ) {
      self.field = field
      self.split = split
      self.before = before
      self.drop = drop
    }
  }

  package var id: String?
  package var prompt: String
  package var answer: Answer?
  package var steps: Steps?
  /// The kind and the task of all of them, where the records do not say.
  package var kind = QuestionKind.reasoning
  package var task: String?

  package init(
    id: String? = nil, prompt: String, answer: Answer? = nil, steps: Steps? = nil,
    task: String? = nil
  ) {
    self.id = id
    self.prompt = prompt
    self.answer = answer
    self.steps = steps
    self.task = task
  }
}

/// A form in which questions are known to come.
package enum QuestionPreset: String, Sendable, CaseIterable, Codable {
  /// Stemma's own: `id`, `kind`, `prompt`, `steps` …
  case stemma
  /// `question`, and `answer` with the answer behind `####`.
  case gsm8k
  /// `problem`, and `solution` with the answer in `\boxed{}`.
  case math
  /// `messages` or `conversations`: the last turn of the assistant is the completion.
  case messages
  /// `prompt` with `completion`, or the like.
  case promptCompletion = "prompt-completion"
  /// `question` with a plain `answer`.
  case questionAnswer = "question-answer"

  /// The fields of a record of the preset; nil for those that are read in a way of their own.
  func mapping(_ names: Set<String>) -> QuestionMapping? {
    switch self {
    case .stemma, .messages: nil
    case .gsm8k:
      QuestionMapping(
        prompt: "question", answer: .init(field: "answer", after: "####"),
        steps: .init(field: "answer", before: "####", drop: "<<.*?>>"), task: "gsm8k")
    case .math:
      QuestionMapping(
        prompt: "problem", answer: .init(field: names.contains("answer") ? "answer" : "solution"),
        steps: .init(field: "solution", split: .sentences), task: "math")
    case .promptCompletion:
      QuestionMapping(
        prompt: names.contains("instruction") ? "instruction" : "prompt",
        answer: names.contains("answer") ? .init(field: "answer") : nil,
        steps: .init(
          field: ["completion", "response", "output"].first(where: names.contains) ?? "completion"),
        task: "completion")
    case .questionAnswer:
      QuestionMapping(prompt: "question", answer: .init(field: "answer"), task: "question")
    }
  }

  /// Fields that are put behind the prompt where a record has them.
  var inputs: [String] { self == .promptCompletion ? ["input", "context"] : [] }

  /// Fields that are part of what is asked wherever they occur.
  static let partsOfQuestions = [
    "choices", "options", "endings", "context", "passage", "paragraph", "article", "story",
    "background", "table", "image", "images", "system", "system_prompt", "tools", "input",
  ]

  /// Fields that a question of the preset is made of; nil where they are not known.
  func fields(_ mapping: QuestionMapping?) -> Set<String> {
    guard self != .stemma, let mapping else {
      return self == .messages
        ? ["id", "messages", "conversations", "answer", "system", "system_prompt"]
        : Set(QuestionFile.known)
    }
    return Set(
      ["id", "aliases", mapping.prompt] + inputs
        + [mapping.answer?.field, mapping.steps?.field].compactMap(\.self))
  }

  /// The preset that a record's fields show; nil for none.
  ///
  /// - Parameter names: The names of its fields.
  static func recognised(_ names: Set<String>, answer: String?) -> QuestionPreset? {
    let completions: Set = ["completion", "response", "output"]
    if names.contains("prompt"),
      names.contains("kind") || names.contains("steps") || names.isDisjoint(with: completions)
    {
      return .stemma
    }
    if names.contains("question"), names.contains("answer") {
      return answer?.contains("####") == true ? .gsm8k : .questionAnswer
    }
    if names.contains("problem"), names.contains("solution") { return .math }
    if names.contains("messages") || names.contains("conversations") { return .messages }
    let isTask = names.contains("prompt") || names.contains("instruction")
    return isTask && !names.isDisjoint(with: completions) ? .promptCompletion : nil
  }
}
