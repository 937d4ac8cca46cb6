/// What a row of a list of documents must fulfil.
///
///     condition  = all { "or" all }
///     all        = one { "and" one }
///     one        = "not" one | "(" condition ")" | comparison | membership | search | test
///     comparison = ("rank" | "influence" | "pernat" | "pernorm")
///                  ("<" | "<=" | ">" | ">=" | "=" | "!=") number
///     membership = "type" ("=" | "!=") name | "type" "in" "(" name { "," name } ")"
///     search     = "text" "=~" "/" pattern "/" | "text" "has" ( word | '"' words '"' )
///     test       = "has" "(" "answer" ")" | "starred" | "unread" | "read" | "flagged"
package indirect enum Condition: Sendable, Hashable {
  /// A number that every row has.
  package enum Field: String, Sendable, CaseIterable {
    /// Place in the ranking from 1.
    case rank
    /// The raw score.
    case influence
    case perNat = "pernat"
    case perNorm = "pernorm"
  }

  package enum Comparison: String, Sendable, CaseIterable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case unequal = "!="
    case less = "<"
    case greater = ">"
    case equal = "="

    func holds(_ one: Double, _ other: Double) -> Bool {
      switch self {
      case .less: one < other
      case .lessOrEqual: one <= other
      case .greater: one > other
      case .greaterOrEqual: one >= other
      case .equal: one == other
      case .unequal: one != other
      }
    }
  }

  /// Something that is known of a passage beside its score.
  package enum Mark: String, Sendable, CaseIterable {
    case answer = "has(answer)"
    case starred, read
    /// Rank by influence and by influence over gradient length differ more than tenfold.
    case flagged
  }

  case all([Condition])
  case any([Condition])
  case not(Condition)
  case compare(Field, Comparison, Double)
  /// The type's name begins with one of these.
  case type(Set<String>)
  /// The text has a match of a regular expression.
  case matches(String)
  /// The text holds all these words.
  case holds(String)
  case mark(Mark)

  /// The parts that must all be fulfilled.
  package var conjuncts: [Condition] {
    if case .all(let parts) = self { return parts }
    return [self]
  }
}

extension Condition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .all(let parts): parts.map(\.grouped).joined(separator: " and ")
    case .any(let parts): parts.map(\.grouped).joined(separator: " or ")
    case .not(.mark(.read)): "unread"
    case .not(let part): "not \(part.grouped)"
    case .compare(let field, let comparison, let value):
      "\(field.rawValue) \(comparison.rawValue) \(plain(value))"
    case .type(let names): "type in (\(names.sorted().joined(separator: ", ")))"
    case .matches(let pattern): "text =~ /\(pattern)/"
    case .holds(let words): "text has \"\(words)\""
    case .mark(let mark): mark.rawValue
    }
  }

  private var grouped: String {
    switch self {
    case .all, .any: "(\(self))"
    default: "\(self)"
    }
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
  }
}
