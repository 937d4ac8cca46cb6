import Explorer
import Findings
import Terminal
import Testing

@Suite struct FindingsScreenTests {
  @Test func everyPageIsDrawnAtEverySize() throws {
    for size in [(120, 36), (80, 24), (44, 12), (200, 60)] {
      var bench = try Bench(width: size.0, height: size.1)
      try bench.press("4")
      #expect(bench.effects.filter { $0 == .study }.count == 1)
      for _ in FindingsState.Page.allCases {
        #expect(bench.frame.rows[0].contains("[4 Findings]"))
        try bench.press("Down Down Right ]")
      }
      #expect(bench.state.findings.page == .correlation)
    }
  }

  @Test func cellsOpenInCompare() throws {
    var bench = try Bench()
    try bench.press("4 j l l")
    let pair = try #require(bench.state.findings.pair)
    try bench.press("Enter")
    #expect(bench.frame.rows[0].contains("[3 Compare]"))
    #expect(bench.state.compare.left?.question == bench.state.findings.rows[pair.first])
    #expect(bench.state.compare.right?.question == bench.state.findings.rows[pair.second])
  }

  @Test func theMapShowsTheStudysNumbers() throws {
    var bench = try Bench()
    try bench.press("4 j")
    let study = try #require(bench.state.findings.study)
    let order = study.correlations.order
    let r = study.correlations.pearson[order[1], order[0]]
    let shown = (r * 100).rounded() / 100
    let text = bench.frame.rows[2]
    #expect(text.contains("r \(shown < 0 ? "-" : "").\(abs(shown) < 0.1 ? "0" : "")"))
    #expect(bench.text.contains("mean r between groups"))
  }

  @Test func incompleteScoresSaySo() throws {
    var bench = try Bench(source: FixtureSource(passages: 60, scored: 30))
    try bench.press("4")
    #expect(bench.text.contains("Findings need two questions"))
  }

  @Test func magnitudesComeWithATable() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("4 ]")
    #expect(bench.text.contains("group"))
    #expect(bench.text.contains("slopes"))
  }
}
