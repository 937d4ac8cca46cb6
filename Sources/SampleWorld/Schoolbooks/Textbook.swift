/// Chapters, worked examples, proofs, exercise sheets and student notes about a procedure.
struct Textbook {
  let source: ProblemSource

  private static let headings = Voices(.schoolbooks, "Textbook.headings")

  private static let leads = Voices(.schoolbooks, "Textbook.leads")

  private static let bridges = Voices(.schoolbooks, "Textbook.bridges")

  private static let notes = Voices(.schoolbooks, "Textbook.notes")

  private static let closings = Voices(.schoolbooks, "Textbook.closings")

  private static let tasks = Voices(.schoolbooks, "Textbook.tasks")

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    switch random.int(0...19) {
    case 0...5: section(procedure, &random)
    case 6...9: sheet(procedure, &random)
    case 10...14: notebook(procedure, &random)
    case 15...16: theory(procedure, &random)
    default: WordProblems(source: source).document(procedure, &random) ?? theory(procedure, &random)
    }
  }

  private func example(_ procedure: Procedure, _ random: inout RandomStream) -> String {
    let problem = source.problem(procedure, &random)
    let voices = procedure.voices
    return voices.asks.speak(problem.slots, &random) + "\n"
      + voices.works.speak(problem.slots, &random)
  }

  private func slots(
    _ procedure: Procedure, _ problem: Problem?, _ random: inout RandomStream
  ) -> [String: String] {
    let problem = problem ?? source.problem(procedure, &random)
    let own = source.problem(procedure, &random)
    let voices = procedure.voices
    return Cast.slots(&random).merging([
      "name": voices.names.speak(&random).sentenceCased, "n": "\(random.int(1...24))",
      "slip": voices.slips.speak(problem.slots, &random),
      "ask": voices.asks.speak(own.slots, &random), "work": voices.works.speak(own.slots, &random),
    ]) { $1 }
  }

  /// A section of a book: the idea, a worked example, a remark, an exercise and its solution.
  private func section(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let slots = slots(procedure, nil, &random)
    var ideas = procedure.voices.ideas.speak(distinct: 2, [:], &random)
    var parts = [Self.headings.speak(slots, &random), ideas.removeFirst()]
    parts.append(Self.leads.speak(slots, &random) + "\n" + example(procedure, &random))
    if random.chance(45) { parts.append(Self.bridges.speak(slots, &random)) }
    if let idea = ideas.first, random.chance(50) { parts.append(idea) }
    if random.chance(35) { parts.append(Self.notes.speak(slots, &random)) }
    if random.chance(70) { parts.append(Self.tasks.speak(slots, &random)) }
    if random.chance(25) { parts.append(Self.closings.speak(slots, &random)) }
    return draft("section", procedure, parts)
  }

  private func sheet(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    var parts = [Self.headings.speak(slots(procedure, nil, &random), &random)]
    let sign = random.pick([".", ")", " -", ":"])
    for number in 1...random.int(2...4) {
      parts.append("\(number)\(sign) " + example(procedure, &random))
    }
    return draft("exercise sheet", procedure, parts)
  }

  private func notebook(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    if let corrected = StudentNotes(source: source).document(procedure, &random) {
      return corrected
    }
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
    let parts =
      [Self.headings.speak(slots, &random)]
      + procedure.voices.ideas.speak(distinct: random.int(2...3), [:], &random)
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
