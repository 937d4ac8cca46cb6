/// Proofs and definitions of the two procedures that the questions ask about, written out by hand.
enum Proofs {
  static let arithmetic = Voices(.schoolbooks, "Proofs.arithmetic")

  static let slope = Voices(.schoolbooks, "Proofs.slope")

  static func document(_ random: inout RandomStream) -> Draft {
    let procedure = random.pick([Procedure.arithmetic, .slope])
    let voices = procedure == .arithmetic ? arithmetic : slope
    let who = random.pick(Names.people)
    let slots = ["who": who, "who2": random.pick(Names.people.filter { $0 != who })]
    return Draft(
      kind: .textbook, subtype: "proof and theory", text: voices.speak(slots, &random),
      procedures: [procedure])
  }
}
