/// News, recipes, logs, letters: documents that should matter to no question, and some with facts.
struct Miscellany {
  private static let kinds: [(String, Voices)] = [
    ("news", News.voices), ("recipe", Recipes.voices), ("letter", Letters.letters),
    ("diary", Letters.diaries), ("review", Notices.reviews), ("notice", Notices.notices),
    ("story", Stories.voices), ("handover", Notices.handovers), ("paper", Clippings.voices),
  ]

  func document(_ random: inout RandomStream) -> Draft {
    switch random.int(0...99) {
    case 0..<11: return Logs.document(&random)
    case 11..<18: return Meetings.document(&random)
    case 18..<28: return Journals.document(&random)
    default: break
    }
    let (name, voices) = random.pick(
      Self.kinds.flatMap { kind in
        // What is written in more ways is written more often.
        Array(repeating: kind, count: kind.1.count)
      })
    return Draft(kind: .other, subtype: name, text: voices.speak(Cast.slots(&random), &random))
  }

  /// A paper that states a fact in passing.
  func document(stating fact: Fact, _ random: inout RandomStream) -> Draft {
    var slots = Cast.slots(&random).merging(fact.slots) { $1 }
    slots["told"] = fact.relation.voices.statements.speak(fact.slots, &random).sentenceCased
    slots["answer"] = fact.relation == .number ? fact.reply : slots["told"]
    slots["ask"] = fact.relation.voices.question(fact)
    let text = Letters.telling.speak(slots, &random)
    return Draft(kind: .other, subtype: "letter or column", text: text, facts: [fact])
  }
}
