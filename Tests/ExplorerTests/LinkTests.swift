import Explorer
import RunModel
import Terminal
import Testing

/// The command line that `y l` copies opens the very view that it was copied from.
@Suite struct LinkTests {
  private func fresh() throws -> Bench {
    try Bench(
      width: 140, height: 40,
      source: FixtureSource(passages: 60, hasHeat: true, variesHeat: true, areRead: true))
  }

  @Test(arguments: [
    "", "j j Enter", "j j Enter j j Enter j j j", "j j Enter Enter f c f f f +",
    "Enter Enter f - j",
    "j j Enter Enter o r W j", "Enter Enter V V", "j j Enter j Enter t d j j",
    "Enter Enter f x f u",
    "j j Enter j Enter j j Enter", "j j Enter j Enter j j Enter j t w", "Enter Enter Enter t h",
    "j j c k k 3", "j j c k k 3 Tab j j Enter", "4", "4 ] ]", "4 o p ]", "5", "6",
    "j j Enter Enter . . . . . o o j j", "W . . . o o j",
  ])
  func reopensTheView(keys: String) throws {
    var bench = try fresh()
    try bench.send(.activity(bench.source.activity()))
    try bench.press(keys)
    bench.state.workspace = "/data/my work"
    try bench.press("y l")
    guard case .copy(let link)? = bench.effects.last else {
      Issue.record("nothing is copied")
      return
    }
    #expect(link.hasPrefix("stemma '/data/my work'"))
    var other = try fresh()
    try other.send(.activity(other.source.activity()))
    for command in bench.state.linkCommands {
      try other.send(.command(command))
      #expect(!other.state.hasRefused, "\(command): \(other.state.message)")
    }
    (bench.state.message, other.state.message) = ("", "")
    // Which head `i` explains is no part of a view.
    bench.state.columnCursors = [:]
    let (one, two) = (bench.frame, other.frame)
    for (y, rows) in zip(one.rows, two.rows).enumerated() where rows.0 != rows.1 {
      Issue.record("\(keys) by \(link), row \(y)\nwas \(rows.0)\nis  \(rows.1)")
      return
    }
    #expect(one.cells == two.cells, "\(keys): a style differs")
  }

  @Test func conditionsAndWordsGoThroughAShell() throws {
    var bench = try fresh()
    try bench.press("j j Enter Enter")
    try bench.send(.command("filter text =~ /it's|slope/i && rank < 40"))
    try bench.send(.command("text rise over"))
    try bench.press("y l")
    guard case .copy(let link)? = bench.effects.last else {
      Issue.record("nothing is copied")
      return
    }
    #expect(link.contains(#"'filter text =~ /it'\''s|slope/i and rank < 40'"#))
    #expect(link.contains("-c 'text rise over'"))
  }
}

/// What stands beside a document leads somewhere.
@Suite struct FollowTests {
  /// Reads on until a document ranks high for another question too; returns for which.
  private func readOn(_ bench: inout Bench) throws -> [Relations.RankElsewhere] {
    for _ in 0..<60 {
      let request = try #require(bench.state.reader?.request)
      let found = try #require(bench.state.relations[request]).ranksElsewhere
      if !found.isEmpty { return found }
      try bench.press("J")
    }
    return []
  }

  @Test(arguments: [(160, 45), (120, 36), (100, 30)])
  func aQuestionThatTheDocumentServesIsGoneTo(width: Int, height: Int) throws {
    var bench = try Bench(
      width: width, height: height, source: FixtureSource(passages: 60, hasHeat: true))
    try bench.press("j j Enter Enter Enter")
    let ranksElsewhere = try readOn(&bench)
    try #require(!ranksElsewhere.isEmpty)
    let passage = try #require(bench.state.reader?.passage)
    try bench.press("Tab")
    #expect(bench.state.reader?.focus == .ranksElsewhere)
    #expect(bench.text.contains("for \(FixtureSource.questions[ranksElsewhere[0].question].id)"))
    try bench.press("Enter")
    #expect(bench.state.tab == .explore && bench.state.pane == .documents)
    #expect(bench.state.question == ranksElsewhere[0].question)
    #expect(bench.state.document?.passage == passage)
    #expect(bench.state.document?.rank == ranksElsewhere[0].rank)
  }

  @Test func aNeighbourIsRead() throws {
    var bench = try Bench(width: 160, height: 45, source: FixtureSource(passages: 60))
    try bench.press("j j Enter Enter j j Enter S-Tab")
    #expect(bench.state.reader?.focus == .neighbours)
    let next = bench.state.list[4].passage
    try bench.press("j j Enter")
    #expect(bench.state.reader?.passage == next && bench.state.documents.selected == 4)
    try bench.press("Esc")
    #expect(bench.state.tab == .read && bench.state.reader?.focus == .text)
  }

  @Test func neighboursHaveTheirTextsInOneColumnToo() throws {
    var bench = try Bench(width: 120, height: 36, source: FixtureSource(passages: 60))
    try bench.press("j j Enter Enter Enter S-Tab")
    #expect(bench.state.reader?.focus == .neighbours)
    let shown = (0..<30).map { bench.state.list[$0].passage }
    #expect(shown.allSatisfy { bench.state.texts[$0] != nil })
  }

  @Test func whereThereIsNoRoomBesideTheTextAListOpens() throws {
    var bench = try Bench(width: 60, height: 20, source: FixtureSource(passages: 60))
    try bench.press("j j Enter Enter Enter")
    _ = try readOn(&bench)
    let passage = bench.state.reader?.passage
    try bench.press("Tab")
    #expect(bench.text.contains("Also influential for"))
    try bench.press("Enter")
    #expect(bench.state.tab == .explore && bench.state.document?.passage == passage)
  }
}
