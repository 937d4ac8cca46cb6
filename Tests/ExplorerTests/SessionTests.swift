import Explorer
import Foundation
import RunModel
import Terminal
import TestSupport
import Testing

/// What a session brings back, and what it does where something is gone.
@Suite struct SessionTests {
  /// Goes somewhere, leaves, and comes back with another start.
  private func returned(
    _ keys: String, change: (inout [String: Any]) -> Void = { _ in }
  ) throws -> (before: Bench, after: Bench) {
    var before = try Bench()
    before.state.themes = Theme.builtIn(depth: .palette)
    try before.press(keys)
    let data = try JSONEncoder().encode(Session(before.state))
    var map = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&map)
    let (session, troubles) = try SessionFiles.read(
      try JSONSerialization.data(withJSONObject: map), path: "s.json")
    var after = try Bench()
    after.state.themes = before.state.themes
    try after.send(.session(session, troubles: troubles))
    return (before, after)
  }

  @Test(arguments: [
    "", "j", "j j Enter j", "j j Enter j j Enter j j j", "j j Enter Enter f c f + V j j",
    "j j Enter Enter j j Enter", "z", "j Enter z W t b", "j j c j c 3", "4", "6", "t p", "t n",
    "j j Enter Enter o r f x G", "> > > Enter",
  ])
  func everythingIsWhereItWas(keys: String) throws {
    let (before, after) = try returned(keys)
    #expect(
      after.text.split(separator: "\n").dropLast(2)
        == before.text.split(separator: "\n").dropLast(2))
    #expect(after.state.message == "the session as it was kept")
  }

  @Test func theThemeComesBackToo() throws {
    var bench = try Bench()
    bench.state.themes = Theme.builtIn(depth: .palette)
    bench.state.theme = try #require(bench.state.themes.first { $0.name == "Paper" })
    let session = Session(bench.state)
    var other = try Bench()
    other.state.themes = bench.state.themes
    try other.send(.session(session, troubles: []))
    #expect(other.state.theme.name == "Paper")
  }

  @Test func bordersAreThoseOfTheirSizes() throws {
    var bench = try Bench(width: 120, height: 36)
    let before = bench.state.layout.documents.width
    try bench.press("> >")
    #expect(bench.state.layout.documents.width < before)
    try bench.send(.resized(width: 90, height: 24))
    #expect(bench.state.layout.documents.x == 28)
    try bench.press("<")
    try bench.send(.resized(width: 120, height: 36))
    #expect(bench.state.layout.documents.width < before)
    try bench.press("z >")
    #expect(bench.state.message == "one pane alone has no border to move")
    try bench.press("z" + String(repeating: " <", count: 40))
    #expect(bench.state.message == "the border is as far as it goes")
    try bench.press(">")
    #expect(bench.state.message.isEmpty)
  }

  private static func place(_ map: inout [String: Any], _ changes: [String: Any]) {
    var place = map["place"] as? [String: Any] ?? [:]
    place.merge(changes) { $1 }
    map["place"] = place
  }

  @Test func whatIsGoneLeadsToWhatIsAboveIt() throws {
    let keys = "j j Enter j j Enter j j"
    let question = try returned(keys) { Self.place(&$0, ["question": "gone"]) }.after.state
    #expect(question.message == "the question gone is gone; this is the first one")
    #expect(question.question == 0)
    let step = try returned(keys) { Self.place(&$0, ["step": 99]) }.after.state
    #expect(step.message.hasPrefix("gone since then: step 99"))
    #expect(step.selectedQuestion?.id == "q061" && step.steps.selected == 0)
    let type = try returned(keys) { Self.place(&$0, ["types": ["code", "poems"]]) }.after.state
    #expect(type.message.contains("type poems"))
    #expect(type.filter.types == TypeSet([0]))
    let condition = try returned(keys) { Self.place(&$0, ["condition": "rank <<"]) }.after.state
    #expect(condition.message.contains("the condition rank <<"))
    #expect(condition.filter.condition == nil)
    let document = try returned(keys) { Self.place(&$0, ["document": "d9999"]) }.after.state
    #expect(document.message == "the document d9999 is not in this list; this is its beginning")
    #expect(document.documents.selected == 0 && document.steps.selected == 2)
  }

  /// The engine is still at it: nothing is gone that has not come yet.
  @Test func whatIsNotAnsweredYetIsWaitedFor() throws {
    var before = try Bench()
    try before.press("j j Enter j j j")
    let place = SavedLocation(before.state)
    #expect(place.question == "q061" && place.step == 3)
    let full = before.answering.catalog
    var early = full
    for index in early.questions.indices { early.questions[index].steps = [] }

    var after = try Bench()
    after.state = ExplorerState(width: 120, height: 36)
    after.state.lastLocation = place
    try after.send(.catalog(early))
    #expect(after.state.message == "q061 is not answered yet; step 3 comes when it is")
    #expect(after.state.messages.isEmpty && after.state.selectedQuestion?.id == "q061")
    // Other questions are answered first.
    early.questions[0].steps = full.questions[0].steps
    try after.send(.catalog(early))
    #expect(after.state.steps.selected == 0 && after.text.contains("step 3 comes when it is"))
    try after.send(.catalog(full))
    #expect(after.state.steps.selected == 3 && after.state.selectedQuestion?.id == "q061")
    #expect(after.state.message.hasPrefix("where you were last"))

    // Whoever goes elsewhere meanwhile is left there, and the next session begins there.
    after.state = ExplorerState(width: 120, height: 36)
    after.state.lastLocation = place
    try after.send(.catalog(early))
    #expect(Session(after.state).place == place)
    try after.press("g g")
    try after.send(.catalog(full))
    #expect(after.state.selectedQuestion?.id == "q001" && after.state.steps.selected == 0)
    #expect(Session(after.state).place?.question == "q001")
  }

  @Test func aDocumentWithoutAScoreIsWaitedFor() throws {
    var before = try Bench()
    try before.press("j j Enter Enter G Enter")
    let document = try #require(SavedLocation(before.state).document)
    let index = try #require(Int(document.dropFirst()))
    let place = SavedLocation(before.state)
    // Scores come from the first passage on.
    var after = try Bench(source: FixtureSource(scored: index))
    after.state = ExplorerState(width: 120, height: 36)
    after.state.lastLocation = place
    try after.send(.catalog(after.answering.catalog))
    #expect(after.state.message == "\(document) has no score yet; it is gone to when it has")
    after.source = FixtureSource()
    after.answering = try Answering(after.source)
    try after.send(.scoresChanged)
    #expect(after.state.tab == .read && after.state.document?.passage == index)
  }

  /// A session names its screen; version 0.1.0 wrote the place of the tab.
  @Test(
    arguments: [("jobs", .jobs), (5, .jobs), ("findings", .findings), ("poems", .explore)]
      as [(any Sendable, Tab)])
  func screensAreKeptByName(saved: any Sendable, tab: Tab) throws {
    #expect(try returned("j") { Self.place(&$0, ["tab": saved]) }.after.state.tab == tab)
    #expect(try returned("j 6").after.state.tab == .jobs)
  }

  @Test func whatMeansNothingIsNamed() throws {
    let state = try returned("j") { $0["themes"] = 1 }.after.state
    #expect(
      state.messages.contains {
        $0.contains("s.json: themes means nothing in a session; the nearest is theme")
      })
    #expect(state.questions.selected == 1)
  }

  /// Texts by what they repeat and how often, so that no long one stands in a test's name.
  @Test(arguments: [
    ("", 1, "not JSON"), ("[]", 1, "the whole is of another kind"), ("{}", 1, "theme is missing"),
    ("{\"theme\": 3}", 1, "theme is of another kind"), ("{\"theme\"", 1, "not JSON"),
    ("[", 500_000, "is no session"), ("{\"a\":", 100_000, "is no session"),
    (" ", 2_000_000, "longer than"),
  ])
  func noSessionIsNamed(unit: String, count: Int, sentence: String) {
    let text = String(repeating: unit, count: count)
    do {
      _ = try SessionFiles.read(Data(text.utf8), path: "s.json")
      Issue.record("read")
    } catch {
      #expect("\(error)".hasPrefix("s.json") && "\(error)".contains(sentence), "\(error)")
    }
  }

  @Test func numbersAndTextsOfAnySizeAreHarmless() throws {
    let long = String(repeating: "(", count: 100_000)
    for changes: [String: Any] in [
      ["step": Int.max], ["step": Int.min], ["tab": -1], ["tab": Int.max], ["tab": long],
      ["top": Int.min],
      ["pane": long], ["words": long], ["condition": long], ["sign": "\u{1B}[31m"],
      ["flags": Array(repeating: long, count: 5)], ["types": Array(repeating: "x", count: 50_000)],
      ["sides": Array(repeating: ["question": "q061", "step": Int.min], count: 9)],
      ["question": "\u{1B}]0;t\u{7}"], ["document": long, "isReading": true],
    ] {
      var after = try returned("j j Enter Enter j") { Self.place(&$0, changes) }.after
      for row in after.frame.rows { #expect(!row.unicodeScalars.contains { $0.value < 0x20 }) }
      try after.press("Esc Esc Esc g g")
      #expect(after.state.question == 0)
    }
  }

  @Test func bytesAtRandomNeverStopAnything() throws {
    var random = RandomSource(seed: 12)
    var bench = try Bench()
    try bench.press("j j Enter Enter f c j j")
    let valid = Array(try JSONEncoder().encode(Session(bench.state)))
    var readable = 0
    for _ in 0..<2_000 {
      var bytes = valid
      for _ in 0..<random.next() % 4 + 1 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
        }
      }
      guard let read = try? SessionFiles.read(Data(bytes), path: "s.json") else { continue }
      readable += 1
      var other = bench
      try other.send(.session(read.session, troubles: read.troubles))
      #expect(other.frame.width == 120)
    }
    #expect(readable > 50 && readable < 2_000)
  }
}
