import Patterns

/// Why a condition cannot be read, with the column where reading stopped.
package struct ConditionError: Error, CustomStringConvertible, Equatable {
  /// From 1.
  package let column: Int
  package let reason: String

  package var description: String { "column \(column): \(reason)" }
}

extension Condition {
  /// Reads a condition as a person types it.
  ///
  /// - Parameters:
  ///   - text: see `Condition` for the grammar; upper and lower case are the same outside of quotes.
  ///   - typeNames: the types that the corpus has.
  ///   - fields: names in the documents' own metadata.
  /// - Throws: `ConditionError` at the first place that cannot be understood.
  package init(
    reading text: String, typeNames: [String], fields: [String] = []
  ) throws(ConditionError) {
    var reader = ConditionReader(text, typeNames: typeNames, fields: fields)
    self = try reader.condition()
    try reader.expectEnd()
  }
}

extension Condition {
  /// The words that conditions are made of, for completion.
  static func words(typeNames: [String], fields: [String]) -> [String] {
    Field.allCases.map(\.rawValue) + TextField.fixed.map(\.name) + fields + typeNames
      + [
        "type", "has(answer)", "has ", "starred", "read", "unread", "flagged", "and ", "or ",
        "not ", "in (",
      ]
  }
}

extension Condition.TextField {
  /// Whether it is of the documents' own metadata.
  fileprivate var isOwn: Bool { if case .field = self { true } else { false } }
}

/// Reads a condition from left to right, one method for each rule of the grammar.
private struct ConditionReader {
  private let characters: [Character]
  private let typeNames: [String]
  private let fields: [String]
  private var place = 0
  private var depth = 0

  init(_ text: String, typeNames: [String], fields: [String]) {
    characters = Array(text)
    self.typeNames = typeNames
    self.fields = fields
  }

