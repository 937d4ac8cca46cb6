import Explorer
import Foundation
import RunModel
import Synchronization
import Terminal
import Testing

/// What takes as long as there are texts is not done where keys are taken: it is asked for, and what is on the screen
/// stays until the answer comes.
@Suite struct KeyThreadTests {
  /// A bench that answers nothing of some kinds until it is told to.
  private func hold(_ bench: inout Bench, _ key: String) throws -> [Effect] {
    guard let key = Key(name: key) else { throw UnknownKey(name: key) }
    return bench.state.reduce(.key(key))
  }

  @Test func questionsAreNarrowedOutside() throws {
    var bench = try Bench()
    try bench.press("j")
    _ = try hold(&bench, "\\")
    for letter in "slope" { _ = bench.state.reduce(.key(.character(letter))) }
    let effects = try hold(&bench, "Enter")
    let asked = effects.compactMap { effect -> QuestionNarrowing? in
      if case .narrowQuestions(let narrowing) = effect { narrowing } else { nil }
    }
    #expect(asked.map(\.words) == ["slope"])
    // Nothing moves until it is known, and nobody asks twice.
    #expect(bench.state.questionRows.count == 4 && bench.state.selectedQuestion?.id == "q002")
    #expect(try hold(&bench, "i").isEmpty)
    _ = try hold(&bench, "Esc")
    for effect in effects {
      if let answer = try bench.answering.answer(effect) { try bench.send(answer) }
    }
    #expect(bench.state.questionRows == [2] && bench.state.selectedQuestion?.id == "q061")
    // An answer that comes late, for other words or another catalog, changes nothing.
    try bench.press("F")
    #expect(bench.state.questionRows.count == 4)
    try bench.send(.narrowed(try #require(asked.first), [0]))
    #expect(bench.state.questionRows.count == 4)
  }

  @Test func wordsThatNoQuestionHoldsComeBackInTheirPrompt() throws {
    var bench = try Bench()
    try bench.press("j \\")
    try bench.type("zzz")
    try bench.press("Enter")
    #expect(bench.state.prompt?.editor.text == "zzz")
    #expect(bench.state.prompt?.trouble == "no question holds zzz")
    #expect(bench.state.questionRows.count == 4)
    try bench.press("Ctrl-U")
    try bench.type("larva")
    try bench.press("Enter")
    #expect(bench.state.prompt == nil && bench.state.questionRows == [0])
    // Scripts stop at it.
    var script = try Script(FixtureSource(), width: 80, height: 24)
    let error = #expect(throws: ScriptError.self) { try script.run("narrow zzz") }
    #expect(error?.description == ":narrow zzz: no question holds zzz")
    try script.run("narrow slope")
    #expect(script.state.questionRows == [2])
  }

  /// While an engine answers questions, catalogs come again and again: what is narrowed stays so.
  @Test func aNewCatalogIsNarrowedAsTheOldOneWas() throws {
    var bench = try Bench()
    try bench.press("\\")
    try bench.type("larva")
    try bench.press("Enter")
    #expect(bench.state.questionRows == [0])
    var more = bench.answering.catalog
    more.questions.insert(
      CatalogQuestion(id: "q000", kind: .factual, prompt: "Which larva is the largest?"), at: 0)
    let effects = bench.state.reduce(.catalog(more))
    // The question that was listed is, at its new place, and stays selected.
    #expect(bench.state.questionRows == [1] && bench.state.selectedQuestion?.id == "q001")
    let asked = effects.compactMap { effect -> QuestionNarrowing? in
      if case .narrowQuestions(let narrowing) = effect { narrowing } else { nil }
    }
    _ = bench.state.reduce(.narrowed(try #require(asked.first), [0, 1]))
    #expect(bench.state.questionRows == [0, 1] && bench.state.selectedQuestion?.id == "q001")
  }

  @Test(arguments: ["", "Enter", "Enter Enter"])
  func rowsAreFoundOutside(keys: String) throws {
    var bench = try Bench()
    try bench.press("j j \(keys)")
    let before = (bench.state.questions.selected, bench.state.steps.selected)
    _ = try hold(&bench, "/")
    var last: [Effect] = []
    for letter in "maggot" { last = bench.state.reduce(.key(.character(letter))) }
    let isSearch = last.contains { if case .find = $0 { true } else { false } }
    #expect(isSearch && (bench.state.questions.selected, bench.state.steps.selected) == before)
  }

  @Test func textsAreSetAgainstEachOtherOutside() throws {
    var bench = try Bench()
    try bench.press("j j c k c")
    let effects = try hold(&bench, "3")
    let pairs = effects.filter { if case .tellApart = $0 { true } else { false } }
    #expect(pairs.count == 1 && !bench.text.contains("alike:"))
    for effect in effects {
      if let answer = try bench.answering.answer(effect) { try bench.send(answer) }
    }
    #expect(bench.text.contains("alike:"))
    // Known once, known for good.
    #expect(
      try hold(&bench, "u").allSatisfy { if case .tellApart = $0 { false } else { true } })
  }

  /// A picker over questions looks through none of them itself; an Enter that comes before the answer waits for it.
  @Test func questionsAreChosenOutside() throws {
    var bench = try Bench()
    try bench.press("g q")
    #expect(bench.text.contains("q061") && bench.text.contains("q001"))
    let before = bench.frame
    var effects: [Effect] = []
    for letter in "q090" { effects += bench.state.reduce(.key(.character(letter))) }
    let asked = effects.compactMap { effect -> QuestionChoice? in
      if case .chooseQuestions(let choice) = effect { choice } else { nil }
    }
    #expect(asked.map(\.words) == ["q", "q0", "q09", "q090"])
    // The list stands as it was, and nobody goes to what it shows.
    #expect(
      bench.frame.rows.count { $0.contains("q061") } == before.rows.count { $0.contains("q061") })
    #expect(try hold(&bench, "Enter").isEmpty && bench.state.overlay != nil)
    // Answers to what was typed before change nothing.
    try bench.send(.chosen(asked[0], [0, 1]))
    #expect(bench.state.overlay != nil && bench.state.selectedQuestion?.id == "q001")
    try bench.send(.chosen(try #require(asked.last), [3]))
    #expect(bench.state.overlay == nil && bench.state.selectedQuestion?.id == "q090")
    // Whoever goes on typing has not chosen.
    try bench.press("g q")
    _ = try hold(&bench, "q")
    _ = try hold(&bench, "Enter")
    let last = try hold(&bench, "0")
    for effect in last {
      if let answer = try bench.answering.answer(effect) { try bench.send(answer) }
    }
    #expect(bench.state.overlay != nil)
    try bench.press("0 2 Enter")
    #expect(bench.state.overlay == nil && bench.state.selectedQuestion?.id == "q002")
  }

  /// Sides of Compare are chosen likewise, and a catalog that comes meanwhile moves no choice to another question.
  @Test func aNewCatalogMovesNoChoice() throws {
    var bench = try Bench()
    try bench.press("3 A")
    try bench.type("q061")
    bench.source.before.withLock {
      $0 = [CatalogQuestion(id: "q000", kind: .factual, prompt: "Which larva is the largest?")]
    }
    bench.answering = try Answering(bench.source)
    try bench.send(.catalog(bench.answering.catalog))
    try bench.press("Enter")
    let left = try #require(bench.state.compare.left)
    #expect(bench.state.catalog.questions[left.question].id == "q061")
  }

  @Test(arguments: ["id", "nats", "question", "ok", "type"])
  func questionsAreOrderedOutside(column: String) throws {
    var bench = try Bench()
    try bench.press("j")
    let before = bench.state.questionRows
    let effects = bench.state.reduce(.command("sort-questions \(column) down"))
    #expect(bench.state.questionRows == before)
    for effect in effects {
      if let answer = try bench.answering.answer(effect) { try bench.send(answer) }
    }
    let rows = bench.state.questionRows
    #expect(rows.sorted() == before.sorted() && bench.state.selectedQuestion?.id == "q002")
    // Words that are taken off leave the order, at once.
    try bench.press("\\")
    try bench.type("slope")
    try bench.press("Enter")
    #expect(bench.state.questionRows == [2])
    _ = try hold(&bench, "F")
    #expect(bench.state.questionRows == rows)
    // A new catalog is ordered as the old one was.
    try bench.send(.catalog(bench.answering.catalog))
    #expect(bench.state.questionRows == rows)
    _ = bench.state.reduce(.command("q q090"))
    #expect(bench.state.selectedQuestion?.id == "q090")
  }
}
