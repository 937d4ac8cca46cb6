import Explorer
import RunModel
import Store
import Synchronization
import Terminal
import Testing

/// The Ask screen: what is typed, what comes, and what a person does with it.
@Suite struct AskTests {
  /// The screen with one typed question, which the fixture knows as q061.
  private func bench(
    _ state: JobState, width: Int = 120, height: Int = 36, scratch: Bool = true,
    _ change: (inout AskProgress) -> Void = { _ in }
  ) throws -> Bench {
    let source = FixtureSource(passages: 100, scored: 20)
    source.scratch.withLock { $0 = scratch ? ["q061"] : [] }
    var bench = try Bench(width: width, height: height, source: source)
    var asked = Asked(job: 7, state: state, prompt: "What is the slope?")
    asked.question = "q061"
    asked.answer = "slope = (y2 - y1) / (x2 - x1)\n"
    var progress = AskProgress(
      stages: AskStage.allCases.map { AskProgress.Stage($0) })
    for stage in 0..<4 {
      progress.stages[stage].state = .done
      progress.stages[stage].seconds = 0.012
    }
    progress.stages[4].state = .running
    (progress.exact, progress.passages, progress.coarseAfter) = (20, 100, 0.4)
    change(&progress)
    asked.progress = progress
    var activity = Activity()
    activity.asks = [asked]
    try bench.send(.activity(activity))
    try bench.press("5")
    bench.effects = []
    return bench
  }

  @Test(arguments: [(120, 36), (80, 24), (44, 12)])
  func coarseAndExactRowsAreMarked(size: (Int, Int)) throws {
    var bench = try bench(.running, width: size.0, height: size.1)
    try bench.press("l")
    let rows = bench.frame.rows
    #expect(rows.contains { $0.contains("~") })
    if size.0 >= 80 {
      #expect(rows.contains { $0.contains(" = ") || $0.contains("= .") })
      #expect(bench.text.contains("20 of 100 exact"))
      #expect(bench.text.contains("q061 (unsaved)"))
    }
    try bench.press("h")
    if size.1 >= 24 {
      #expect(bench.text.contains("✓ tokenise") && bench.text.contains("12 ms"))
      #expect(bench.text.contains("● exact scores"))
      #expect(bench.text.contains("list after 400 ms"))
    }
  }

  @Test func theAnswerShowsWhileItIsWritten() throws {
    var bench = try Bench()
    var asked = Asked(job: 7, state: .running, prompt: "What is 3 - 11?")
    asked.answer = "3 - 11 ="
    var activity = Activity()
    activity.asks = [asked]
    try bench.send(.activity(activity))
    try bench.press("5")
    #expect(bench.text.contains("3 - 11 =▏") && bench.text.contains("What is 3 - 11?"))
  }

  @Test func typingKeepsLinesAndEscLeaves() throws {
    var bench = try Bench(width: 80, height: 24)
    try bench.press("5 e")
    try bench.type("one 1")
    try bench.press("Ctrl-J")
    try bench.send(.key(.paste("two\nthree")))
    #expect(bench.state.ask.editor?.text == "one 1\ntwo\nthree")
    #expect(bench.text.contains("two") && bench.text.contains("three"))
    try bench.press("Esc 1")
    #expect(bench.state.tab == .explore)
  }

  @Test func theListIsHeldWhileItIsRead() throws {
    var bench = try bench(.running)
    try bench.press("l j")
    #expect(bench.state.ask.isHeld)
    try bench.send(.scoresChanged)
    #expect(bench.state.hasNewScores)
    try bench.press("H")
    #expect(!bench.state.hasNewScores && !bench.state.ask.isHeld)
    try bench.press("H")
    #expect(bench.state.ask.isHeld)
  }

