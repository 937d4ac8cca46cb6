/// Chapters, worked examples, proofs, exercise sheets and student notes about a procedure.
struct Textbook {
  let source: ProblemSource

  private static let headings = Voices(
    """
    «Chapter|Section|Lesson|Unit|Part» $n. $name
    %%
    $name
    «=====|-----|*****»
    %%
    «Notes on|More about|A short course on|Understanding|A second look at|Practice with» $name
    %%
    ## $name
    %%
    \\section{$name}
    """)

  private static let leads = Voices(
    """
    «Example|Worked example|Example $n|An example|Illustration».
    %%
    «Let us try it|Here is one with numbers|Consider a case|Now with numbers|We do one together»«.|:»
    %%
    «$who asks|$who is given|On the board stands|The book has|From last year's test»:
    """)

  private static let notes = Voices(
    """
    «Remember|Note|Caution|In short|Keep in mind|A warning»: $slip
    %%
    $slip
    %%
    «$who wrote|A remark by $who|In the margin»: $slip
    """)

  private static let closings = Voices(
    """
    «Try it with other numbers|Make up two more and trade with a neighbour|Cover the lines and do it again|Explain it to someone|Say each step aloud».
    %%
    «This finishes the section|That is all there is to it|The rest is practice|More of this follows later|Further problems are at the end of the book».
    %%
    «Q.E.D.|End of example.|(end)|* * *»
    """)

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    switch random.int(0...9) {
    case 0...2: chapter(procedure, &random)
    case 3...5: sheet(procedure, &random)
    case 6...7: notebook(procedure, &random)
    default: theory(procedure, &random)
    }
  }

  private func example(_ procedure: Procedure, _ random: inout RandomStream) -> [String] {
    let problem = source.problem(procedure, &random)
    let voices = procedure.voices
    var parts = [
      voices.asks.speak(problem.slots, &random), voices.works.speak(problem.slots, &random),
    ]
    if random.chance(20) { parts.append(voices.slips.speak(problem.slots, &random)) }
    return parts
  }

  private func slots(
    _ procedure: Procedure, _ problem: Problem?, _ random: inout RandomStream
  ) -> [String: String] {
    let problem = problem ?? source.problem(procedure, &random)
    return [
      "name": procedure.voices.names.speak(&random).sentenceCased, "n": "\(random.int(1...24))",
      "who": random.pick(Names.people),
      "slip": procedure.voices.slips.speak(problem.slots, &random),
    ]
  }

  private func chapter(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let slots = slots(procedure, nil, &random)
    var parts = [
      Self.headings.speak(slots, &random), procedure.voices.ideas.speak(&random),
    ]
    for _ in 0..<random.int(1...2) {
      parts.append(
        Self.leads.speak(slots, &random) + "\n"
          + example(procedure, &random).joined(separator: "\n"))
    }
    if random.chance(40) { parts.append(Self.closings.speak(slots, &random)) }
    return draft("chapter", procedure, parts)
  }

  private func sheet(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    var parts = [Self.headings.speak(slots(procedure, nil, &random), &random)]
    for number in 1...random.int(2...5) {
      let problem = source.problem(procedure, &random)
      let voices = procedure.voices
      parts.append(
        "\(number)\(random.chance(50) ? "." : ")") \(voices.asks.speak(problem.slots, &random))\n"
          + voices.works.speak(problem.slots, &random))
    }
    return draft("exercise sheet", procedure, parts)
  }

  private func notebook(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let problem = source.problem(procedure, &random)
    let voices = procedure.voices
    let slots = slots(procedure, problem, &random)
    var parts = [
      Self.leads.speak(slots, &random), voices.asks.speak(problem.slots, &random),
      voices.works.speak(problem.slots, &random), Self.notes.speak(slots, &random),
    ]
    if random.chance(50) { parts.append(procedure.voices.ideas.speak(&random)) }
    return draft("student notes", procedure, parts, separator: "\n")
  }

  private func theory(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let slots = slots(procedure, nil, &random)
    var ideas: [String] = []
    while ideas.count < 2 {
      let idea = procedure.voices.ideas.speak(&random)
      if ideas.first?.prefix(12) != idea.prefix(12) { ideas.append(idea) }
    }
    let parts =
      [Self.headings.speak(slots, &random)] + ideas
      + [random.chance(50) ? Self.notes.speak(slots, &random) : Self.closings.speak(slots, &random)]
    return draft("definition and reasons", procedure, parts)
  }

  private func draft(
    _ subtype: String, _ procedure: Procedure, _ parts: [String], separator: String = "\n\n"
  ) -> Draft {
    Draft(
      kind: .textbook, subtype: subtype, text: parts.joined(separator: separator),
      procedures: [procedure])
  }
}
