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
  /// - Throws: `ConditionError` at the first place that cannot be understood.
  package init(reading text: String, typeNames: [String]) throws(ConditionError) {
    var reader = ConditionReader(text, typeNames: typeNames)
    self = try reader.condition()
    try reader.expectEnd()
  }
}

extension Condition {
  /// The words that conditions are made of, for completion.
  static func words(typeNames: [String]) -> [String] {
    Field.allCases.map(\.rawValue) + typeNames
      + [
        "type", "text", "has(answer)", "starred", "read", "unread", "flagged", "and ", "or ",
        "not ",
        "in (",
      ]
  }
}

/// Reads a condition from left to right, one method for each rule of the grammar.
private struct ConditionReader {
  private let characters: [Character]
  private let typeNames: [String]
  private var place = 0
  private var depth = 0

  init(_ text: String, typeNames: [String]) {
    characters = Array(text)
    self.typeNames = typeNames
  }

  mutating func condition() throws(ConditionError) -> Condition {
    // Parentheses come from a person; this many are a slip, and the stack is not endless.
    depth += 1
    defer { depth -= 1 }
    guard depth < 50 else { throw failure("too many parentheses inside each other") }
    var parts = [try conjunction()]
    while takes(word: "or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(ConditionError) -> Condition {
    var parts = [try single()]
    while takes(word: "and") { parts.append(try single()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func single() throws(ConditionError) -> Condition {
    var isNegated = false
    while takes(word: "not") { isNegated.toggle() }
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
    let name = word().lowercased()
    if let field = Condition.Field(rawValue: name) { return try comparison(of: field) }
    switch name {
    case "type": return .type(try types())
    case "text": return try search()
    case "has":
      try expect(sign: "(")
      guard takes(word: "answer") else { throw failure("only has(answer) can be asked") }
      try expect(sign: ")")
      return .mark(.answer)
    case "starred": return .mark(.starred)
    case "read": return .mark(.read)
    case "unread": return .not(.mark(.read))
    case "flagged": return .mark(.flagged)
    default:
      place = start
      throw failure(
        name.isEmpty
          ? "a condition is expected here"
          : "\(name) is unknown; there are rank, influence, pernat, pernorm, type, text, has(answer),"
            + " starred, read, unread, flagged")
    }
  }

  private mutating func comparison(of field: Condition.Field) throws(ConditionError) -> Condition {
    skipSpace()
    for comparison in Condition.Comparison.allCases where takes(sign: comparison.rawValue) {
      let start = skipSpace()
      while place < characters.count,
        characters[place].isNumber || "+-.eE".contains(characters[place])
      {
        place += 1
      }
      guard let value = Double(String(characters[start..<place])), value.isFinite else {
        place = start
        throw failure("a number is expected here")
      }
      return .compare(field, comparison, value)
    }
    throw failure("< <= > >= = or != is expected after \(field.rawValue)")
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
    let given = word().lowercased()
    guard !given.isEmpty, let name = typeNames.first(where: { $0.lowercased().hasPrefix(given) })
    else {
      place = start
      throw failure("no type \(given); there are \(typeNames.joined(separator: ", "))")
    }
    return name
  }

  private mutating func search() throws(ConditionError) -> Condition {
    if takes(sign: "=~") {
      let start = skipSpace()
      let pattern = try quoted(by: "/")
      do {
        _ = try Regex(pattern)
      } catch {
        place = start
        throw failure("this is no regular expression")
      }
      return .matches(pattern)
    }
    guard takes(word: "has") else { throw failure("=~ /pattern/ or has is expected after text") }
    skipSpace()
    if place < characters.count, characters[place] == "\"" { return .holds(try quoted(by: "\"")) }
    let words = word()
    guard !words.isEmpty else { throw failure("a word is expected here") }
    return .holds(words)
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
      characters[place].isLetter || characters[place].isNumber || "_-".contains(characters[place])
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
