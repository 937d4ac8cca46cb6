/// The slope of the line through two points with a whole-number slope.
enum Slope {
  static func problem(_ random: inout RandomStream) -> Problem {
    while true {
      let x1 = random.int(0...10)
      let y1 = random.int(0...15)
      let dx = random.int(1...5) * (random.chance(25) ? -1 : 1)
      let slope = random.int(1...5) * (random.chance(35) ? -1 : 1)
      let x2 = x1 + dx
      let y2 = y1 + slope * dx
      guard (0...12).contains(x2), (0...15).contains(y2) else { continue }
      let dy = y2 - y1
      let (left, right) = ("(\(x1), \(y1))", "(\(x2), \(y2))")
      return Problem(
        procedure: .slope,
        slots: [
          "x1": "\(x1)", "y1": "\(y1)", "x2": "\(x2)", "y2": "\(y2)", "dx": "\(dx)", "dy": "\(dy)",
          "m": "\(slope)", "p": left, "q": right, "result": "\(slope)",
          "direction": slope > 0 ? "rises" : "falls",
          "flip": abs(dx) == abs(dy)
            ? "goes unnoticed here" : "gives \(dx) / \(dy) instead of \(dy) / \(dx)",
          "crossed": "\(-dx)", "start": "\(y1 - slope * x1)",
        ],
        key: key(x1, y1, x2, y2), result: "\(slope)")
    }
  }

  /// The same for both orders of the points.
  static func key(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int) -> String {
    let points = [(x1, y1), (x2, y2)].sorted { $0 < $1 }
    return "slope \(points)"
  }

  static let voices = ProcedureVoices(
    names: Voices(.problems, "Slope.names"),
    asks: Voices(.problems, "Slope.asks"),
    works: Voices(.problems, "Slope.works"),
    ideas: Voices(.problems, "Slope.ideas"),
    slips: Voices(.problems, "Slope.slips"),
    programs: Voices(.problems, "Slope.programs"))
}
