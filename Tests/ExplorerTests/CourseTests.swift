import Explorer
import RunModel
import Terminal
import Testing

/// A document's influence across a training: a strip where it is looked at, nothing where there is one checkpoint.
@Suite struct CourseTests {
  private static let names = ["step 100", "step 200", "step 300", "step 400", "step 500"]

  private func bench(_ width: Int, _ height: Int, checkpoints: [String] = names) throws -> Bench {
    try Bench(
      width: width, height: height,
      source: FixtureSource(passages: 60, hasHeat: true, checkpoints: checkpoints))
  }

  /// What the strip must be: the selected document's own scores, in eighths of the largest.
  private func expected(_ bench: Bench) throws -> String {
    let request = try #require(bench.state.selectedScore ?? bench.state.reader?.request)
    let scores = bench.source.course(of: request.unit, passage: request.passage)
    let largest = scores.compactMap { $0 }.map { abs($0) }.max() ?? 0
    return scores.map { score in
      guard let score else { return " ·" }
      let level = Int((8 * abs(score) / largest).rounded(.up))
      return (score < 0 ? "-" : "+") + String(Array("▁▂▃▄▅▆▇█")[level - 1])
    }.joined()
  }

  @Test(arguments: [(80, 24), (120, 36), (160, 48)])
  func theStripFollowsTheSelectedDocument(width: Int, height: Int) throws {
    var bench = try bench(width, height)
    #expect(!bench.text.contains("training "))
    // Documents at both ends of the list, whose scores have both signs.
    for keys in ["Enter Enter", "j", "G"] {
      try bench.press(keys)
      let strip = try expected(bench)
      #expect(bench.text.contains("training \(strip)"), "\(keys)\n\(bench.text)")
    }
    // By itself: asking changes nothing else, and each document is asked for once.
    let asked = bench.effects.filter { if case .course = $0 { true } else { false } }
    #expect(asked.count == 3)
    try bench.press("k j")
    let again = bench.effects.filter { if case .course = $0 { true } else { false } }
    #expect(again.count == 4)
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func theReaderShowsItBesideTheText(width: Int, height: Int) throws {
    var bench = try bench(width, height)
    try bench.press("Enter Enter Enter")
    #expect(bench.state.tab == .read)
    let text = bench.text
    if width < 100 {
      #expect(text.contains("training \(try expected(bench))"), "\(text)")
    } else {
      #expect(text.contains("influence across the training"), "\(text)")
      for name in Self.names { #expect(text.contains(name), "\(name)\n\(text)") }
    }
  }

  @Test func factsNameEveryCheckpointAndSayWhatTheStripIs() throws {
    var bench = try bench(120, 60)
    try bench.press("Enter Enter i")
    let text = bench.text
    for name in Self.names { #expect(text.contains(name), "\(text)") }
    guard case .text(_, let lines, _) = bench.state.overlay else {
      Issue.record("no facts")
      return
    }
    #expect(lines.contains { $0.contains("at each checkpoint in the order of the training") })
  }

  @Test func whereThereIsOneCheckpointNothingIsShownOrAsked() throws {
    for checkpoints in [[], ["step 500"]] {
      var bench = try bench(120, 36, checkpoints: checkpoints)
      for keys in ["Enter Enter", "i", "Esc", "?", "Esc", "Enter"] {
        try bench.press(keys)
        #expect(!bench.text.contains("training"), "\(bench.text)")
      }
      #expect(!bench.effects.contains { if case .course = $0 { true } else { false } })
    }
  }

  @Test func aLongTrainingIsShownEvenlyToItsEnd() throws {
    var bench = try bench(80, 24, checkpoints: (1...60).map { "step \($0)" })
    try bench.press("Enter Enter")
    let row = try #require(bench.frame.rows.first { $0.contains("training ") })
    // The last is the largest.
    #expect(row.contains("█"), "\(row)")
    try bench.press("Enter")
    #expect(bench.frame.rows.allSatisfy { columns(of: $0) <= 80 })
  }

  @Test func itCanBeReadInASCIIAndWithoutColour() throws {
    var bench = try bench(80, 24)
    try bench.press("Enter Enter")
    let row = try #require(bench.frame.rows.first { $0.contains("training ") })
    for scalar in row.unicodeScalars where scalar.value > 0x7E {
      #expect(asciiTwin(scalar) != nil, "\(scalar)")
    }
  }
}
