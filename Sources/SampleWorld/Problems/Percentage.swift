/// A percentage of an amount that comes out whole.
enum Percentage {
  static func problem(_ random: inout RandomStream) -> Problem {
    let percent = random.pick([5, 10, 20, 25, 30, 40, 50, 60, 75])
    let amount = random.int(1...12) * 20
    let part = percent * amount / 100
    return Problem(
      procedure: .percentage,
      slots: [
        "p": "\(percent)", "n": "\(amount)", "r": "\(part)", "rest": "\(amount - part)",
        "more": "\(amount + part)", "result": "\(part)",
      ],
      key: "percentage \(percent) \(amount)", result: "\(part)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«percentages|per cent|parts of a hundred|discounts and percentages»"),
    asks: Voices(.problems, "Percentage.asks"),
    works: Voices(.problems, "Percentage.works"),
    ideas: Voices(.problems, "Percentage.ideas"),
    slips: Voices(.problems, "Percentage.slips"),
    programs: Voices(.problems, "Percentage.programs"))
}
