import Explorer
import Foundation
import RunModel
import Store
import Synchronization
import Terminal
import Testing

/// What a new user met within an hour, each as a kind of its own.
@Suite struct UserTrialTests {
  private func bench(_ keys: String = "", size: (Int, Int) = (120, 36)) throws -> Bench {
    var bench = try Bench(
      width: size.0, height: size.1, source: FixtureSource(passages: 200, hasHeat: true))
    try bench.press(keys)
    return bench
  }

  // MARK: Approximate scores

  /// Approximate scores have the scale of the exact ones, so that neither kind stands above the other; before
  /// there are exact ones they have no number at all.
  @Test func approximateScoresHaveTheScaleOfExactOnes() throws {
    func list(scored: Int) throws -> (Bench, ListAnswer) {
      let source = FixtureSource(passages: 100, scored: scored, coarseFactor: 0.2)
      source.scratch.withLock { $0 = ["q061"] }
      var bench = try Bench(source: source)
      var activity = Activity()
      var asked = Asked(job: 1, state: .running, prompt: "What is the slope?")
      asked.question = "q061"
      activity.asks = [asked]
      try bench.send(.activity(activity))
      try bench.press("5 Tab")
      return (bench, try #require(bench.state.answer))
    }
    let (half, answer) = try list(scored: 50)
    let coarse = try #require(answer.coarse)
    #expect(answer.isCalibrated && coarse.contains(99) && !coarse.contains(0))
    let nats = Float(half.state.nats(Unit(question: 2, step: 0)))
    for row in 0..<answer.list.count {
      let entry = answer.list[row]
      let exact = half.source.score(Unit(question: 2, step: 0), entry.passage) / nats
      #expect(abs(entry.value - exact) <= 0.02 * abs(exact) + 1e-6, "\(entry)")
    }
    let kinds = (0..<20).map { coarse.contains(answer.list[$0].passage) }
    #expect(kinds.contains(true) && kinds.contains(false))

    let (none, uncalibrated) = try list(scored: 0)
    #expect(!uncalibrated.isCalibrated)
    let rows = none.frame.rows.filter { $0.contains("slope_") }
    #expect(!rows.isEmpty)
    for row in rows {
      let list = row.split(separator: "║").last ?? ""
      #expect(list.contains("~ ~") && !list.contains(" .") && !list.contains("-."), "\(row)")
    }
  }

  // MARK: Findings

  /// What a page says its numbers are by is what `i` says of them.
  @Test(arguments: FindingsState.Page.allCases)
  func factsAgreeWithTheirPage(page: FindingsState.Page) throws {
    for keys in ["", "V"] {
      var bench = try bench("4 \(Array(repeating: "] ", count: page.rawValue).joined()) \(keys)")
      #expect(bench.state.findings.page == page)
      let body = bench.state.findingLines.map(\.text).joined(separator: " ")
      try bench.press("i")
      guard case .text(_, let lines, _)? = bench.state.overlay else {
        Issue.record("no facts")
        return
      }
      let facts = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
      let order = "by influence per gradient norm"
      if body.contains(order) { #expect(facts.contains("gradient norm"), "\(page): \(facts)") }
      if page == .answers { #expect(body.contains(order) && facts.contains(order)) }
    }
  }

  /// The hints of a page are keys that do something on it.
  @Test(arguments: FindingsState.Page.allCases)
  func hintsOfFindingsWorkOnTheirPage(page: FindingsState.Page) throws {
    var start = try bench("4", size: (200, 50))
    for _ in 0..<page.rawValue { try start.press("]") }
    let hints = start.state.hints.filter { !$0.key.contains(" ") && Key(name: $0.key) != nil }
    #expect(hints.count > 6)
    for hint in hints where !["Enter", "q"].contains(hint.key) {
      var bench = start
      bench.state.hasRefused = false
      try bench.press(hint.key)
      #expect(!bench.state.hasRefused, "\(page): \(hint.key) \(hint.word): \(bench.state.message)")
    }
    // A key that has nothing to do on a page says so and changes nothing.
    if page != .correlation {
      let before = start.state.preferences.isZoomed
      try start.press("z")
      #expect(start.state.hasRefused && start.state.preferences.isZoomed == before)
    }
  }

  // MARK: Requests

  @Test func requestsSayWhatTheyAre() throws {
    var bench = try bench("6", size: (100, 30))
    var activity = Activity(jobs: [
      .init(id: 5, kind: .ask, target: "Why?", state: .running, note: ""),
      .init(id: 4, kind: .heat, target: "passage 7", state: .done, note: ""),
      .init(id: 3, kind: .heat, target: "passage 8", state: .done, note: ""),
      .init(id: 2, kind: .ask, target: "How?", state: .waiting, note: ""),
    ])
    activity.log = [.init(time: "12:00:00", level: .info, text: "stopped on request")]
    try bench.send(.activity(activity))
    // Requests about heat that are done do not bury the others; `a` shows them.
    #expect(!bench.text.contains("passage 7") && bench.text.contains("2 of heat hidden"))
    #expect(bench.text.contains("2 open of 2"))
    try bench.press("a")
    #expect(bench.text.contains("passage 7"))
    try bench.press("a g g p")
    #expect(bench.state.message.contains("request 5 is running"))
    // What a person asked for is no warning.
    let row = try #require(bench.frame.rows.firstIndex { $0.contains("stopped on request") })
    #expect(!bench.frame.rows[row].contains("warning"))
  }

  /// What is done is counted in something, and a pause has neither a rate nor a time to go.
  @Test func progressHasAUnit() throws {
    var bench = try bench("6")
    for stage in Stage.allCases where ![.jobs, .paused, .finished].contains(stage) {
      try bench.send(.engine(EngineStatus(state: .running, stage: stage, done: 48, total: 96)))
      #expect(bench.text.contains("48 of 96 \(stage.unit)s"), "\(stage)")
    }
    var paused = EngineStatus(state: .running, stage: .paused, done: 48, total: 96)
    (paused.rate, paused.remaining) = (nil, nil)
    try bench.send(.engine(paused))
    #expect(bench.text.contains("paused; P lets it go on"))
    #expect(!bench.text.contains("to go\n") && !bench.text.contains("a second"))
  }

  // MARK: Ask

  @Test(arguments: [JobState.failed, .cancelled])
  func afterAFailureNoListIsPromised(state: JobState) throws {
    for size in [(120, 36), (80, 24), (60, 20)] {
      var bench = try bench("5", size: size)
      var asked = Asked(job: 3, state: state, prompt: "Why?")
      asked.note = "the context is too short"
      var activity = Activity()
      activity.asks = [asked]
      try bench.send(.activity(activity))
      #expect(!bench.text.contains("the list comes as soon"), "\(size)")
      try bench.press("Tab")
      #expect(!bench.text.contains("the list comes as soon"), "\(size)")
      #expect(bench.text.contains(state == .failed ? "e edits" : "r goes on"), "\(size)")
    }
  }

  @Test func aNewQuestionBeginsEmpty() throws {
    var bench = try bench("5")
    var activity = Activity()
    activity.asks = [Asked(job: 3, state: .done, prompt: "Why?")]
    try bench.send(.activity(activity))
    try bench.press("n")
    #expect(bench.state.ask.editor?.text == "")
    try bench.press("Esc e")
    #expect(bench.state.ask.editor?.text == "Why?")
  }

  // MARK: Types of Compare

  /// Bars begin at ×1 in the middle: more to the right, less to the left, nothing where it is the same.
  @Test func barsOfTypesBeginAtOnce() throws {
    let bench = try bench("j j c k k 3")
    let rows = bench.frame.rows.filter { $0.contains("x ") && $0.contains("│") }
    #expect(!rows.isEmpty)
    for row in rows {
      for (multiple, bar) in cells(in: row) {
        let halves = bar.split(separator: "│", omittingEmptySubsequences: false)
        guard halves.count == 2 else { continue }
        let (left, right) = (
          halves[0].contains("█"),
          halves[1].prefix { $0 != "│" }.contains { "▏▎▍▌▋▊▉█".contains($0) }
        )
        #expect(multiple <= 1 || !left, "\(row)")
        #expect(multiple >= 1 || !right, "\(row)")
      }
    }
  }

  /// Multiples of a row of types with what is drawn behind them.
  private func cells(in row: String) -> [(Double, Substring)] {
    let parts = row.split(separator: "x ")
    return zip(parts, parts.dropFirst()).compactMap { before, after in
      guard let number = before.split(separator: " ").last.flatMap({ Double($0) }) else {
        return nil
      }
      return (number, after.prefix(30))
    }
  }

  // MARK: Keys that nobody would look for

  @Test func prefixesAreAmongTheHints() throws {
    for keys in ["Enter Enter", "5"] {
      let row = try bench(keys, size: (200, 40)).frame.rows[39]
      for word in ["E export", "o order", "t looks", "g go", "y copy", "T theme"] {
        #expect(row.contains(word) || row.contains("y y copy"), "\(keys): \(word)")
      }
      // Each key once.
      let words = row.components(separatedBy: "copy")
      #expect(words.count == 2, "\(row)")
    }
    #expect(try bench("5").frame.rows[35].contains("n new"))
  }

  @Test func whatIsOnIsSaidInTheBoxOfKeys() throws {
    var bench = try bench("Enter Enter f c f + t d f")
    try bench.send(.timeout)
    for (text, isOn) in [
      ("show code", true), ("positive influence only", true), ("both signs", false),
      ("show all types", false), ("show forums", false),
    ] {
      #expect(bench.text.contains("✓ \(text)") == isOn, "\(text)")
    }
    try bench.press("Esc t")
    try bench.send(.timeout)
    #expect(bench.text.contains("✓ collapse duplicates"))
  }

  /// A name that is nowhere near any other gets no suggestion; one that is gets it.
  @Test func suggestionsAreNear() throws {
    for (typed, near) in [
      ("nonsense", nil), ("qqqqqq", nil), ("xyzzy", nil), ("comapre", "compare"),
      ("explor", "explore"), ("findngs", "findings"), ("filtr", "filter"),
    ] as [(String, String?)] {
      var bench = try bench()
      try bench.send(.command(typed))
      #expect(bench.state.hasRefused)
      #expect(
        bench.state.message.contains("the nearest is") == (near != nil), "\(bench.state.message)")
      if let near { #expect(bench.state.message.contains("nearest is \(near)")) }
    }
  }

  // MARK: Ranks from the end

  /// A rank from the end is also said as files and `stemma top` count it.
  @Test func ranksFromTheEndAreSaidFromTheTopToo() throws {
    for keys in ["f -", "f - j j j"] {
      var bench = try bench("Enter Enter \(keys)")
      let row = try #require(bench.state.document)
      #expect(row.rank < 0)
      let place = bench.state.list.scored + row.rank + 1
      try bench.press("i")
      guard case .text(_, let lines, _)? = bench.state.overlay else {
        Issue.record("no facts")
        return
      }
      #expect(lines.contains { $0.contains("rank \(place) from the top") })
    }
  }

  // MARK: Answers in texts

  /// The answer is a number of its own in the preview, in Read and in the list: 4 is not in -4, 14 or 4.5.
  @Test func partsOfNumbersAreNoAnswers() throws {
    let answer = FixtureSource.questions[2].answer ?? ""
    #expect(answer == "-3")
    let texts = ["it is 3", "it is -33", "it is -3.5", "a-3", "it is -3."]
    var bench = try Bench(
      width: 200, height: 50,
      source: FixtureSource(passages: 5, texts: texts, areRead: true))
    try bench.press("j j Enter Enter")
    for _ in 0..<5 {
      let row = try #require(bench.state.document)
      let isAnswer = row.passage == 4
      #expect(
        bench.state.hits[AnswerLocation(question: 2, passage: row.passage)]?.isEmpty == !isAnswer,
        "\(texts[row.passage])")
      // The preview marks exactly what the list counts.
      let (area, frame) = (bench.state.layout.preview, bench.frame)
      let marked = (area.y..<area.maxY).flatMap { y in
        (area.x..<area.maxX).filter { frame[$0, y].style.attributes.contains(.underline) }
      }
      #expect(marked.isEmpty == !isAnswer, "\(texts[row.passage])")
      try bench.press("j")
    }
  }

  // MARK: Numbers that come and go

  /// Numbers beside the list stay while newer ones are on their way.
  @Test func numbersStayUntilNewerOnesCome() throws {
    var bench = try bench("j j Enter Enter", size: (160, 45))
    let before = bench.frame
    #expect(bench.text.contains("bm25") || bench.text.contains("top1"))
    let effects = bench.state.reduce(.scoresChanged)
    #expect(!effects.isEmpty)
    let (old, new) = (before.rows, bench.frame.rows)
    for (place, row) in new.enumerated() { #expect(row == old[place], "row \(place)") }
  }
}
