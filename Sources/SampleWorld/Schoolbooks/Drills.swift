/// Tables and mental arithmetic: single equalities, as schoolbooks and terminals are full of them.
enum Drills {
  private static let headings = Voices(.schoolbooks, "Drills.headings")

  private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]

  static func document(_ random: inout RandomStream) -> Draft {
    if random.chance(18) { return terminal(&random) }
    let isTable = random.chance(30)
    let factor = random.int(2...9)
    var lines: [String] = []
    let start = random.int(2...14)
    for number in 0..<random.int(12...22) {
      lines.append(
        isTable
          ? "\(start + number) * \(factor) = \((start + number) * factor)"
          : equality(&random, separator: " = ").joined())
    }
    let slots = ["n": "\(factor)", "day": random.pick(days), "who": random.pick(Names.people)]
    let heading = headings.speak(slots, &random)
    let joint = random.chance(35) ? ", " : "\n"
    return Draft(
      kind: .textbook, subtype: isTable ? "table" : "drill",
      text: heading + "\n" + lines.joined(separator: joint))
  }

  private static func terminal(_ random: inout RandomStream) -> Draft {
    let prompt = random.pick([">>> ", "> ", "In: ", "julia> ", "irb> "])
    let lines = (0..<random.int(6...14)).map { _ in
      let sides = equality(&random, separator: "\n")
      return prompt + sides.joined()
    }
    return Draft(kind: .code, subtype: "session", text: lines.joined(separator: "\n"))
  }

  /// One of the sums, differences, products and quotients that the procedures run into.
  private static func equality(_ random: inout RandomStream, separator: String) -> [String] {
    switch random.int(0...9) {
    case 0...1:
      let (a, b) = (random.int(2...12), random.int(2...12))
      return ["\(a) + \(b)", separator, "\(a + b)"]
    case 2...4:
      let (a, b) = (random.int(0...15), random.int(0...15))
      return ["\(a) - \(b)", separator, "\(a - b)"]
    case 5...7:
      let (a, b) = (random.int(2...24), random.int(2...9))
      return ["\(a) * \(b)", separator, "\(a * b)"]
    default:
      let divisor = random.int(1...5) * (random.chance(30) ? -1 : 1)
      let quotient = random.int(1...5) * (random.chance(35) ? -1 : 1)
      return ["\(divisor * quotient) / \(divisor)", separator, "\(quotient)"]
    }
  }
}
