extension ExplorerState {
  /// The unit that the open document was ranked for.
  package var readerUnit: Unit? {
    guard readerOrigin == .compare else { return unit }
    return compare.side == .left ? compare.left : compare.right
  }

  /// What the reader must ask for once its text is there.
  mutating func readerQuestions() -> [Effect] {
    guard tab == .read, var open = reader, open.isLoaded, let unit = readerUnit else { return [] }
    let request = HeatRequest(unit: unit, passage: open.passage)
    var effects: [Effect] = []
    if !open.hasAsked {
      open.hasAsked = true
      open.awaitsHeat = engine.isServing || engine.state == .running
      effects = [.heat(request, asking: open.awaitsHeat), .relate(request)]
      reader = open
    } else if !open.awaitsHeat, open.heat == nil, engine.isServing {
      // An engine has come since.
      reader?.awaitsHeat = true
      effects = [.heat(request, asking: true)]
    }
    return effects
  }

  mutating func takeIn(_ heat: Heat, for request: HeatRequest) {
    guard var open = reader, open.passage == request.passage, readerUnit == request.unit,
      let text = texts[open.passage]?.text
    else { return }
    open.heat = heat
    open.awaitsHeat = false
    open.tokenAtByte = heat.hasPlaces ? heat.tokenAtByte(count: text.utf8.count) : []
    open.measureLines()
    reader = open
  }

  /// Goes to the next or previous row with a token that is hot.
  mutating func goToHeat(by step: Int) {
    guard let open = reader, let heat = open.heat, heat.hasPlaces else {
      message = "no token heat to go by"
      return
    }
    let scale = heat.scale
    let hot = open.lines.indices.filter { index in
      let end = index + 1 < open.lines.count ? open.lines[index + 1].start : Int.max
      let bytes = open.lines[index].start..<min(end, open.tokenAtByte.count)
      return bytes.contains { byte in
        let token = open.tokenAtByte[byte]
        return token >= 0 && abs(heat.tokens[Int(token)]) >= scale / 2
      }
    }
    let next =
      step > 0
      ? hot.first { $0 > open.top } ?? hot.first : hot.last { $0 < open.top } ?? hot.last
    if let next { reader?.top = next }
  }

  mutating func changeGamma(by factor: Double) {
    guard let open = reader else { return }
    let gamma = min(2, max(0.1, open.gamma * factor))
    reader?.gamma = gamma
    message =
      "gamma \(signed(gamma)): \(gamma < 0.5 ? "mild places stand out" : "strong places only")"
  }
}

extension Reader {
  /// Finds the row of text with the largest absolute sum of heat.
  mutating func measureLines() {
    lineScale = lines.indices.reduce(0) { max($0, abs(lineSum($1) ?? 0)) }
  }
}
