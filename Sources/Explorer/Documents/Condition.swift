/// What a row of a list of documents must fulfil.
///
///     condition  = all { ("or" | "||") all }
///     all        = one { ("and" | "&&") one }
///     one        = ("not" | "!") one | "(" condition ")" | comparison | membership | words | test
///     comparison = number ("<" | "<=" | ">" | ">=" | "=" | "!=") value
///     membership = name ("=" | "!=") text | name "in" "(" text { "," text } ")"
///     words      = name "=~" "/" pattern "/" ["i"] | name "has" text
///     test       = "has" "(" "answer" ")" | "starred" | "unread" | "read" | "flagged"
///     number     = "rank" | "influence" | "pernat" | "pernorm" | "z" | "share" | "bm25" | "tokens"
///     name       = "id" | "document" | "source" | "type" | "text" | field
///     text       = word | '"' any '"'
///
/// A field is a name of the documents' own metadata; it compares with numbers as well.
package indirect enum Condition: Sendable, Hashable {
  /// A number that every row has.
  package enum Field: String, Sendable, CaseIterable {
    /// Place in the ranking from 1.
    case rank
    /// The raw score.
    case influence
    case perNat = "pernat"
    case perNorm = "pernorm"
    /// Standard deviations above the mean of all scored passages.
    case z
    /// Percent of the step's whole positive influence.
    case share
    case bm25, tokens
  }

  /// A text that every row has.
  package enum TextField: Sendable, Hashable {
    case id, document, source, text
    /// A field of the documents' own metadata.
    case field(String)

    package var name: String {
      switch self {
      case .id: "id"
      case .document: "document"
      case .source: "source"
      case .text: "text"
      case .field(let name): name
      }
    }

    /// Those that every corpus has.
    static let fixed: [TextField] = [.id, .document, .source, .text]
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
  /// A field of the metadata that is a number.
  case compareField(String, Comparison, Double)
  /// The type's name begins with one of these.
  case type(Set<String>)
  /// A name is one of these, upper and lower case alike.
  case equals(TextField, Set<String>)
  /// A text has a match of a regular expression.
  case matches(TextField, pattern: String, ignoresCase: Bool = false)
  /// A text holds these words; of passages, whole words in any order.
  case holds(TextField, String)
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
    case .compareField(let name, let comparison, let value):
      "\(Self.written(name)) \(comparison.rawValue) \(plain(value))"
    case .type(let names): "type in (\(names.sorted().joined(separator: ", ")))"
    case .equals(let field, let texts):
      texts.count == 1
        ? "\(Self.written(field.name)) = \(Self.quoted(texts.first ?? ""))"
        : "\(Self.written(field.name)) in (\(texts.sorted().map(Self.quoted).joined(separator: ", ")))"
    case .matches(let field, let pattern, let ignoresCase):
      "\(Self.written(field.name)) =~ /\(pattern.replacing("/", with: "\\/"))/\(ignoresCase ? "i" : "")"
    case .holds(let field, let words): "\(Self.written(field.name)) has \(Self.quoted(words))"
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

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\\\"") + "\""
  }

  /// A field's name as it can be read again: in quotes where it is no word.
  static func name(_ name: String) -> String { written(name) }

  private static func written(_ name: String) -> String {
    name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) } ? name : quoted(name)
  }
}
