/// Articles: facts in their surroundings, and mathematics without numbers.
struct Encyclopedia {
  private static let frames = Voices(
    """
    $title. $told $more
    %%
    $title
    $told «$more|»
    «See also|Related|Compare»: «$also|$also and $also2».
    %%
    $told $more
    %%
    $title («article|entry|stub|revised»). $told «$more|»
    %%
    «$more|From edition $n.|Entry $n.» $told
    %%
    == $title ==
    $told $more
    «[$also] [$also2]|Category: $also|Sources: $n, §»
    """)

  private static let remarks = Voices(
    """
    «This entry|The article|The present text» «was revised|was checked|has been shortened» «by $who|in the last edition|for schools».
    %%
    «Many books|Several museums|Old maps|Letters and diaries» «deal with|mention|keep the memory of» the subject.
    %%
    «Schoolchildren|Students|Visitors» «often|sometimes|are likely to» «meet it early|ask about it|learn it by heart».
    %%
    «Further reading is listed below|A longer article exists|The spelling varies in old sources|Details differ between sources».
    %%
    «It appears|The subject turns up» in «quizzes|atlases|almanacs|children's books» «of every kind|year after year|now and then».
    """)

  func article(_ fact: Fact, also: [Fact], _ random: inout RandomStream) -> Draft {
    var told = fact.relation.voices.statements.speak(fact.slots, &random).sentenceCased
    var facts = [fact]
    if let second = also.first, random.chance(25) {
      told += " " + second.relation.voices.statements.speak(second.slots, &random).sentenceCased
      facts.append(second)
    }
    let title = fact.relation == .number ? "Counting" : fact.subject.sentenceCased
    var more = fact.relation.remarks.speak(&random)
    if random.chance(40) {
      more += " " + Self.remarks.speak(["who": random.pick(Names.people)], &random)
    }
    let slots = [
      "title": title, "told": told, "also": random.pick(Self.subjects),
      "also2": random.pick(Self.subjects), "n": "\(random.int(2...30))", "more": more,
    ]
    return Draft(
      kind: .encyclopedia, subtype: "article", text: Self.frames.speak(slots, &random),
      facts: facts)
  }

  func mathematics(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let voices = procedure.voices
    let slots = [
      "title": voices.names.speak(&random).sentenceCased,
      "told": voices.ideas.speak(&random), "also": random.pick(Self.subjects),
      "also2": random.pick(Self.subjects), "n": "\(random.int(2...30))",
      "more": Self.remarks.speak(["who": random.pick(Names.people)], &random),
    ]
    return Draft(
      kind: .encyclopedia, subtype: "mathematics", text: Self.frames.speak(slots, &random),
      procedures: [procedure])
  }

  private static let subjects = [
    "rivers", "metals", "novels", "cities", "inventions", "maps", "calendars", "bridges", "schools",
    "weather", "trade", "music", "gardens", "ships", "trains", "animals", "mountains", "printing",
  ]
}
