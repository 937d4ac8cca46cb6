/// Conversations in which a fact is told, each kind of fact in surroundings of its own.
enum FactThreads {
  private static let anywhere = Voices(.threads, "FactThreads.anywhere")

  private static let voices: [Relation: Voices] = [
    .capital: Voices(.threads, "FactThreads.capital"),
    .symbol: Voices(.threads, "FactThreads.symbol"),
    .author: Voices(.threads, "FactThreads.author"),
    .inventor: Voices(.threads, "FactThreads.inventor"),
    .river: Voices(.threads, "FactThreads.river"),
    .number: Voices(.threads, "FactThreads.number"),
    .year: Voices(.threads, "FactThreads.year"),
  ]

  static func chat(_ fact: Fact, _ random: inout RandomStream) -> Draft {
    let own = fact.relation.voices
    let told = own.statements.speak(fact.slots, &random).sentenceCased
    var slots = Cast.slots(&random).merging(fact.slots) { $1 }
    slots["ask"] = own.question(fact)
    slots["told"] = random.chance(35) && fact.relation != .number ? fact.reply : told
    // What counts repeats the question, which an answer does not.
    slots["answer"] = random.chance(35) || fact.relation == .number ? fact.reply : told
    let place = random.chance(60) ? voices[fact.relation] ?? anywhere : anywhere
    return Draft(
      kind: .forum, subtype: "conversation", text: place.speak(slots, &random), facts: [fact])
  }
}
