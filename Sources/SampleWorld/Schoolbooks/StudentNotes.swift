/// Exercise books in which a mistake is struck out and put right.
struct StudentNotes {
  let source: ProblemSource

  private static let arithmetic = Voices(.schoolbooks, "StudentNotes.arithmetic")

  private static let slope = Voices(.schoolbooks, "StudentNotes.slope")

  /// Nil for a procedure that no notes are kept about.
  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft? {
    let voices: Voices
    switch procedure {
    case .arithmetic: voices = Self.arithmetic
    case .slope: voices = Self.slope
    default: return nil
    }
    let problem = source.problem(procedure, &random)
    var slots = Cast.slots(&random).merging(problem.slots) { $1 }
    slots["n"] = "\(random.int(1...24))"
    slots["ask"] = procedure.voices.asks.speak(problem.slots, &random)
    slots["work"] = procedure.voices.works.speak(problem.slots, &random)
    let number = { (name: String) in Int(slots[name] ?? "") ?? 0 }
    let miss = random.chance(50) ? 1 : -1
    let slip: String
    if procedure == .arithmetic {
      let bad = number("inner") + miss
      slip = "\(number("a")) \(slots["sign"] ?? "") \(number("b")) = \(bad)"
      slots["bad"] = "\(bad)"
    } else {
      slots["crossed"] = "\(-number("dx"))"
      slip = "\(number("y2")) - \(number("y1")) = \(number("dy") + miss)"
      slots["baddy"] = "\(number("dy") + miss)"
    }
    let text = voices.speak(slots, &random)
    return Draft(
      kind: .textbook, subtype: "student notes", text: text, procedures: [procedure],
      slips: text.contains(slip) ? [slip] : [])
  }
}
