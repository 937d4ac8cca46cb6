/// A length, weight or time in another unit.
enum Conversion {
  static func problem(_ random: inout RandomStream) -> Problem {
    let (large, small, factor) = random.pick([
      ("kilometres", "metres", 1000), ("metres", "centimetres", 100), ("hours", "minutes", 60),
      ("minutes", "seconds", 60), ("kilograms", "grams", 1000), ("days", "hours", 24),
      ("weeks", "days", 7), ("feet", "inches", 12), ("dozens", "eggs", 12),
    ])
    let amount = random.int(2...12)
    return Problem(
      procedure: .conversion,
      slots: [
        "large": large, "small": small, "f": "\(factor)", "n": "\(amount)",
        "r": "\(amount * factor)", "result": "\(amount * factor)",
      ],
      key: "conversion \(large) \(amount)", result: "\(amount * factor)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«units|converting units|from one unit to another|measures»"),
    asks: Voices(.problems, "Conversion.asks"),
    works: Voices(.problems, "Conversion.works"),
    ideas: Voices(.problems, "Conversion.ideas"),
    slips: Voices(.problems, "Conversion.slips"),
    programs: Voices(.problems, "Conversion.programs"))
}
