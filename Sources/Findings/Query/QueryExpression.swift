/// A combination of questions and steps whose influence is asked for, such as
/// `mean(slope) - mean(reasoning-control)`.
///
/// Influence is linear in the query's gradient (Koh and Liang 2017, eq. 2), so sums, differences and means of
/// stored scores are the scores of the summed gradients; only `max` is a combination of numbers, not of gradients.
package indirect enum QueryExpression: Sendable, Hashable {
  /// A question by its id, or every question of a task or kind; with a number, that step alone, from 1.
  case name(String, step: Int?)
  /// Every step of a question by itself.
  case steps(String)
  case combined(Combination, [QueryExpression])
  case scaled(Double, QueryExpression)

  /// How members become one.
  package enum Combination: String, Sendable, CaseIterable {
    case mean, sum, max
  }

  /// Reads an expression.
  ///
  /// Names are runs of letters, digits and `-_.`, or anything between double quotes; a minus between
  /// names stands apart from them. `NAME:2` is a name's second step.
  ///
  /// - Throws: `QueryError` that says what is wrong and at which character, from 1.
  package init(_ text: String) throws(QueryError) {
    var reader = QueryReader(text)
    self = try reader.expression()
    try reader.expectEnd()
  }
}

/// A recursive-descent reader of query expressions.
private struct QueryReader {
  private enum Token: Equatable {
    case name(String), number(Double), symbol(Character), end
  }

  /// Brackets in brackets that are followed; more is refused before the stack ends.
  private static let depthLimit = 64

  private let text: [Character]
  private var offset = 0
  private var tokenStart = 0
  private var depth = 0
  private var token = Token.end
  private var lexicalFault: String?

  init(_ text: String) {
    self.text = Array(text)
    advance()
  }

  mutating func expression() throws(QueryError) -> QueryExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw fault("more than \(Self.depthLimit) brackets deep")
    }
    let first = try term()
    // A factor of one, so that a task's name beside a sign is not taken for its questions, as within a function.
    var terms: [QueryExpression] = [.scaled(1, first)]
    while case .symbol(let sign) = token, sign == "+" || sign == "-" {
      advance()
      terms.append(.scaled(sign == "-" ? -1 : 1, try term()))
    }
    return terms.count == 1 ? first : .combined(.sum, terms)
  }

  func expectEnd() throws(QueryError) {
    guard token == .end, lexicalFault == nil else { throw fault("nothing more is expected") }
  }

  private mutating func term() throws(QueryError) -> QueryExpression {
    if case .number(let factor) = token {
      advance()
      guard token == .symbol("*") else {
        throw fault("a number is followed by * and what it multiplies")
      }
      advance()
      return .scaled(factor, try term())
    }
    var result = try operand()
    while case .symbol(let symbol) = token, symbol == "*" || symbol == "/" {
      advance()
      guard case .number(let number) = token, symbol == "*" || number != 0 else {
        throw fault("\(symbol) is followed by a number" + (symbol == "/" ? " other than 0" : ""))
      }
      advance()
      result = .scaled(symbol == "*" ? number : 1 / number, result)
    }
    return result
  }

  private mutating func operand() throws(QueryError) -> QueryExpression {
    switch token {
    case .symbol("-"):
      advance()
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthLimit else { throw fault("too many signs") }
      return .scaled(-1, try operand())
    case .symbol("("):
      advance()
      let inner = try expression()
      try expect(")")
      return inner
    case .name(let name):
      advance()
      if token == .symbol("(") { return try call(name) }
      guard token == .symbol(":") else { return .name(name, step: nil) }
      advance()
      guard case .number(let step) = token, step >= 1, step <= 1e6, step == step.rounded() else {
        throw fault("a colon is followed by the number of a step, from 1")
      }
      advance()
      return .name(name, step: Int(step))
    default:
      throw fault("an id, a task, a kind or a bracket is expected")
    }
  }

  private mutating func call(_ function: String) throws(QueryError) -> QueryExpression {
    let combination = QueryExpression.Combination(rawValue: function.lowercased())
    guard combination != nil || function == "steps" else {
      throw fault("there is no function \(function); there are mean, sum, max and steps")
    }
    advance()
    guard let combination else {
      guard case .name(let question) = token else {
        throw fault("steps takes the id of a question")
      }
      advance()
      try expect(")")
      return .steps(question)
    }
    var members = [try expression()]
    while token == .symbol(",") {
      advance()
      members.append(try expression())
    }
    try expect(")")
    return .combined(combination, members)
  }

  private mutating func expect(_ symbol: Character) throws(QueryError) {
    guard token == .symbol(symbol) else { throw fault("\(symbol) is expected") }
    advance()
  }

  private func fault(_ sentence: String) -> QueryError {
    QueryError(
      text: String(text), reason: lexicalFault ?? sentence, place: tokenStart + 1)
  }

  private mutating func advance() {
    while offset < text.count, text[offset].isWhitespace { offset += 1 }
    tokenStart = offset
    guard offset < text.count else {
      token = .end
      return
    }
    let first = text[offset]
    if first == "\"" {
      let rest = text[(offset + 1)...]
      guard let close = rest.firstIndex(of: "\"") else {
        lexicalFault = "the quotes are not closed"
        token = .end
        return
      }
      token = .name(String(text[(offset + 1)..<close]))
      offset = close + 1
    } else if Self.isWord(first) {
      // A minus within a word belongs to it, as in slope-01; one at its end does not.
      var end = offset
      while end < text.count,
        Self.isWord(text[end])
          || (text[end] == "-" && end + 1 < text.count && Self.isWord(text[end + 1]))
      {
        end += 1
      }
      let word = String(text[offset..<end])
      offset = end
      token = Double(word).map { $0.isFinite ? .number($0) : .name(word) } ?? .name(word)
    } else {
      token = .symbol(first)
      offset += 1
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }
}
