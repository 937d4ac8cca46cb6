import Explorer
import Foundation
import RunModel
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

  @Test func jobsShowRequestsAndTheLog() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.send(.activity(bench.source.activity()))
    try bench.send(
      .engine(EngineStatus(state: .running, stage: .scores, done: 3, total: 9, remaining: 60)))
    try bench.press("6")
    for text in [
      "stage   scoring passages  3 of 9", "33%  1m00s to go", "heat", "warning: few passages",
    ] {
      #expect(bench.text.contains(text), "\(text)")
    }
    #expect(bench.frame.rows[0].contains("● 33% 1m00s"))
    try bench.press("j r")
    #expect(bench.state.message.contains("no engine can be started"))
    bench.state.controlsEngine = true
    try bench.press("r")
    #expect(bench.effects.last == .startEngine)
    try bench.press("S")
    #expect(bench.effects.last == .stopEngine)
  }

  @Test func quittingAsksOnceWhileTheEngineWorks() throws {
    var bench = try Bench()
    bench.state.controlsEngine = true
    try bench.send(.engine(EngineStatus(state: .running, stage: .scores, done: 1, total: 2)))
    try bench.press("q Esc")
    #expect(!bench.effects.contains { if case .quit = $0 { true } else { false } })
    try bench.press("q k")
    #expect(bench.effects.last == .quit(stoppingEngine: false))
    try bench.press("q Enter")
    #expect(bench.effects.last == .quit(stoppingEngine: true))
  }

  @Test func aListHeldStillSaysThatScoresHaveCome() throws {
    var bench = try Bench(source: FixtureSource(passages: 60, scored: 40))
    try bench.press("Enter Enter j j")
    let before = bench.state.document
    try bench.send(.scoresChanged)
    #expect(bench.state.hasNewScores && bench.state.document == before)
    #expect(bench.text.contains("H refreshes"))
    try bench.press("H")
    #expect(!bench.state.hasNewScores && bench.state.document?.passage == before?.passage)
  }

  @Test func commandsDoWhatTheirNamesSay() throws {
    var bench = try Bench()
    for (command, check) in [
      ("q q061", { $0.selectedQuestion?.id == "q061" }),
      ("step 2", { $0.unit?.step == 2 }),
      ("type code,forum", { $0.filter.types == TypeSet([0, 2]) }),
      ("5", { $0.document.map { $0.rank >= 5 } ?? false }),
      ("view-raw", { $0.view == .raw }),
      ("clear", { $0.filter == Filter() }),
      ("narrow slope", { $0.list.count == 3 }),
      ("nonsense", { $0.message.contains("no command nonsense") }),
      ("step 99", { $0.message.contains("no step 99") }),
    ] as [(String, (ExplorerState) -> Bool)] {
      try bench.press(":")
      try bench.type(command)
      try bench.press("Enter")
      #expect(check(bench.state), "\(command)")
      // What cannot be done stays to be corrected.
      if bench.state.prompt != nil { try bench.press("Esc") }
    }
  }

  @Test func signsOrderFromTheirEnds() throws {
    var bench = try Bench()
    try bench.press("f +")
    #expect((0..<bench.state.list.count).allSatisfy { bench.state.list[$0].value > 0 })
    try bench.press("f -")
    let list = bench.state.list
    #expect((0..<list.count).allSatisfy { list[$0].value < 0 })
    #expect(list[0].rank == -1 && list[0].value <= list[list.count - 1].value)
  }

  @Test func viewsChangeNumbersAndOrder() throws {
    var bench = try Bench()
    let perNat = bench.state.list[0]
    try bench.press("o r")
    #expect(bench.state.list[0].passage == perNat.passage)
    #expect(abs(bench.state.list[0].value / perNat.value - 9.8) < 1e-3)
    try bench.press("o g")
    let list = bench.state.list
    let norm = Float(1 + list[0].passage % 7)
    #expect(
      abs(list[0].value * norm - bench.source.score(Unit(question: 0, step: 0), list[0].passage))
        < 1e-6)
  }

  @Test func starsAreKept() throws {
    var bench = try Bench()
    try bench.press("Enter Enter s f s")
    #expect(bench.state.list.count == 1)
    #expect(bench.text.contains("★"))
    try bench.press("s f s")
    #expect(bench.state.texts[bench.state.list[0].passage]?.isStarred == false)
  }

  @Test func exportsHoldTheList() throws {
    var bench = try Bench()
    try bench.press("j j Enter j Enter E t E j E m E s")
    // Rows are asked for, whatever the screen has loaded; the screen is written as it stands.
    let wanted = try #require(bench.state.wantedList)
    let formats = bench.effects.compactMap { effect -> ExportFormat? in
      guard case .writeTable(let request) = effect else { return nil }
      #expect(request.content == .documents(wanted))
      #expect(request.destination == .new(name: "q061-step1"))
      return request.format
    }
    #expect(formats == [.csv, .jsonLines, .markdown])
    guard case .export(let screen)? = bench.effects.last else {
      Issue.record("the screen was not written")
      return
    }
    #expect(screen.ending == "txt" && screen.contents.contains("[1 Explore]"))
  }

  @Test func mouseSelectsAndOpens() throws {
    var bench = try Bench()
    let row = try #require(bench.frame.rows.firstIndex { $0.contains("slope of") })
    try bench.send(.key(.mouse(.init(.press, x: 5, y: row))))
    #expect(bench.state.selectedQuestion?.id == "q061")
    try bench.send(.key(.mouse(.init(.wheelDown, x: 100, y: 8))))
    #expect(bench.state.pane == .documents && bench.state.documents.selected == 3)
    try bench.send(.key(.mouse(.init(.doubleClick, x: 100, y: 5))))
    #expect(bench.state.tab == .read)
    let column = bench.frame.rows[0].distance(
      from: bench.frame.rows[0].startIndex,
      to: try #require(bench.frame.rows[0].range(of: "3 Compare")?.lowerBound))
    try bench.send(.key(.mouse(.init(.press, x: column, y: 0))))
    #expect(bench.state.tab == .compare)
  }

  @Test func keysFasterThanTheListOpenWhatTheyMeant() throws {
    // The worker has not answered yet when Enter comes: no document of another list may open.
    var bench = try Bench()
    var waiting: [Effect] = []
    for name in ["j", "j", "Enter", "j", "Enter", "Enter"] {
      waiting += bench.state.reduce(.key(try #require(Key(name: name))))
    }
    #expect(bench.state.tab == .explore)
    for effect in waiting {
      if case .rank(let request) = effect {
        try bench.send(.ranked(request, try bench.answering.list(request)))
      }
    }
    #expect(bench.state.tab == .read)
    let best = try bench.answering.list(
      ListRequest(unit: Unit(question: 2, step: 1), view: .perNat, filter: Filter())
    ).list[0].passage
    #expect(bench.state.reader?.passage == best)
  }

  @Test func aNewCatalogKeepsThePlace() throws {
    var bench = try Bench()
    try bench.press("j j Enter j j Enter j j j")
    let (unit, document) = (bench.state.unit, bench.state.document)
    try bench.send(.catalog(bench.answering.catalog))
    #expect(bench.state.unit == unit && bench.state.document == document)
    #expect(bench.state.pane == .documents)
  }

  @Test func theLastPlaceIsRestored() throws {
    var before = try Bench()
    try before.press("j j Enter j j Enter f c f + f x")
    try before.send(.command("filter rank < 30"))
    try before.press("c 1 k")
    var state = ExplorerState(width: 120, height: 36)
    state.lastLocation = SavedLocation(before.state)
    var after = try Bench()
    after.state = state
    try after.send(.catalog(after.answering.catalog))
    #expect(after.state.selectedQuestion?.id == before.state.selectedQuestion?.id)
    #expect(after.state.unit == before.state.unit && after.state.pane == before.state.pane)
    #expect(after.state.filter == before.state.filter && after.state.filter.condition != nil)
    #expect(after.state.message.contains("--fresh"))
    // A question that is gone is said to be, and nothing else is lost.
    var gone = SavedLocation(before.state)
    gone.question = "q999"
    state.lastLocation = gone
    after.state = state
    try after.send(.catalog(after.answering.catalog))
    #expect(after.state.selectedQuestion?.id == "q001")
    #expect(after.state.message.contains("q999"))
  }

  @Test func displaysAreSavedAsTheyStand() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.send(.command("save-display /tmp/x"))
    guard case .save(let path, let contents)? = bench.effects.last else {
      Issue.record("nothing was saved")
      return
    }
    #expect(path == "/tmp/x" && contents == Snapshot(bench.frame).text)
    #expect(contents.contains("T| Stemma  [1 Explore]"))
    try bench.send(.command(":q q061"))
    #expect(bench.state.selectedQuestion?.id == "q061")
  }

  @Test func aTypedQuestionGoesToTheEngine() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("5 e")
    try bench.type("What is 2 + 3? => 5")
    try bench.press("Enter")
    #expect(bench.effects.last == .ask(prompt: "What is 2 + 3?", answer: "5"))
    #expect(bench.state.message.contains("waits until an engine runs"))
    bench.state.controlsEngine = true
    try bench.press("e Ctrl-U")
    try bench.type("Why?")
    try bench.press("Enter")
    #expect(bench.effects.suffix(2) == [.ask(prompt: "Why?", answer: nil), .startEngine])
  }

  @Test func copiesFoldIntoOneRow() throws {
    let list = DocumentList.ranked(
      scores: [5, 5, 5, 3, 2, 2], view: .raw, nats: 1, norms: [], types: [0, 1, 2, 0, 0, 0],
      filter: {
        var filter = Filter(); filter.foldsCopies = true; return filter
      }())
    #expect((0..<list.count).map { list[$0].rank } == [1, 4, 5])
  }

  @Test func stepsSayWhetherTheirResultsAreAtTheTop() throws {
    let bench = try Bench(width: 120, height: 36)
    let hits = try #require(bench.state.summaries[0])
    // Every document holds the word, so chance gives as many.
    #expect(hits[0].hits == TopHits(count: 10, depth: 10, share: 1, first: 1))
    #expect(bench.text.contains("answer in top 10: 10"))
    #expect(bench.text.contains("chance 10, first at 1"))
  }
}
