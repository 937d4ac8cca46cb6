/// An equation a·x + b = c with a whole solution.
enum LinearEquation {
  static func problem(_ random: inout RandomStream) -> Problem {
    let a = random.int(2...9)
    let x = random.int(1...12)
    let b = random.int(1...15)
    let right = a * x + b
    return Problem(
      procedure: .linear,
      slots: [
        "a": "\(a)", "b": "\(b)", "c": "\(right)", "d": "\(a * x)", "x": "\(x)", "result": "\(x)",
        "wrong": "\(right + b)",
      ],
      key: "linear \(a) \(b) \(right)", result: "\(x)")
  }

  static let voices = ProcedureVoices(
    names: Voices(.problems, "LinearEquation.names"),
    asks: Voices(.problems, "LinearEquation.asks"),
    works: Voices(.problems, "LinearEquation.works"),
    ideas: Voices(.problems, "LinearEquation.ideas"),
    slips: Voices(.problems, "LinearEquation.slips"),
    programs: Voices(.problems, "LinearEquation.programs"))
}
