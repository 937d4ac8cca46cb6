/// Problems told in words, for the procedures that the questions ask about.
struct WordProblems {
  let source: ProblemSource

  private static let sums = Voices(.schoolbooks, "WordProblems.sums")

  private static let differences = Voices(.schoolbooks, "WordProblems.differences")

  private static let lines = Voices(.schoolbooks, "WordProblems.lines")

  func document(_ procedure: Procedure, _ random: inout RandomStream) -> Draft? {
    guard procedure.isAsked else { return nil }
    let problem = source.problem(procedure, &random)
    let slots = Cast.slots(&random).merging(problem.slots) { $1 }
    let voices =
      procedure == .slope ? Self.lines : slots["sign"] == "+" ? Self.sums : Self.differences
    return Draft(
      kind: .textbook, subtype: "word problem", text: voices.speak(slots, &random),
      procedures: [procedure])
  }
}
