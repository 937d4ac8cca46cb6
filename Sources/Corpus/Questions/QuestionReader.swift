internal import Answers
internal import Foundation
internal import Patterns
import RunModel
internal import Tokenization

/// Makes questions of the records of one file.
struct QuestionReader {
  private let file: CorpusFile
  private let isOneOfSeveral: Bool
  let preset: QuestionPreset?
  private let mapping: QuestionMapping?
  private let chat: QuestionChat
  /// What is left out of the steps, where the mapping says so.
  private let drop: SearchPattern?

  /// - Parameter first: The file's first record, which shows its form.
  /// - Throws: `CorpusError` where it shows none.
  init(
    file: CorpusFile, isOneOfSeveral: Bool, preset: QuestionPreset?, mapping: QuestionMapping?,
    chat: QuestionChat, first: JSONValue, line: Int
  ) throws(CorpusError) {
    self.file = file
    self.chat = chat
    self.isOneOfSeveral = isOneOfSeveral
    let names = Set(Self.names(first))
    let text = mapping?.steps?.drop
    drop = text.flatMap { SearchPattern($0) }
    if let text, drop == nil {
      throw CorpusError(
        path: file.path, problem: "cannot be cut: \(text) is no regular expression")
    }
    if let mapping {
      self.preset = nil
      self.mapping = mapping
      return
    }
    guard let found = preset ?? .recognised(first) else {
      let fields = names.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      // A table's first line, if it has questions where it should name its columns.
      let isHead = names.contains { $0.count > 40 || $0.hasSuffix("?") || $0.hasSuffix(".") }
      throw CorpusError(
        path: file.path, line: line,
        problem:
          "is no question of a known form: it has \(fields.isEmpty ? "no fields" : fields); \(Self.remedy)"
          + (isHead
            ? "; a table's first line is to name its columns, such as question and answer" : "")
      )
    }
    self.preset = found
    self.mapping = found.mapping(names)
  }

  /// What to do where the form is not known.
  private static let remedy =
    "name the field of the prompt as `questions: {prompt: FIELD}` in stemma.yaml, or by --prompt"

  /// Names that the file's form has a use for; nil where a person chose the fields.
  var fields: Set<String>? { preset?.fields(mapping) }

  static func names(_ record: JSONValue) -> [String] {
    (record.members ?? []).map { String(decoding: $0.key, as: UTF8.self) }
  }

  /// - Parameter number: what the question is called where it has no id.
  func question(_ record: JSONValue, line: Int, number: Int) throws(CorpusError) -> Question {
    let record = QuestionRecordReader(record, path: file.path, line: line)
    let id = try record.text(mapping?.id ?? "id") ?? numbered(number)
    guard !id.isEmpty else { throw record.fail("has an empty \"id\"") }
    switch (preset, mapping) {
    case (_, let mapping?): return try mapped(record, mapping, id: id)
    case (.messages, _): return try conversation(record, id: id)
    default: return try own(record, id: id)
    }
  }

  /// An id where the record has none: its number, behind the file's name where there are several.
  private func numbered(_ number: Int) -> String {
    guard isOneOfSeveral else { return String(number) }
    let name = file.name.split(separator: ".").first.map(String.init) ?? file.name
    return "\(name):\(number)"
  }

  private func own(_ record: QuestionRecordReader, id: String) throws(CorpusError) -> Question {
    guard let prompt = try record.text("prompt"), !prompt.isEmpty else {
      throw record.fail("has no \"prompt\"")
    }
    let kinds = QuestionKind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let name = try record.text("kind"), let kind = QuestionKind(rawValue: name) else {
      throw record.fail(
        "has no \"kind\" that is one of \(kinds)"
          + (record.holds("kind") ? "" : "; where it is of another form, \(Self.remedy)"))
    }
    let steps = try record.texts("steps")
    guard steps?.contains(where: \.isEmpty) != true else { throw record.fail("has an empty step") }
    return Question(
      id: id, kind: kind, task: try record.text("task") ?? kind.rawValue, prompt: prompt,
      answer: try record.text("answer").map(FinalAnswer.expected),
      aliases: try record.texts("aliases") ?? [], steps: steps?.isEmpty == true ? nil : steps)
  }

  private func mapped(
    _ record: QuestionRecordReader, _ mapping: QuestionMapping, id: String
  ) throws(CorpusError) -> Question {
    guard var prompt = try record.text(mapping.prompt), !prompt.isEmpty else {
      throw record.fail("has no \"\(mapping.prompt)\", which is to be the prompt")
    }
    if let preset {
      try refuseUnread(record, preset, besides: mapping.prompt)
      for name in preset.leads {
        if let lead = try record.text(name), !lead.isEmpty { prompt = lead + " " + prompt }
      }
      for name in preset.inputs {
        if let input = try record.text(name), !input.isEmpty { prompt += "\n" + input }
      }
    }
    prompt = chat.prompt(prompt)
    var answers: [String] = []
    if let place = mapping.answer {
      for text in try record.answers(place.field) {
        answers.append(try self.answer(text, place, record))
      }
    }
    var steps: [String]?
    if let place = mapping.steps {
      steps = try record.steps(place, without: drop).map { StepCutting.joined($0, to: prompt) }
    }
    return Question(
      id: id, kind: mapping.kind, task: mapping.task ?? mapping.kind.rawValue, prompt: prompt,
      answer: answers.first, aliases: answers.dropFirst() + (try record.texts("aliases") ?? []),
      steps: steps?.isEmpty == true ? nil : steps)
  }

