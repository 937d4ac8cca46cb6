internal import Tokenization

/// The text of a record, and the fields that it is made of.
///
/// In this order: the field that the workspace names; `text` or `content`; a talk (`messages`, `conversations`), each
/// turn after who says it; a task and its solution, one after the other.
struct RecordText {
  let text: String
  /// Names of the fields that are in it.
  let fields: [String]

  /// Names of talks, and of a turn's speaker and words.
  private static let talks = ["messages", "conversations", "conversation", "dialog", "dialogue"]
  private static let speakers = ["role", "from", "speaker", "author"]
  private static let words = ["content", "value", "text"]
  /// Tasks with their solutions; the middle is left out where a record has none.
  private static let pairs: [[String]] = [
    ["prompt", "completion"], ["prompt", "response"], ["instruction", "input", "output"],
    ["instruction", "response"], ["question", "answer"], ["problem", "solution"],
    ["query", "response"], ["inputs", "targets"], ["input", "output"],
  ]

  /// nil where nothing in the record is a text.
  init?(_ record: JSONValue, field: String?) {
    if let field {
      guard let bytes = Self.member(record, field)?.bytes else { return nil }
      self.init(bytes, [String(field.prefix { $0 != "." })])
      return
    }
    for name in ["text", "content"] {
      if let bytes = record[name]?.bytes {
        self.init(bytes, [name])
        return
      }
    }
    for name in Self.talks {
      if let turns = record[name]?.elements, let text = Self.talk(turns) {
        self.init(text: text, fields: [name])
        return
      }
    }
    for names in Self.pairs {
      if let text = Self.pair(record, names) {
        self.init(text: text, fields: names)
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

  /// A field, or with a point one of a structure's.
  static func member(_ record: JSONValue, _ name: String) -> JSONValue? {
    if let value = record[name] { return value }
    guard let point = name.firstIndex(of: ".") else { return nil }
    return record[String(name[..<point])].flatMap {
      member($0, String(name[name.index(after: point)...]))
    }
  }

  /// The turns of a talk; nil where one has no words.
  static func turns(_ elements: [JSONValue]) -> [(speaker: String, words: String)]? {
    var turns: [(String, String)] = []
    for element in elements {
      guard let speaker = speakers.lazy.compactMap({ element[$0]?.text }).first,
        let words = words.lazy.compactMap({ element[$0].flatMap(spoken) }).first
      else { return nil }
      turns.append((speaker, words))
    }
    return turns.isEmpty ? nil : turns
  }

  /// Words, also where they stand in parts of which some are pictures.
  private static func spoken(_ value: JSONValue) -> String? {
    if let text = value.text { return text }
    guard let parts = value.elements else { return nil }
    return parts.compactMap { $0["text"]?.text }.joined(separator: "\n")
  }

  private static func talk(_ elements: [JSONValue]) -> String? {
    turns(elements)?.map { "\($0.speaker): \($0.words)" }.joined(separator: "\n\n")
  }

  private static func pair(_ record: JSONValue, _ names: [String]) -> String? {
    guard let first = record[names[0]]?.text, let last = record[names[names.count - 1]]?.text else {
      return nil
    }
    let middle = names.count == 3 ? record[names[1]]?.text ?? "" : ""
    return [first, middle, last].filter { !$0.isEmpty }.reduce("") { text, part in
      let touches =
        text.isEmpty || text.last?.isWhitespace == true || part.first?.isWhitespace == true
      return text + (touches ? "" : "\n") + part
    }
  }
}
