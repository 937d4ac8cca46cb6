import Explorer
import RunModel
import Terminal
import Testing

/// The tour: eight stops, each of which asks for one key.
@Suite struct TourTests {
  /// The keys that the stops ask for, in their order.
  private static let keys = ["Enter", "Enter", "V", "Enter", "3", "4", "5", "1"]

  @Test(arguments: [(80, 24), (120, 36), (44, 24)])
  func eachStopAsksForOneKeyAndTheLastEndsIt(size: (Int, Int)) throws {
    var bench = try Bench(width: size.0, height: size.1)
    try bench.press("? t")
    for (number, key) in Self.keys.enumerated() {
      let rows = bench.frame.rows
      #expect(rows.count == size.1)
      #expect(rows.contains { $0.contains("Tour, stop \(number + 1) of 8") }, "\(bench.text)")
      #expect(rows.last?.contains("Press \(key): ") == true, "\(bench.text)")
      // Nothing of what is explained is cut off.
      let words = bench.state.tourText.split(separator: " ").last.map(String.init) ?? ""
      #expect(rows.suffix(9).joined().contains(words), "\(bench.text)")
      // Another key leads nowhere else.
      try bench.press("6")
      #expect(bench.state.message.hasPrefix("the tour waits for \(key)"))
      #expect(bench.state.tour?.stop.rawValue == number)
      try bench.press(key)
    }
    #expect(bench.state.tour == nil)
    #expect(bench.state.message.contains("stemma init DIR --from FOLDER"))
    #expect(bench.state.height == size.1 && bench.frame.rows.count == size.1)
    #expect(bench.state.view == .perNat)
  }

  @Test func itBeginsAtAQuestionAnsweredRightOnItsTellingStep() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("g t")
    let question = try #require(bench.state.selectedQuestion)
    #expect(question.id == "q061")
    let sums = (1...4).map { step in
      (0..<60).reduce(0.0) {
        $0 + abs(Double(bench.source.score(Unit(question: 2, step: step), $1)))
      }
    }
    let telling = try #require(sums.indices.max { sums[$0] < sums[$1] })
    #expect(bench.state.steps.selected == telling + 1)
    #expect(bench.state.document?.rank == 1)
  }

  @Test(arguments: 0..<8)
  func itCanBeLeftAtAnyStop(stop: Int) throws {
    for leave in ["Esc", "q"] {
      var bench = try Bench(width: 80, height: 24)
      try bench.press("? t " + Self.keys.prefix(stop).joined(separator: " "))
      #expect(bench.state.tour?.stop.rawValue == stop)
      try bench.press(leave)
      #expect(bench.state.tour == nil)
      #expect(bench.frame.rows.count == 24)
      #expect(bench.frame.rows.last?.contains("help") == true)
      // The keys are the explorer's again.
      try bench.press("6")
      #expect(bench.state.tab == .jobs)
    }
  }

  @Test func itKeepsItsPlaceWhenTheScreenChanges() throws {
    var bench = try Bench(width: 120, height: 36)
    try bench.press("? t Enter")
    for (width, height) in [(80, 24), (200, 60), (64, 20), (120, 36)] {
      try bench.send(.resized(width: width, height: height))
      #expect(bench.frame.rows.count == height)
      #expect(bench.text.contains("Tour, stop 2 of 8"))
    }
    try bench.send(.resized(width: 40, height: 10))
    #expect(bench.state.tour == nil && bench.state.height == 10)
    #expect(bench.state.message.hasPrefix("the tour needs a screen"))
  }

  @Test func keysOfAPersonsOwnAreTheOnesAskedFor() throws {
    var bench = try Bench(width: 80, height: 24)
    var settings = Settings()
    settings.read(keys: "open: \"@\"")
    bench.state.keymap = settings.keymap
    try bench.press("? t")
    #expect(bench.frame.rows.last?.contains("Press @: its steps") == true)
    try bench.press("@")
    #expect(bench.state.tour?.stop == .steps)
  }

  @Test func plainLinesGoTheSameWay() throws {
    for answers in [
      Array(repeating: "", count: 8),
      ["open", "open", "view", "open", "compare", "findings", "ask", "explore"],
      ["enter", "enter", "v", "enter", "3", "4", "5", "1"],
    ] {
      var plain = PlainExplorer(try Script(FixtureSource(), width: 80, height: 24))
      try plain.startTour()
      var lines = plain.place
      for (number, answer) in answers.enumerated() {
        #expect(lines.contains { $0.hasPrefix("Tour, stop \(number + 1) of 8") }, "\(lines)")
        lines = plain.take(answer)
      }
      #expect(!lines.contains { $0.hasPrefix("Tour") })
      #expect(lines.contains { $0.contains("stemma init DIR --from FOLDER") })
    }
    var plain = PlainExplorer(try Script(FixtureSource(), width: 80, height: 24))
    try plain.startTour()
    #expect(plain.take("jobs").contains { $0.contains("the tour waits for Enter") })
    #expect(!plain.take("q").contains { $0.hasPrefix("Tour") })
    #expect(!plain.hasEnded)
  }
}

/// Where somebody begins who was never here.
@Suite struct FirstStartTests {
  @Test(arguments: [(80, 24), (120, 36)])
  func itOpensOnReasoningThatWasRight(size: (Int, Int)) throws {
    let source = FixtureSource()
    var bench = try Bench(width: size.0, height: size.1, source: source)
    bench.state.opensAtReasoning = true
    try bench.send(.catalog(source.catalog()))
    #expect(bench.state.selectedQuestion?.id == "q061")
    #expect(bench.state.steps.selected > 0)
    let top = try #require(bench.state.document)
    #expect(top.rank == 1 && bench.state.unit?.step == bench.state.steps.selected)
    #expect(bench.text.contains("▶     1") || bench.text.contains("▶    1"), "\(bench.text)")
    #expect(bench.text.contains("Steps"))
  }

  @Test func aPersonWhoHasGoneSomewhereStaysThere() throws {
    let source = FixtureSource()
    var bench = try Bench(source: source)
    bench.state.opensAtReasoning = true
    try bench.press("j")
    try bench.send(.catalog(source.catalog()))
    #expect(bench.state.selectedQuestion?.id == "q002")
  }
}
