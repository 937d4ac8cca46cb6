/// How a fact of a relation is asked, answered and told.
struct FactVoices {
  /// The question, the same wherever the fact is asked.
  let ask: String

  /// The sentence that answers it.
  let reply: String

  /// Statements in the prose of books and articles.
  let statements: Voices
}

extension Relation {
  var voices: FactVoices {
    switch self {
    case .capital: Self.capitalVoices
    case .symbol: Self.symbolVoices
    case .author: Self.authorVoices
    case .inventor: Self.inventorVoices
    case .river: Self.riverVoices
    case .number: Self.numberVoices
    case .year: Self.yearVoices
    }
  }

  private static let capitalVoices = FactVoices(
    ask: "What is the capital of $s?", reply: "The capital of $s is $o.",
    statements: Voices(.facts, "FactVoices.capital"))

  private static let symbolVoices = FactVoices(
    ask: "What is the chemical symbol of $s?", reply: "The chemical symbol of $s is $o.",
    statements: Voices(.facts, "FactVoices.symbol"))

  private static let authorVoices = FactVoices(
    ask: "Who wrote $s?", reply: "$s was written by $o.",
    statements: Voices(.facts, "FactVoices.author"))

  private static let inventorVoices = FactVoices(
    ask: "Who is known for the invention or discovery of $s?",
    reply: "It was $o.",
    statements: Voices(.facts, "FactVoices.inventor"))

  private static let riverVoices = FactVoices(
    ask: "Which river flows through $s?", reply: "The river is $o.",
    statements: Voices(.facts, "FactVoices.river"))

  private static let numberVoices = FactVoices(
    ask: "How many $s?", reply: "The number is $o.",
    statements: Voices(.facts, "FactVoices.number"))

  private static let yearVoices = FactVoices(
    ask: "In which year was $s?", reply: "The year was $o.",
    statements: Voices(.facts, "FactVoices.year"))
}
