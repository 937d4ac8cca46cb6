package import Corpus
package import Foundation
import Patterns
import PlainYAML
package import RunModel
import Yams

/// What `stemma.yaml` says.
package struct WorkspaceConfiguration: Sendable, Equatable {
  package var checkpoint = ""
  /// Earlier checkpoints of the same training, the earliest first; may end with `checkpoint` itself.
  package var checkpoints: [String] = []
  package var corpus: [String] = []
  /// Files, folders or patterns.
  package var questions: [String] = []
  /// What the questions are; found out from their fields if nil.
  package var preset: QuestionPreset?
  /// Which fields of the questions hold what; those of the preset if nil.
  package var mapping: QuestionMapping?
  /// Which fields of the documents hold what.
  package var documents = DocumentFields()
  /// Document types of the corpus's sources.
  package var types: [String: String] = [:]
  package var method = RunSettings()
  package var generation = GenerationSettings()
  /// How typed questions are put to the model.
  package var chat = ChatChoice.auto

  package init() {}

  /// Most bytes of the file.
  static let maximumLength = 1 << 20

  /// Reads and checks the file's text.
  ///
  /// - Throws: `EngineError` with file, line where known, and remedy.
  package init(yaml data: Data, path: String) throws {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw EngineError("\(path): is not UTF-8 text; save it as UTF-8")
    }
    let root: Node?
    do throws(PlainYAMLError) {
      root = try PlainYAML.compose(text)
    } catch {
      throw EngineError("\(path)\(error.line.map { ":\($0)" } ?? ""): \(error.problem)")
    }
    guard let root else {
      throw EngineError("\(path): is empty; it needs checkpoint, corpus and questions")
    }
    let top = try YAMLReader(root, path: path, name: nil)
    try top.allow([
      "checkpoint", "checkpoints", "corpus", "documents", "questions", "types", "method",
      "generation", "chat",
    ])
    checkpoint = try top.requiredString("checkpoint")
    checkpoints = try top.strings("checkpoints")
    guard !checkpoints.contains("") else {
      throw EngineError("\(path): checkpoints names an empty path; leave it out")
    }
    corpus = try top.strings("corpus")
    try readQuestions(top)
    guard !corpus.isEmpty else {
      throw EngineError("\(path): corpus names no file; list at least one")
    }
    chat = try top.value("chat", ChatChoice.allowed, ChatChoice.init) ?? .auto
    if let reader = try top.mapping("documents") {
      try reader.allow(["text", "id", "type"])
      documents = DocumentFields(
        text: try reader.string("text"), id: try reader.string("id"),
        type: try reader.string("type"))
    }
    if let reader = try top.mapping("types") { types = try reader.stringMap() }
    if let reader = try top.mapping("method") { try method.read(reader) }
    if let reader = try top.mapping("generation") { try generation.read(reader) }
  }

  /// `questions:` is a path, a list of paths, or a mapping with `files` and what their fields are.
  private mutating func readQuestions(_ top: YAMLReader) throws {
    if top.isMapping("questions"), let reader = try top.mapping("questions") {
      questions = try reader.strings("files")
      try readMapping(reader)
    } else {
      questions = try top.strings("questions")
    }
    questions.removeAll(where: \.isEmpty)
    if questions.isEmpty { _ = try top.requiredString("questions") }
  }

  private mutating func readMapping(_ reader: YAMLReader) throws {
    try reader.allow(["files", "preset", "id", "prompt", "answer", "steps", "kind", "task"])
    preset = try reader.value(
      "preset", QuestionPreset.allCases.map(\.rawValue).joined(separator: ", ")
    ) { QuestionPreset(rawValue: $0) }
    guard let prompt = try reader.string("prompt") else { return }
    var mapping = QuestionMapping(
      id: try reader.string("id"), prompt: prompt, task: try reader.string("task"))
    mapping.kind =
      try reader.value("kind", "factual, reasoning or control") { QuestionKind(rawValue: $0) }
      ?? .reasoning
    if reader.isMapping("answer"), let answer = try reader.mapping("answer") {
      try answer.allow(["field", "after"])
      mapping.answer = .init(
        field: try answer.requiredString("field"), after: try answer.string("after"))
    } else {
      mapping.answer = try reader.string("answer").map { .init(field: $0) }
    }
    if reader.isMapping("steps"), let steps = try reader.mapping("steps") {
      mapping.steps = try Self.steps(steps)
    } else {
      mapping.steps = try reader.string("steps").map { .init(field: $0) }
    }
    self.mapping = mapping
  }

  private static func steps(_ reader: YAMLReader) throws -> QuestionMapping.Steps {
    try reader.allow(["field", "split", "before", "drop"])
    var steps = QuestionMapping.Steps(field: try reader.requiredString("field"))
    steps.split =
      try reader.value("split", "lines, sentences, numbered or none") {
        QuestionMapping.Steps.Split(rawValue: $0)
      } ?? .lines
    steps.before = try reader.string("before")
    steps.drop = try reader.value("drop", "a regular expression, such as /<<.*?>>/") {
      var text = $0
      if text.count > 1, text.hasPrefix("/"), text.hasSuffix("/") {
        text = String(text.dropFirst().dropLast())
      }
      return SearchPattern(text) == nil ? nil : text
    }
    return steps
  }

  /// The file's text for given inputs, with every setting at its default as a comment.
  package static func template(_ inputs: WorkspaceConfiguration) -> String {
    let documents = [
      ("text", inputs.documents.text), ("id", inputs.documents.id), ("type", inputs.documents.type),
    ].compactMap { name, field in field.map { "  \(name): \(quoted($0))\n" } }
    return """
      # A Stemma workspace. Relative paths start at this folder.
      checkpoint: \(quoted(inputs.checkpoint))
      # Earlier checkpoints of the same training, the earliest first, such as those of `stemma train --keep`;
      # each is scored on the steps of `checkpoint`:
      # checkpoints: [out/step-000500, out/step-001000]
      corpus:
      \(list(inputs.corpus))
      \(documents.isEmpty ? "" : "documents:\n" + documents.joined())\(questionText(inputs))

      # Which type the documents of a source are (code, textbook, forum, encyclopedia, other, or your own):
      # types:
      #   stackexchange: forum

      # How typed questions and conversations are put to a chat model: auto (as its template has it), off, or
      # a form's name, in which GSM8K's prompts and the like are put as well:
      # chat: auto

      # method:
      #   strategy: ekfac          # \(Strategy.words)
      #   labels: sampled          # sampled (true Fisher) or data (empirical Fisher)
      #   seed: 0
      #   damping: 0.1mean         # a share of the mean corrected eigenvalue, or a number
      #   modules: all             # all, mlp or attention
      #   factor_passages: 1000    # or all
      #   passage_length: 512      # tokens, at most the model's context
      #   inverse: ekfac           # ekfac (the strategy's own) or cg (conjugate gradients that it leads)
      #   cg_iterations: 10        # with cg
      #   cg_documents: 256        # passages of the Gauss-Newton matrix, with cg
      #   step_rank: auto          # auto, full, int8 or a rank: how the steps' gradients are kept

      # generation:
      #   maximum_tokens: 256
      #   steps: line              # line, sentence or numbered
      #   stop: []                 # texts that end a completion
      #   temperature: 0           # 0 takes the most likely token
      #   top_p: 1
      #   from_checkpoint: false   # true takes these three from generation_config.json where they are not set here
      #   seed: 0

      """
  }
}

