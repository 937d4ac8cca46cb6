/// Threads in which somebody miscalculates, somebody else finds the line, and all is set right.
struct Disputes {
  let source: ProblemSource

  private static let arithmetic = Voices(.threads, "Disputes.arithmetic")

  private static let slope = Voices(.threads, "Disputes.slope")

  func thread(_ procedure: Procedure, _ random: inout RandomStream) -> Draft {
    let problem = source.problem(procedure, &random)
    var slots = Cast.slots(&random).merging(problem.slots) { $1 }
    let voices = procedure.voices
    slots["name"] = voices.names.speak(&random)
    slots["ask"] = voices.asks.speak(problem.slots, &random)
    slots["work"] = voices.works.speak(problem.slots, &random)
    let number = { (name: String) in Int(slots[name] ?? "") ?? 0 }
    var mistakes: [String] = []
    let miss = random.chance(50) ? 1 : -1
    if procedure == .arithmetic {
      let bad = number("inner") + miss
      slots["bad"] = "\(bad)"
      slots["badend"] = "\(bad * number("c"))"
      mistakes.append("\(number("a")) \(slots["sign"] ?? "") \(number("b")) = \(bad)")
    } else {
      let dx = number("dx")
      slots["crossed"] = "\(-dx)"
      slots["ydown"] = "\(-number("dy"))"
      slots["flipped"] = "\(-number("m"))"
      slots["bad"] = "\(number("m") + miss)"
      slots["baddy"] = "\((number("m") + miss) * dx)"
      mistakes.append(
        "\(number("y2")) - \(number("y1")) = \((number("m") + miss) * dx)")
    }
    let text = (procedure == .arithmetic ? Self.arithmetic : Self.slope).speak(slots, &random)
    return Draft(
      kind: .forum, subtype: "dispute", text: text, procedures: [procedure],
      slips: mistakes.filter { text.contains($0) })
  }
}
