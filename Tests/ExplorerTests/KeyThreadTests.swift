import Explorer
import Foundation
import RunModel
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
}