  /// Refuses what a question is not the same without, and what another preset reads.
  private func refuseUnread(
    _ record: QuestionRecordReader, _ preset: QuestionPreset, besides prompt: String
  ) throws(CorpusError) {
    let parts = QuestionPreset.partsOfQuestions
    let read = Set(preset.inputs + [prompt])
    if let part = parts.first(where: { !read.contains($0) && record.holds($0) }) {
      throw record.fail(
        "has \"\(part)\", which the form \(preset.rawValue) does not put into the prompt; write prompts that hold it, or name the prompt's field (`questions: {prompt: FIELD}` in stemma.yaml, or --prompt) to do without"
      )
    }
    if preset == .questionAnswer, record.value["answer"]?.text?.contains("####") == true {
      throw record.fail(
        "has its answer behind \"####\", as GSM8K has it, where the first question has not; keep the two kinds in files of their own"
      )
    }
  }

  private func answer(
    _ field: String, _ place: QuestionMapping.Answer, _ record: QuestionRecordReader
  ) throws(CorpusError) -> String {
    guard let after = place.after else { return FinalAnswer.expected(field) }
    guard let mark = field.range(of: after, options: .backwards) else {
      throw record.fail(
        "has no \"\(after)\" in its \"\(place.field)\", behind which the answer is to be")
    }
    let rest = field[mark.upperBound...].drop(while: \.isWhitespace).prefix { !$0.isNewline }
    guard !rest.isEmpty else {
      throw record.fail("has nothing behind \"\(after)\" in its \"\(place.field)\"")
    }
    return FinalAnswer.expected(String(rest).trimmingCharacters(in: .whitespaces))
  }

  /// A conversation: what is said before the assistant's last turn asks, that turn answers.
  private func conversation(_ record: QuestionRecordReader, id: String) throws(CorpusError)
    -> Question
  {
    let name =
      QuestionPreset.conversations.first { record.value[$0]?.elements != nil }
      ?? QuestionPreset.conversations[0]
    guard var turns = RecordText.turns(of: record.value, name) else {
      throw record.fail("has no \"\(name)\" with a role and a content each")
    }
    if name == "prompt", record.holds("completion") {
      guard let given = RecordText.turns(of: record.value, "completion") else {
        throw record.fail("has a \"prompt\" of turns and a \"completion\" that is none")
      }
      turns += given.filter { QuestionChat.speaker($0.speaker) != .system }
    }
    guard let end = turns.last else { throw record.fail("has an empty \"\(name)\"") }
    if let more = turns.lazy.compactMap(\.more).first ?? (record.holds("tools") ? "tools" : nil) {
      throw record.fail(
        "has \"\(more)\" beside what is said, which no prompt here holds; write it into the \"content\" as the model reads it, or leave it out"
      )
    }
    // Where somebody else has the last word, the model is to answer.
    let isAnswered = QuestionChat.speaker(end.speaker) == .assistant
    let asked = isAnswered ? turns.dropLast() : turns[...]
    guard !asked.isEmpty else { throw record.fail("has \"\(name)\" that begin with the answer") }
    let prompt = try talkPrompt(Array(asked), record)
    let steps = isAnswered ? StepCutting.pieces(end.words, .lines) : []
    var answer: String?
    for name in ["answer", "ground_truth", "reward_model.ground_truth"] where answer == nil {
      answer = try record.text(name)
    }
    return Question(
      id: id, kind: .reasoning, task: "messages", prompt: prompt,
      answer: answer.map(FinalAnswer.expected),
      steps: steps.isEmpty ? nil : StepCutting.joined(steps, to: prompt))
  }

  /// What is said before the answer, as the checkpoint's template has it; as it stands where it has none.
  private func talkPrompt(
    _ asked: [RecordText.Turn], _ record: QuestionRecordReader
  ) throws(CorpusError) -> String {
    if let problem = chat.problem { throw record.fail("is a conversation, and \(problem)") }
    if let template = chat.template {
      var turns: [ChatTurn] = []
      for turn in asked {
        guard let speaker = QuestionChat.speaker(turn.speaker) else {
          throw record.fail(
            "has a turn of \(turn.speaker.debugDescription), whom the checkpoint's chat template does not know; write user, assistant or system, or chat: off into stemma.yaml"
          )
        }
        turns.append(ChatTurn(speaker, turn.words))
      }
      guard let prompt = template.prompt(turns) else {
        throw record.fail(
          "has turns that the checkpoint's chat template (\(template.format.rawValue)) has no place for: user and assistant in turn, a system text only where the template has one; or write chat: off into stemma.yaml"
        )
      }
      return prompt
    }
    return asked.count == 1
      ? asked[0].words : asked.map { "\($0.speaker): \($0.words)\n\n" }.joined() + "assistant:"
  }
}