  mutating func condition() throws(ConditionError) -> Condition {
    // Parentheses come from a person; this many are a slip, and the stack is not endless.
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else { throw failure("too many parentheses inside each other") }
    var parts = [try conjunction()]
    while takes(word: "or") || takes(sign: "||") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(ConditionError) -> Condition {
    var parts = [try single()]
    while takes(word: "and") || takes(sign: "&&") { parts.append(try single()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func single() throws(ConditionError) -> Condition {
    var isNegated = false
    while takes(word: "not") || takes(sign: "!") { isNegated.toggle() }
    let part = try positive()
    return isNegated ? .not(part) : part
  }

  private mutating func positive() throws(ConditionError) -> Condition {
    if takes(sign: "(") {
      let inner = try condition()
      try expect(sign: ")")
      return inner
    }
    let start = skipSpace()
    let isQuoted = place < characters.count && characters[place] == "\""
    let given = isQuoted ? try quoted(by: "\"") : word()
    let name = given.lowercased()
    if !isQuoted, let known = try fixed(name) { return known }
    if let field = fields.first(where: { $0.lowercased() == name }) {
      return try property(.field(field))
    }
    place = start
    let names = Condition.Field.allCases.map(\.rawValue) + Condition.TextField.fixed.map(\.name)
    throw failure(
      name.isEmpty
        ? "a condition is expected here"
        : "\(given) is unknown; there are \((names + fields.prefix(8)).joined(separator: ", ")),"
          + " type, has(answer), starred, read, unread, flagged")
  }

  /// What follows a name that every corpus has; nil for other names.
  private mutating func fixed(_ name: String) throws(ConditionError) -> Condition? {
    if let field = Condition.Field(rawValue: name) { return try comparison(of: field) }
    if let field = Condition.TextField.fixed.first(where: { $0.name == name }) {
      return try property(field)
    }
    switch name {
    case "type": return .type(try types())
    case "has":
      try expect(sign: "(")
      guard takes(word: "answer") else { throw failure("only has(answer) can be asked") }
      try expect(sign: ")")
      return .mark(.answer)
    case "starred": return .mark(.starred)
    case "read": return .mark(.read)
    case "unread": return .not(.mark(.read))
    case "flagged": return .mark(.flagged)
    default: return nil
    }
  }

  /// What is asked of a text that every row has.
  private mutating func property(_ field: Condition.TextField) throws(ConditionError) -> Condition {
    if takes(sign: "=~") {
      let start = skipSpace()
      let pattern = try quoted(by: "/")
      let ignoresCase = place < characters.count && characters[place] == "i"
      if ignoresCase { place += 1 }
      guard SearchPattern(pattern) != nil else {
        place = start
        throw failure("this is no regular expression, or a very long one")
      }
      return .matches(field, pattern: pattern, ignoresCase: ignoresCase)
    }
    if takes(word: "has") { return .holds(field, try text()) }
    if takes(word: "in") {
      try expect(sign: "(")
      var texts: Set<String> = []
      repeat { texts.insert(try text()) } while takes(sign: ",")
      try expect(sign: ")")
      return .equals(field, texts)
    }
    skipSpace()
    for comparison in Condition.Comparison.allCases where takes(sign: comparison.rawValue) {
      if case .field(let name) = field, let value = number() {
        return .compareField(name, comparison, value)
      }
      switch comparison {
      case .equal: return .equals(field, [try text()])
      case .unequal: return .not(.equals(field, [try text()]))
      default:
        throw failure(
          field.isOwn
            ? "a number is expected here" : "\(field.name) is no number; = != =~ in or has")
      }
    }
    throw failure("= != =~ /pattern/ in or has is expected after \(field.name)")
  }

  private mutating func comparison(of field: Condition.Field) throws(ConditionError) -> Condition {
    skipSpace()
    for comparison in Condition.Comparison.allCases where takes(sign: comparison.rawValue) {
      guard let value = number() else { throw failure("a number is expected here") }
      return .compare(field, comparison, value)
    }
    throw failure("< <= > >= = or != is expected after \(field.rawValue)")
  }

  /// A finite number that nothing but a space, a sign or the end follows; else nothing is taken.
  private mutating func number() -> Double? {
    let start = skipSpace()
    while place < characters.count,
      characters[place].isNumber || "+-.eE".contains(characters[place])
    {
      place += 1
    }
    let isWhole =
      place == characters.count
      || !(characters[place].isLetter || characters[place].isNumber || characters[place] == "_")
    guard isWhole, let value = Double(String(characters[start..<place])), value.isFinite else {
      place = start
      return nil
    }
    return value
  }

  private mutating func types() throws(ConditionError) -> Set<String> {
    if takes(word: "in") {
      try expect(sign: "(")
      var names: Set<String> = []
      repeat { names.insert(try typeName()) } while takes(sign: ",")
      try expect(sign: ")")
      return names
    }
    if takes(sign: "!=") { return Set(typeNames).subtracting([try typeName()]) }
    guard takes(sign: "=") else { throw failure("= != or in is expected after type") }
    return [try typeName()]
  }

  private mutating func typeName() throws(ConditionError) -> String {
    let start = skipSpace()
    let isQuoted = place < characters.count && characters[place] == "\""
    let given = (isQuoted ? try quoted(by: "\"") : word()).lowercased()
    guard !given.isEmpty, let name = typeNames.first(where: { $0.lowercased().hasPrefix(given) })
    else {
      place = start
      throw failure(
        "no type \(given.isEmpty ? "here" : given); there are \(typeNames.joined(separator: ", "))")
    }
    return name
  }

  /// A word, or anything in quotes.
  private mutating func text() throws(ConditionError) -> String {
    skipSpace()
    if place < characters.count, characters[place] == "\"" { return try quoted(by: "\"") }
    let start = place
    while place < characters.count, !characters[place].isWhitespace,
      !"(),&|".contains(characters[place])
    {
      place += 1
    }
    guard place > start else { throw failure("a word, or a text in quotes, is expected here") }
    return String(characters[start..<place])
  }

  /// A text between two marks; a backslash lets a mark stand inside.
  private mutating func quoted(by mark: Character) throws(ConditionError) -> String {
    let start = place
    guard place < characters.count, characters[place] == mark else {
      throw failure("\(mark) is expected here")
    }
    place += 1
    var text = ""
    while place < characters.count, characters[place] != mark {
      if characters[place] == "\\", place + 1 < characters.count, characters[place + 1] == mark {
        place += 1
      }
      text.append(characters[place])
      place += 1
    }
    guard place < characters.count, !text.isEmpty else {
      place = start
      throw failure("the closing \(mark) is missing")
    }
    place += 1
    return text
  }

  mutating func expectEnd() throws(ConditionError) {
    skipSpace()
    if place < characters.count { throw failure("and, or, or the end is expected here") }
  }

  @discardableResult
  private mutating func skipSpace() -> Int {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
    return place
  }

  /// Letters, digits and joining signs from here on.
  private mutating func word() -> String {
    skipSpace()
    let start = place
    while place < characters.count,
      characters[place].isLetter || characters[place].isNumber || "_-.".contains(characters[place])
    {
      place += 1
    }
    return String(characters[start..<place])
  }

  private mutating func takes(word wanted: String) -> Bool {
    let start = place
    if word().lowercased() == wanted { return true }
    place = start
    return false
  }

  private mutating func takes(sign: String) -> Bool {
    skipSpace()
    guard characters[place...].starts(with: sign) else { return false }
    place += sign.count
    return true
  }

  private mutating func expect(sign: String) throws(ConditionError) {
    guard takes(sign: sign) else { throw failure("\(sign) is expected here") }
  }

  private func failure(_ reason: String) -> ConditionError {
    ConditionError(column: place + 1, reason: reason)
  }
}
