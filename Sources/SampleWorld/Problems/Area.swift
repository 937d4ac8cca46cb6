/// The area of a rectangle or a right triangle.
enum Area {
  static func problem(_ random: inout RandomStream) -> Problem {
    let width = random.int(2...15)
    let height = random.int(1...8) * 2
    return Problem(
      procedure: .area,
      slots: [
        "w": "\(width)", "h": "\(height)", "r": "\(width * height)",
        "half": "\(width * height / 2)", "around": "\(2 * (width + height))",
        "thing": random.pick(["room", "garden", "field", "sheet", "wall", "terrace", "poster"]),
        "result": "\(width * height)",
      ],
      key: "area \(width) \(height)", result: "\(width * height)")
  }

  static let voices = ProcedureVoices(
    names: Voices("«area|areas of rectangles|how much a surface holds|rectangles and triangles»"),
    asks: Voices(.problems, "Area.asks"),
    works: Voices(.problems, "Area.works"),
    ideas: Voices(.problems, "Area.ideas"),
    slips: Voices(.problems, "Area.slips"),
    programs: Voices(.problems, "Area.programs"))
}
