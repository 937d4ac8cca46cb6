import Explorer
import RunModel
import Terminal
import Testing

/// Token heat over a text: what it adds up to, and that every terminal is told the same.
@Suite struct HeatTests {
  private static let text = "one two. Three\nfour five\n\nsix"
  /// Tokens as a tokenizer cuts them, each blank before its word.
  private static let heat = Heat(
    tokens: [1, -2, 0.5, 4, 8, -16, 3],
    ranges: [0..<3, 3..<7, 7..<8, 8..<14, 14..<19, 19..<24, 24..<29])

  @Test(
    arguments: [
      (.token, [1, -2, 0.5, 4, 8, -16, 3]), (.word, [1, -1.5, 4, 8, -16, 3]),
      (.sentence, [-0.5, 4, -8, 0, 3]), (.line, [3.5, -8, 0, 3]), (.paragraph, [-4.5, 3]),
    ] as [(HeatLayer.Grain, [Float])])
  func spansAddUpToTheScore(grain: HeatLayer.Grain, sums: [Float]) {
    let layer = HeatLayer(Self.heat, text: Self.text, grain: grain)
    #expect(layer.sums == sums)
    #expect(layer.sums.reduce(0, +) == Self.heat.tokens.reduce(0, +))
    #expect(layer.scale == sums.map(abs).max())
    #expect(layer.sum(atByte: 0) == sums[0] && layer.sum(atByte: 28) == sums.last)
    #expect(layer.sum(atByte: 29) == nil && layer.sum(atByte: -1) == nil)
  }

  @Test func rangesOutsideOfTheTextAreLeftOut() {
    let heat = Heat(tokens: [1, 2, 3], ranges: [0..<2, 2..<90, 80..<95])
    for grain in HeatLayer.Grain.allCases {
      let layer = HeatLayer(heat, text: "abcd", grain: grain)
      #expect(layer.sum(atByte: 3) != nil && layer.sum(atByte: 4) == nil)
    }
    #expect(HeatLayer(heat, text: "").sum(bytes: 0..<9) == 0)
  }

  /// Steps of heat that a frame shows, read back from its styles alone.
  private func steps(_ bench: Bench, of theme: Theme) -> [[Int]] {
    var step: [Style: Int] = [:]
    for value in -5...5 where value != 0 {
      step[theme.text.overlaid(with: theme.heat(value))] = value
    }
    let area = bench.state.readerTextArea(bench.state.layout)
    let inner = bench.state.layout.inside(area)
    let frame = bench.frame
    return (inner.y..<inner.maxY).map { y in
      (inner.x + bench.state.readerGutter..<inner.maxX).map {
        step[frame[$0, y].style] ?? 0
      }
    }
  }

  @Test func everyTerminalIsToldTheSame() throws {
    var bench = try Bench(source: FixtureSource(passages: 5, hasHeat: true))
    try bench.press("Enter Enter Enter t a")
    var shown: [[[Int]]] = []
    var digits: [[String]] = []
    for depth in [ColorDepth.direct, .palette, .sixteen, .eight, .none] {
      for theme in Theme.builtIn(depth: depth) where !theme.isASCII {
        bench.state.theme = theme
        shown.append(steps(bench, of: theme))
        digits.append(bench.frame.rows)
        // Eleven looks that cannot be taken for each other.
        #expect(Set((-5...5).map { theme.text.overlaid(with: theme.heat($0)) }).count == 11)
      }
    }
    #expect(Set(shown).count == 1 && shown.count > 10)
    #expect(Set(digits).count == 1)
    #expect(Set(shown[0].joined()).count >= 6)
    #expect(digits[0].contains { $0.contains("+9 ") } && digits[0].contains { $0.contains("-") })
  }

  @Test func grainAndScaleAreNamed() throws {
    var bench = try Bench(source: FixtureSource(passages: 5, hasHeat: true))
    try bench.press("Enter Enter Enter")
    let own = bench.state.heatScale
    #expect(bench.text.contains("heat by token") && bench.text.contains("of this document: 1.000"))
    for (key, name) in [("w", "word"), ("s", "sentence"), ("l", "line"), ("g", "paragraph")] {
      try bench.press("t \(key)")
      #expect(bench.frame.rows[2].contains("heat by \(name)"))
    }
    try bench.press("t k = j")
    #expect(bench.text.contains("strongest of the documents read for this step"))
    try bench.press("= j")
    #expect(bench.text.contains("strongest of the documents read for this question"))
    #expect(bench.state.heatScale >= own)
    try bench.press("= j")
    #expect(bench.text.contains("strongest of this document"))
  }

  @Test func thePreviewShowsHeatThatIsKnown() throws {
    var bench = try Bench(source: FixtureSource(passages: 5, hasHeat: true))
    try bench.press("Enter Enter")
    #expect(bench.effects.contains { if case .glance = $0 { true } else { false } })
    #expect(bench.text.contains("+9 def slope"))
    var cold = try Bench(source: FixtureSource(passages: 5))
    try cold.press("Enter Enter")
    #expect(cold.text.contains("│ def slope"))
    // Looking asks no engine for anything.
    #expect(!cold.effects.contains { if case .heat = $0 { true } else { false } })
  }
}
