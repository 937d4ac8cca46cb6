/// The next terms of an arithmetic sequence.
enum NumberSequence {
  static func problem(_ random: inout RandomStream) -> Problem {
    let start = random.int(1...12)
    let step = random.int(2...9)
    func term(_ n: Int) -> Int { start + (n - 1) * step }
    let n = random.int(6...12)
    return Problem(
      procedure: .sequence,
      slots: [
        "s1": "\(start)", "s2": "\(term(2))", "s3": "\(term(3))", "s4": "\(term(4))",
        "s5": "\(term(5))", "d": "\(step)", "n": "\(n)", "tn": "\(term(n))", "k": "\(n - 1)",
        "grow": "\((n - 1) * step)", "result": "\(term(5))",
      ],
      key: "sequence \(start) \(step) \(n)", result: "\(term(5))")
  }

  static let voices = ProcedureVoices(
    names: Voices("«sequences|number patterns|arithmetic sequences|what comes next»"),
    asks: Voices(.problems, "NumberSequence.asks"),
    works: Voices(.problems, "NumberSequence.works"),
    ideas: Voices(.problems, "NumberSequence.ideas"),
    slips: Voices(.problems, "NumberSequence.slips"),
    programs: Voices(.problems, "NumberSequence.programs"))
}
