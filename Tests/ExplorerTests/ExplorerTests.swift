import Explorer
import Terminal
import Testing

@Suite struct ExploreTests {
  @Test func firstRowNamesTheProgramAndTheTab() throws {
    var bench = try Bench()
    #expect(bench.frame.rows[0].hasPrefix(" Stemma  [1 Explore]  2 Read "))
    try bench.press("3")
    #expect(bench.frame.rows[0].contains("[3 Compare]"))
    try bench.press("6")
    #expect(bench.frame.rows[0].contains("[6 Jobs]"))
  }

  @Test(arguments: [(120, 36), (100, 30), (80, 24), (160, 45)])
  func allThreePanesAreShown(_ size: (Int, Int)) throws {
    let bench = try Bench(width: size.0, height: size.1)
    for title in ["─ Steps ─", "─ Documents ─", "═ Questions ═"] {
      #expect(bench.text.contains(title))
    }
  }

  @Test func walksFromQuestionToDocumentAndBack() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("j j Enter j j Enter")
    #expect(bench.state.selectedQuestion?.id == "q061")
    #expect(bench.state.unit?.step == 2)
    #expect(bench.text.contains("═ Documents ═"))
    try bench.press("Enter")
    #expect(bench.frame.rows[0].contains("[2 Read]"))
    #expect(bench.text.contains("def slope_"))
    try bench.press("q")
    #expect(bench.frame.rows[0].contains("[1 Explore]"))
    try bench.press("Esc Esc Esc Esc")
    #expect(bench.state.pane == .questions)
    #expect(!bench.effects.contains(.quit(stoppingEngine: true)))
    try bench.press("q")
    #expect(bench.effects.last == .quit(stoppingEngine: true))
  }

  @Test func filtersByType() throws {
    var bench = try Bench()
    let all = bench.state.list.count
    try bench.press("f c")
    #expect(bench.state.list.count == all / 5)
    for row in 0..<bench.state.list.count {
      #expect(bench.state.catalog.types[bench.state.list[row].passage] == 0)
    }
    #expect(bench.text.contains("1 filter on: type=code"))
    try bench.press("f f")
    #expect(bench.state.list.count == all * 2 / 5)
    try bench.press("F")
    #expect(bench.state.list.count == all)
  }
}
