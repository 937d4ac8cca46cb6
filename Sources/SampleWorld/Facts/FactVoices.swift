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
    statements: Voices(
      """
      $s is a country $note. «Its capital is $o|The capital of $s is $o|$o is its capital».
      %%
      $o, the capital of $s, is «home to the government|where the ministries are|where most embassies stand|the seat of its parliament».
      %%
      «The government of $s sits in $o|The parliament of $s meets in $o», the capital «of the country|city».
      %%
      The capital of $s is $o. The country lies $note.
      %%
      «Travellers to $s|Visitors to $s|Most flights to $s» «arrive in|land in|come first to» $o, «its capital|the capital of the country|which is the capital of $s».
      """))

  private static let symbolVoices = FactVoices(
    ask: "What is the chemical symbol of $s?", reply: "The chemical symbol of $s is $o.",
    statements: Voices(
      """
      «In the periodic table|In formulae|On the chart in the laboratory», $s, $note, «is written|has the symbol|stands as» $o.
      %%
      The chemical symbol of $s is $o. «It is|Chemists know it as|Everyone has met it as» $note.
      %%
      The element $s is $note. Its symbol is $o.
      %%
      «Chemists write|A chemist writes|One writes» $o for $s, «which is $note|$note».
      """))

  private static let authorVoices = FactVoices(
    ask: "Who wrote $s?", reply: "$s was written by $o.",
    statements: Voices(
      """
      $s, $note, was written by $o.
      %%
      $o wrote $s, $note«|. It is still read|. It is known in many languages».
      %%
      $s is $note. It is by $o.
      %%
      «The author of $s is|Behind $s stands|We owe $s to» $o. «It is|The work is|Readers find in it» $note.
      """))

  private static let inventorVoices = FactVoices(
    ask: "Who is known for the invention or discovery of $s?",
    reply: "It was $o.",
    statements: Voices(
      """
      $o is known for $s, $note.
      %%
      «The name of|Schoolbooks name|Most people think of» $o «is tied to|in connection with|when they hear of» $s, $note.
      %%
      We owe $s, $note, to $o.
      %%
      It was $o «who gave the world|whose work led to|who is remembered for» $s, $note.
      """))

  private static let riverVoices = FactVoices(
    ask: "Which river flows through $s?", reply: "The river is $o.",
    statements: Voices(
      """
      $s, $note, lies on $o.
      %%
      The river that flows through $s is $o. The city is $note.
      %%
      «In $s|At $s|In the middle of $s», $note, «bridges cross|people walk along|boats go up and down» $o.
      %%
      $o flows through $s, $note.
      """))

  private static let numberVoices = FactVoices(
    ask: "How many $s?", reply: "The number is $o.",
    statements: Voices(
      """
      How many $s? «The number is $o|It is $o|One counts $o», «as children learn|as anyone can check|which surprises some».
      %%
      «Think of|Here we have|The subject is» $note. «If asked how many $s|To the question how many $s», «the number is $o|say $o|the reply is $o».
      %%
      «Some wonder|A child asked|People ask» how many $s: $o. This is $note.
      """))

  private static let yearVoices = FactVoices(
    ask: "In which year was $s?", reply: "The year was $o.",
    statements: Voices(
      """
      The year of $s was $o. It was $note.
      %%
      «In $o came|The year $o brought|The year $o saw» $s, $note.
      %%
      $s, $note, «belongs to the year $o|was in $o|is dated $o|took place in $o».
      %%
      «Historians|Schoolbooks|Chronicles» put $s in the year $o: it was $note.
      """))
}
