/// Articles: subjects with their facts, mathematics in words, and things no question asks about.
struct Encyclopedia {
  private static let frames = Voices(.articles, "Encyclopedia.frames")

  private static let tails = Voices(.articles, "Encyclopedia.tails")

  /// An article that states a fact, with as much around it as there is to tell.
  func article(_ fact: Fact, also: [Fact], _ random: inout RandomStream) -> Draft {
    let voices = fact.relation.article
    var slots = fact.slots.merging(Cast.slots(&random)) { own, _ in own }
    slots["lead"] = fact.relation.voices.statements.speak(fact.slots, &random).sentenceCased
    slots["box"] = voices.box.speak(slots, &random)
    var facts = [fact]
    var sections = voices.sections
    random.shuffle(&sections)
    let isHeaded = random.chance(35)
    var parts = sections.prefix(random.int(1...3)).map { section in
      let text = section.voices.speak(slots, &random).sentenceCased
      return isHeaded ? "\n\(section.heading)\n\(text)" : text
    }
    if let second = also.first, fact.relation != .number, random.chance(12) {
      let told = second.relation.voices.statements.speak(second.slots, &random).sentenceCased
      let pointer = random.pick(["Compare", "See also the entry on", "The next entry is"])
      parts.append("\(pointer) \(second.subject): \(told)")
      facts.append(second)
    }
    slots["body"] = parts.joined(separator: isHeaded ? "\n" : " ")
    slots["title"] = title(of: fact, slots).sentenceCased
    slots["category"] = voices.categories.speak(slots, &random)
    slots["also"] = voices.related.speak(slots, &random)
    let text = framed(slots, &random)
    return Draft(kind: .encyclopedia, subtype: "article", text: text, facts: facts)
  }

  /// A procedure told in words.
  func mathematics(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    var slots = Cast.slots(&random)
    slots["title"] = procedure.voices.names.speak(&random).sentenceCased
    let ideas = procedure.voices.ideas.speak(distinct: 2, [:], &random)
    slots["lead"] = ideas[0]
    slots["body"] =
      MathematicsArticles.more(procedure, &random)
      + (random.chance(50) ? " " + ideas[1] : "")
    slots["box"] = MathematicsArticles.box(procedure, &random)
    slots["category"] = random.pick(["Mathematics", "Arithmetic and algebra", "School subjects"])
    slots["also"] = MathematicsArticles.related.speak(&random)
    return Draft(
      kind: .encyclopedia, subtype: "mathematics", text: framed(slots, &random),
      procedures: [procedure])
  }

  /// Something that no question asks about.
  func general(_ random: inout RandomStream) -> Draft {
    let text = GeneralArticles.voices.speak(Cast.slots(&random), &random)
    return Draft(kind: .encyclopedia, subtype: "general", text: text)
  }

  private func framed(_ slots: [String: String], _ random: inout RandomStream) -> String {
    var slots = slots
    let title = slots["title"] ?? ""
    slots["upper"] = title.uppercased()
    slots["letter"] = String(title.prefix(1))
    slots["tail"] = random.chance(70) ? Self.tails.speak(slots, &random) : ""
    var text = Self.frames.speak(slots, &random)
    text = text.replacing(" \n", with: "\n")
    while text.last == "\n" || text.last == " " { text.removeLast() }
    return text
  }

  private func title(of fact: Fact, _ slots: [String: String]) -> String {
    fact.relation == .number ? slots["topic"] ?? "" : fact.subject
  }
}
