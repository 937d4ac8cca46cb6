internal import Tokenization

/// The text of a record, and the fields that it is made of.
///
/// In this order: the field that the workspace names; `text`, `content` or `raw_content` (RedPajama); a conversation
/// (`messages`, `conversations`), each turn after who says it, with its thoughts and its calls of tools; a task and its
/// solution, one after the other.
struct RecordText {
  let text: String
  /// Names of the fields that are in it.
  let fields: [String]

  /// Names of conversations, and of a turn's speaker and words.
  private static let conversations = [
    "messages", "conversations", "conversation", "dialog", "dialogue",
  ]
  private static let speakers = ["role", "from", "speaker", "author"]
  private static let words = ["content", "value", "text"]
  /// What a turn says beside its words, before them and after them.
  private static let thoughts = ["reasoning_content", "reasoning", "thinking"]
  private static let calls = ["tool_calls", "function_call"]
  /// What is said before a conversation, beside its turns.
  private static let systems = ["system", "system_prompt"]
  /// A field of a task, and whether there is no task without it.
  private struct Part {
    let name: String
    let isNeeded: Bool

    static func needed(_ name: String) -> Part { Part(name: name, isNeeded: true) }
    static func optional(_ name: String) -> Part { Part(name: name, isNeeded: false) }
  }

  private static let system: [Part] = [.optional("system_prompt"), .optional("system")]
  private static let inputs: [Part] = [.optional("input"), .optional("context")]
  /// Tasks with their solutions, in the order in which their parts are read.
  private static let tasks: [[Part]] = [
    system + [.needed("prompt"), .needed("completion")],
    system + [.needed("prompt"), .needed("response")],
    system + [.needed("instruction")] + inputs + [.needed("output")],
    system + [.needed("instruction")] + inputs + [.needed("response")],
    [.optional("context"), .optional("passage"), .needed("question"), .needed("answer")],
    system + [.needed("question"), .needed("response")],
    [.needed("problem"), .needed("solution")], [.needed("query"), .needed("response")],
    [.needed("inputs"), .needed("targets")], [.needed("input"), .needed("output")],
  ]

  /// nil where nothing in the record is a text.
  init?(_ record: JSONValue, field: String?) {
    if let field {
      guard let bytes = Self.member(record, field)?.bytes else { return nil }
      self.init(bytes, [String(field.prefix { $0 != "." })])
      return
    }
    for name in ["text", "content", "raw_content"] {
      if let (field, bytes) = Self.own(record, name) {
        self.init(bytes, [field])
        return
      }
    }
    for name in Self.conversations {
      if let turns = Self.turns(of: record, name) {
        self.init(text: Self.conversation(turns), fields: [name] + Self.systems)
        return
      }
    }
    for parts in Self.tasks {
      if let text = Self.task(record, parts) {
        self.init(text: text, fields: parts.map(\.name))
        return
      }
    }
    return nil
  }

  private init(text: String, fields: [String]) {
    self.text = text
    self.fields = fields
  }

  private init?(_ bytes: [UInt8], _ fields: [String]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self.init(text: text, fields: fields)
  }

  /// A field with a text, in capitals where there is none in small letters.
  private static func own(_ record: JSONValue, _ name: String) -> (field: String, bytes: [UInt8])? {
    if let bytes = record[name]?.bytes { return (name, bytes) }
    guard record[name] == nil else { return nil }
    for member in record.members ?? [] where member.key.count == name.utf8.count {
      let field = String(decoding: member.key, as: UTF8.self)
      if field.lowercased() == name, let bytes = member.value.bytes { return (field, bytes) }
    }
    return nil
  }

  /// A field, or with a point one of a structure's.
  static func member(_ record: JSONValue, _ name: String) -> JSONValue? {
    if let value = record[name] { return value }
    guard let point = name.firstIndex(of: ".") else { return nil }
    return record[String(name[..<point])].flatMap {
      member($0, String(name[name.index(after: point)...]))
    }
  }

  /// What one says in a conversation.
  struct Turn {
    let speaker: String
    let words: String
    /// The name of a field that says more: thoughts, or calls of tools.
    var more: String?
    /// The words with that.
    var all: String
  }

  /// The turns of a record's conversation, after what its `system` says; nil where one has no words.
  static func turns(of record: JSONValue, _ name: String) -> [Turn]? {
    guard let elements = record[name]?.elements else { return nil }
    var turns: [Turn] = []
    for element in elements {
      guard let turn = turn(element) else { return nil }
      turns.append(turn)
    }
    guard let first = turns.first else { return nil }
    if first.speaker.lowercased() != "system",
      let system = systems.lazy.compactMap({ record[$0]?.text }).first(where: { !$0.isEmpty })
    {
      turns.insert(Turn(speaker: "system", words: system, all: system), at: 0)
    }
    return turns
  }

  private static func turn(_ element: JSONValue) -> Turn? {
    guard let speaker = speakers.lazy.compactMap({ element[$0]?.text }).first else { return nil }
    func said(_ names: [String], asIs: Bool) -> (name: String, text: String)? {
      for name in names {
        guard let value = element[name], !value.isNull, value.elements?.isEmpty != true else {
          continue
        }
        let text = (asIs ? nil : spoken(value)) ?? value.json
        if !text.isEmpty { return (name, text) }
      }
      return nil
    }
    let (thought, call) = (said(thoughts, asIs: false), said(calls, asIs: true))
    let own = words.lazy.compactMap { element[$0].flatMap(spoken) }.first
    guard let words = own ?? (call == nil ? nil : "") else { return nil }
    return Turn(
      speaker: speaker, words: words, more: thought?.name ?? call?.name,
      all: [thought?.text ?? "", words, call?.text ?? ""].filter { !$0.isEmpty }
        .joined(separator: "\n"))
  }

  /// Words, also where they stand in parts of which some are pictures.
  private static func spoken(_ value: JSONValue) -> String? {
    if let text = value.text { return text }
    guard let parts = value.elements,
      parts.allSatisfy({ $0["type"]?.text != nil || $0["text"]?.text != nil })
    else { return nil }
    return parts.compactMap { $0["text"]?.text }.joined(separator: "\n")
  }

  private static func conversation(_ turns: [Turn]) -> String {
    turns.map { "\($0.speaker): \($0.all)" }.joined(separator: "\n\n")
  }

  private static func task(_ record: JSONValue, _ parts: [Part]) -> String? {
    var texts: [String] = []
    for part in parts {
      let text = record[part.name]?.text
      if part.isNeeded, text == nil { return nil }
      if let text, !text.isEmpty { texts.append(text) }
    }
    return texts.reduce("") { text, part in
      let touches =
        text.isEmpty || text.last?.isWhitespace == true || part.first?.isWhitespace == true
      return text + (touches ? "" : "\n") + part
    }
  }
}