extension WorkspaceConfiguration {
  private static func quoted(_ text: String) -> String {
    "\""
      + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
        of: "\"", with: "\\\"") + "\""
  }

  private static func list(_ paths: [String]) -> String {
    paths.map { "  - " + quoted($0) }.joined(separator: "\n")
  }

  private static func questionText(_ inputs: WorkspaceConfiguration) -> String {
    guard inputs.mapping != nil || inputs.preset != nil else {
      return inputs.questions.count == 1
        ? "questions: " + quoted(inputs.questions[0])
        : "questions:\n" + list(inputs.questions)
    }
    var lines = [
      "questions:", "  files: [\(inputs.questions.map(quoted).joined(separator: ", "))]",
    ]
    if let preset = inputs.preset { lines.append("  preset: \(preset.rawValue)") }
    if let mapping = inputs.mapping {
      lines.append("  prompt: \(quoted(mapping.prompt))")
      if let id = mapping.id { lines.append("  id: \(quoted(id))") }
      if let answer = mapping.answer {
        let after = answer.after.map { ", after: \(quoted($0))" } ?? ""
        lines.append("  answer: {field: \(quoted(answer.field))\(after)}")
      }
      if let steps = mapping.steps {
        let before = steps.before.map { ", before: \(quoted($0))" } ?? ""
        let drop = steps.drop.map { ", drop: \(quoted($0))" } ?? ""
        lines.append(
          "  steps: {field: \(quoted(steps.field)), split: \(steps.split.rawValue)\(before)\(drop)}"
        )
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  init?(validating data: Data, as encoding: UTF8.Type) {
    guard let text = String(data: data, encoding: .utf8) else { return nil }
    self = text
  }
}
