package import RunModel
internal import Tokenization

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
        prompt: Self.first(["problem"], in: names) ?? "problem",
        answer: .init(field: Self.first(["answer", "solution"], in: names) ?? "solution"),
        steps: .init(
          field: Self.first(["solution"], in: names) ?? "solution", split: .sentences), task: "math"
      )
    case .promptCompletion:
      QuestionMapping(
        prompt: Self.first(Self.tasks, in: names) ?? "prompt",
        answer: names.contains("answer") ? .init(field: "answer") : nil,
        steps: .init(field: Self.first(Self.completions, in: names) ?? "completion"),
        task: "completion")
    case .questionAnswer:
      QuestionMapping(
        prompt: Self.first(Self.questions, in: names) ?? "question",
        answer: .init(field: Self.first(Self.answers, in: names) ?? "answer"), task: "question")
    }
  }

  /// What public sets call a question, and its answer; GSM-Hard, SVAMP, AIME, OpenMath and the like.
  private static let questions = ["question", "problem", "query", "prompt", "inputs", "input"]
  private static let answers = [
    "answer", "final_answer", "expected_answer", "correct_answer", "ground_truth", "target",
    "targets",
    "answerkey", "correct",
  ]
  private static let tasks = ["instruction", "prompt", "query", "question"]
  private static let completions = ["completion", "response", "output"]

  /// The first of some names that a record has, as it writes it: in capitals or not.
  private static func first(_ wanted: [String], in names: Set<String>) -> String? {
    wanted.lazy.compactMap { name in
      names.contains(name) ? name : names.sorted().first { $0.lowercased() == name }
    }.first
  }

  /// Fields that are put before the prompt where a record has them: what SVAMP and ASDiv tell before they ask.
  var leads: [String] { self == .questionAnswer ? ["body", "Body"] : [] }

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
        ? Set(
          ["id", "answer", "system", "system_prompt", "completion"] + Self.conversations
            + Self.verdicts)
        : Set(QuestionFile.known)
    }
    return Set(
      ["id", "aliases", mapping.prompt] + inputs + leads
        + [mapping.answer?.field, mapping.steps?.field].compactMap(\.self))
  }

  /// Where verl's and TRL's records have the answer of a conversation.
  static let verdicts = ["ground_truth", "reward_model"]

  /// Names of a conversation; in TRL's and verl's records a prompt is one.
  static let conversations = ["messages", "conversations", "prompt"]

  /// The preset that a record shows; nil for none.
  static func recognised(_ record: JSONValue) -> QuestionPreset? {
    let names = Set((record.members ?? []).map { String(decoding: $0.key, as: UTF8.self) })
    if names.contains("prompt"), record["prompt"]?.elements == nil {
      let isOwn = names.contains("kind") || names.contains("steps")
      let hasForeignAnswer = !names.contains("answer") && first(answers, in: names) != nil
      if isOwn || names.isDisjoint(with: completions) && !hasForeignAnswer { return .stemma }
    }
    if names.contains("question"), names.contains("answer") {
      return record["answer"]?.text?.contains("####") == true ? .gsm8k : .questionAnswer
    }
    if first(["problem"], in: names) != nil, first(["solution"], in: names) != nil { return .math }
    if conversations.contains(where: { record[$0]?.elements != nil }) { return .messages }
    if first(questions, in: names) != nil, first(answers, in: names) != nil {
      return .questionAnswer
    }
    if names.contains("messages") || names.contains("conversations") { return .messages }
    return first(tasks, in: names) != nil && first(completions, in: names) != nil
      ? .promptCompletion : nil
  }
}
