import Explorer
import Terminal
import Testing

/// What is typed can be corrected, comes back, and leaves one where one was.
@Suite struct PromptTests {
  @Test func aConditionThatIsWrongStaysOpenAtItsPlace() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("Enter Enter f e")
    try bench.type("rank < ten")
    try bench.press("Enter")
    let prompt = try #require(bench.state.prompt)
    #expect(prompt.editor.text == "rank < ten" && prompt.editor.cursor == 7)
    #expect(bench.frame.rows[23].contains("a number is expected here"))
    try bench.press("Ctrl-K 5 Enter")
    #expect(bench.state.prompt == nil && bench.state.list.count == 4)
  }

  @Test func earlierTextsComeBack() throws {
    var bench = try Bench(width: 80, height: 24)
    for text in ["q q061", "q q002"] {
      try bench.press(":")
      try bench.type(text)
      try bench.press("Enter")
    }
    try bench.press(": Up Up Enter")
    #expect(bench.state.selectedQuestion?.id == "q061")
    try bench.press(":")
    try bench.type("new")
    try bench.press("Up Down")
    #expect(bench.state.prompt?.editor.text == "new")
  }

  @Test func valuesAreCompleted() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press(":")
    try bench.type("session s")
    try bench.press("Tab")
    #expect(bench.state.prompt?.editor.text == "session save ")
    try bench.press("Ctrl-U")
    try bench.type("theme p")
    try bench.press("Tab Esc f e")
    try bench.type("fla")
    try bench.press("Tab")
    #expect(bench.state.prompt?.editor.text == "flagged")
    bench.state.sessionNames = ["slopes", "facts"]
    for (typed, wanted) in [
      ("session load f", "session load facts"), ("sort-questions na", "sort-questions nats"),
      ("sort bm25 dow", "sort bm25 down"), ("pane doc", "pane documents"),
      ("column bm25 h", "column bm25 hidden"), ("q q06", "q q061"),
    ] {
      try bench.press("Esc :")
      try bench.type(typed)
      try bench.press("Tab")
      #expect(bench.state.prompt?.editor.text == wanted)
    }
  }

  @Test func aSearchThatFindsNothingGoesBack() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("j /")
    try bench.type("slope")
    #expect(bench.state.selectedQuestion?.id == "q061")
    try bench.type("zz")
    #expect(bench.state.selectedQuestion?.id == "q002")
    try bench.press("Enter")
    #expect(bench.state.selectedQuestion?.id == "q002" && bench.state.message.contains("slopezz"))
    try bench.press("/")
    try bench.type("slope")
    try bench.press("Esc")
    #expect(bench.state.selectedQuestion?.id == "q002")
    try bench.press("/")
    try bench.type("slope")
    try bench.press("Enter")
    #expect(bench.state.selectedQuestion?.id == "q061")
  }

  @Test func clearingSaysWhatItTakesOff() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("f c f + \\")
    try bench.type("slope")
    try bench.press("Enter")
    #expect(bench.frame.rows[22].contains("questions=slope"))
    try bench.press("F")
    #expect(bench.state.questionRows.count == 4 && bench.state.filter == Filter())
    for part in ["type=code", "sign=+", "questions that hold slope"] {
      #expect(bench.state.message.contains(part), "\(part)")
    }
  }

  @Test func signsAreInTheHelp() throws {
    for word in ["nats", "↕", "bm25", "by chance", "power law", "alike", "heat", "▲"] {
      var bench = try Bench()
      try bench.press("Enter Enter ?")
      try bench.type(word)
      guard case .chooser(let chooser)? = bench.state.overlay else {
        Issue.record("no help")
        return
      }
      #expect(
        chooser.matches.contains { chooser.entries[$0].note == "signs and columns" }, "\(word)")
    }
  }

  @Test(arguments: [(120, 36), (60, 20), (44, 12)])
  func factsAreFoldedAndNeverCut(_ size: (Int, Int)) throws {
    var bench = try Bench(width: size.0, height: size.1)
    try bench.press("j j Enter Enter i")
    var shown: Set<String> = []
    for _ in 0..<200 {
      for row in bench.frame.rows { shown.formUnion(row.split(separator: " ").map(String.init)) }
      try bench.press("Down")
    }
    // The last words of the longest line are there, however narrow the box is.
    for word in ["gradient", "differ", "tenfold"] { #expect(shown.contains(word), "\(word)") }
  }
}

@Suite struct PasteTests {
  @Test func whatIsCutIsSaid() throws {
    var bench = try Bench()
    try bench.press(":")
    try bench.send(.key(.paste(String(repeating: "a", count: 5_000))))
    #expect(bench.state.prompt?.editor.characters.count == 4096)
    #expect(bench.text.contains("the paste is cut"))
    try bench.press("Esc 5 e")
    try bench.send(.key(.paste(String(repeating: "語", count: 6_000))))
    #expect(bench.state.ask.editor?.characters.count == 4096)
    #expect(bench.text.contains("the paste is cut"))
    try bench.press("Ctrl-U")
    #expect(bench.state.ask.editor?.text == "")
    try bench.press("Ctrl-Z")
    #expect(bench.state.ask.editor?.characters.count == 4096)
    try bench.press("Esc g q")
    try bench.send(.key(.paste(String(repeating: "a", count: 5_000))))
    #expect(
      bench.state.message.contains("the paste is cut") && bench.text.contains("the paste is cut"))
  }
}