  @Test func questionsAreKeptForgottenAndStopped() throws {
    var bench = try bench(.running)
    try bench.press("S")
    try bench.type("!")
    try bench.press("Enter")
    #expect(bench.effects.last == .keep(question: "q061", answer: "-3!"))
    try bench.press("Ctrl-C")
    #expect(bench.effects.last == .change(job: 7, .cancel))
    try bench.press("X")
    #expect(bench.effects.last == .discard(question: "q061"))
    bench = try self.bench(.cancelled)
    try bench.press("r")
    #expect(bench.effects.last == .change(job: 7, .retry))
    bench = try self.bench(.done, scratch: false)
    try bench.press("X")
    #expect(bench.effects.isEmpty && bench.state.message.contains("kept"))
  }

  /// The engine keeps a question; the explorer says so once it has, with what became of the answer.
  @Test func whatIsKeptIsSaidAndFound() throws {
    var bench = try bench(.cancelled)
    try bench.press("S")
    try bench.press("Ctrl-U")
    try bench.type("-3")
    try bench.press("Enter")
    #expect(bench.effects.contains(.keep(question: "q061", answer: "-3")))
    #expect(!bench.state.message.contains("is kept"))
    #expect(bench.text.contains("q061 (unsaved)"))
    bench.source.scratch.withLock { $0 = [] }
    bench.answering = try Answering(bench.source)
    try bench.send(.catalog(bench.answering.catalog))
    #expect(bench.state.message.hasPrefix("q061 is kept, answered right"))
    #expect(bench.text.contains("✓ the expected answer") && !bench.text.contains("(unsaved)"))
    try bench.press("1")
    try bench.press(": q")
    try bench.type(" q061")
    try bench.press("Enter")
    #expect(bench.text.contains("slopes > q061"))
  }

  @Test func theNearestQuestionIsNamed() throws {
    let near = AskProgress.Nearest(question: "q090", correlation: 0.571)
    var bench = try bench(.running) { $0.nearest = near }
    #expect(bench.text.contains("nearest of the set: q090  r ~.57"))
    bench = try self.bench(.done) {
      $0.nearest = near
      $0.exact = 100
    }
    #expect(bench.text.contains("nearest of the set: q090  r .57"))
  }

  @Test func anAnswerIsRewrittenAndAskedAgain() throws {
    var bench = try bench(.done)
    try bench.press("a")
    try bench.type("= 5")
    try bench.press("Enter")
    #expect(
      bench.effects.contains(
        .ask(
          prompt: "What is the slope?", answer: nil,
          completion: "slope = (y2 - y1) / (x2 - x1)\n= 5")))
  }

  @Test func unsavedQuestionsAreShownNowhereElse() throws {
    var bench = try bench(.done)
    try bench.press("l Enter")
    #expect(bench.state.tab == .read)
    try bench.press("Esc")
    #expect(bench.state.tab == .ask)
    try bench.press("1")
    #expect(!bench.state.questionRows.contains { bench.state.catalog.questions[$0].isScratch })
    #expect(!bench.text.contains("(41, 23)"))
    try bench.press("4")
    #expect(!bench.state.findings.rows.contains { bench.state.catalog.questions[$0].isScratch })
  }

  /// A question that somebody else has typed does not take the place of the one that is looked at.
  @Test func theQuestionThatIsShownStays() throws {
    var bench = try Bench()
    var activity = bench.source.activity()
    activity.asks = [Asked(job: 3, state: .done, prompt: "first")]
    try bench.send(.activity(activity))
    try bench.press("5")
    #expect(bench.state.shownAsk?.job == 3)
    activity.asks.insert(Asked(job: 4, state: .waiting, prompt: "of another window"), at: 0)
    try bench.send(.activity(activity))
    #expect(bench.state.shownAsk?.job == 3 && bench.text.contains("first"))
    try bench.press("]")
    #expect(bench.state.shownAsk?.job == 4)
    // One's own is shown as soon as it is there.
    try bench.press("n")
    try bench.type("mine")
    try bench.press("Enter")
    activity.asks.insert(Asked(job: 5, state: .waiting, prompt: "mine"), at: 0)
    try bench.send(.activity(activity))
    #expect(bench.state.shownAsk?.job == 5)
    activity.asks.insert(Asked(job: 6, state: .waiting, prompt: "of another window"), at: 0)
    try bench.send(.activity(activity))
    #expect(bench.state.shownAsk?.job == 5)
  }
}
