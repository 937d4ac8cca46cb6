/// Two-step arithmetic: brackets first, then a product.
enum Arithmetic {
  static func problem(_ random: inout RandomStream) -> Problem {
    let adds = random.chance(55)
    var a = random.int(2...12)
    var b = random.int(2...12)
    while !adds, a - b < 2 {
      a = random.int(2...12)
      b = random.int(2...12)
    }
    let c = random.int(2...9)
    let inner = adds ? a + b : a - b
    let sign = adds ? "+" : "-"
    return Problem(
      procedure: .arithmetic,
      slots: [
        "a": "\(a)", "b": "\(b)", "c": "\(c)", "sign": sign, "inner": "\(inner)",
        "result": "\(inner * c)", "wrong": "\(adds ? a + b * c : abs(a - b * c))",
        "product": "\(b * c)", "verb": adds ? "add" : "subtract",
        "noun": adds ? "sum" : "difference", "word": adds ? "plus" : "minus",
        "story": adds ? "and gets" : "and gives away", "op": adds ? "add" : "sub",
      ],
      key: "arithmetic \(a)\(sign)\(b)*\(c)", result: "\(inner * c)")
  }

  static let voices = ProcedureVoices(
    names: Voices(.problems, "Arithmetic.names"),
    asks: Voices(.problems, "Arithmetic.asks"),
    works: Voices(.problems, "Arithmetic.works"),
    ideas: Voices(.problems, "Arithmetic.ideas"),
    slips: Voices(.problems, "Arithmetic.slips"),
    programs: Voices(.problems, "Arithmetic.programs"))
}