/// A record whose fields are taken as texts.
struct QuestionRecordReader {
  let value: JSONValue
  private let path: String
  private let line: Int

  init(_ value: JSONValue, path: String, line: Int) {
    self.value = value
    self.path = path
    self.line = line
  }

  func fail(_ problem: String) -> CorpusError {
    CorpusError(path: path, line: line, problem: problem)
  }

  /// Whether the record says something under a name.
  func holds(_ key: String) -> Bool {
    guard let value = value[key], !value.isNull else { return false }
    return value.text?.isEmpty != true && value.elements?.isEmpty != true
      && value.members?.isEmpty != true
  }

  func text(_ key: String) throws(CorpusError) -> String? {
    guard let value = RecordText.member(value, key), !value.isNull else { return nil }
    guard let text = value.text ?? Self.number(value) else {
      let inside = (value.members ?? []).prefix(8).map {
        "\(key)." + String(decoding: $0.key, as: UTF8.self)
      }
      let hint = inside.isEmpty ? "" : "; name a field inside it: \(inside.joined(separator: ", "))"
      throw fail("has a \"\(key)\" that is not a string\(hint)")
    }
    return text
  }

  /// An answer and the other ways to give it: of a list each, of true and false the words that people write.
  func answers(_ key: String) throws(CorpusError) -> [String] {
    guard let value = RecordText.member(value, key) else { return [] }
    if let isTrue = value.boolean { return isTrue ? ["yes", "true"] : ["no", "false"] }
    if value.elements != nil { return try texts(key) ?? [] }
    return try text(key).map { [$0] } ?? []
  }

  func texts(_ key: String) throws(CorpusError) -> [String]? {
    guard let value = RecordText.member(value, key), !value.isNull else { return nil }
    guard let elements = value.elements else { throw fail("has a \"\(key)\" that is not a list") }
    var texts: [String] = []
    for element in elements {
      guard let text = element.text ?? Self.number(element) else {
        throw fail("has \"\(key)\" that are not all strings")
      }
      texts.append(text)
    }
    return texts
  }

  /// The steps of a field that is a list of them, or a text that is cut.
  func steps(_ place: QuestionMapping.Steps, without drop: SearchPattern?) throws(CorpusError)
    -> [String]?
  {
    if RecordText.member(value, place.field)?.elements != nil {
      return try texts(place.field).map { $0.filter { !$0.isEmpty } }
    }
    guard var text = try text(place.field) else { return nil }
    if let before = place.before, let mark = text.range(of: before) {
      text = String(text[..<mark.lowerBound])
    }
    if let drop {
      guard let rest = drop.removing(from: text) else {
        throw fail(
          "cannot be cut: what is to be dropped takes too many steps on its \"\(place.field)\"")
      }
      text = rest
    }
    return StepCutting.pieces(text, place.split)
  }

  /// A number as the text that it would be: answers are often written bare.
  private static func number(_ value: JSONValue) -> String? {
    if let whole = value.wholeNumber { return whole }
    guard case .number(let number) = value else { return nil }
    return String(number)
  }
}

/// Cuts a given solution into steps.
enum StepCutting {
  static func pieces(_ text: String, _ split: QuestionMapping.Steps.Split) -> [String] {
    let bytes = Array(text.utf8)
    let bounds: [Int] =
      switch split {
      case .none: []
      case .lines: StepRule.line.boundaries(in: bytes)
      case .sentences: StepRule.sentence.boundaries(in: bytes)
      case .numbered: StepRule.numbered.boundaries(in: bytes)
      }
    var pieces: [String] = []
    for (start, end) in zip([0] + bounds, bounds + [bytes.count]) where start < end {
      let piece = String(decoding: bytes[start..<end], as: UTF8.self)
      if piece.allSatisfy(\.isWhitespace) {
        if !pieces.isEmpty { pieces[pieces.count - 1] += piece }
      } else {
        pieces.append(piece)
      }
    }
    if let last = pieces.last {
      pieces[pieces.count - 1] = String(last.reversed().drop(while: \.isWhitespace).reversed())
    }
    return pieces
  }

  /// The steps so that the first does not run into the prompt.
  static func joined(_ steps: [String], to prompt: String) -> [String] {
    guard let first = steps.first, prompt.last?.isWhitespace == false,
      first.first?.isWhitespace == false
    else { return steps }
    return [(prompt.hasSuffix(":") ? " " : "\n") + first] + steps.dropFirst()
  }
}
