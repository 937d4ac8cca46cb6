import Explorer
import Foundation
import RunModel
import Synchronization
import Testing

/// Several documents at once, and what can be taken back.
@Suite struct MarkTests {
  private func bench() throws -> Bench {
    var bench = try Bench(width: 120, height: 36, source: FixtureSource(passages: 30))
    try bench.press("j j Enter Enter")
    return bench
  }

  @Test func spaceMarksAndGoesOn() throws {
    var bench = try bench()
    let rows = (0..<3).map { bench.state.list[$0].passage }
    try bench.press("Space Space")
    #expect(bench.state.marks.passages == rows.prefix(2).sorted())
    #expect(bench.state.documents.selected == 2)
    #expect(bench.text.components(separatedBy: "◆").count == 3)
    try bench.press("k Space")
    #expect(bench.state.marks.passages == [rows[0]])
  }

  @Test func aRangeFollowsTheCursor() throws {
    var bench = try bench()
    func rows(_ range: ClosedRange<Int>) -> [Int] {
      range.map { bench.state.list[$0].passage }.sorted()
    }
    try bench.press("j v j j j")
    #expect(bench.state.marks.passages == rows(1...4))
    try bench.press("k k")
    #expect(bench.state.marks.passages == rows(1...2))
    try bench.press("v j j")
    #expect(bench.state.marks.passages == rows(1...2))
    try bench.press("v Esc")
    #expect(bench.state.pane == .documents && bench.state.marks.anchor == nil)
  }

  @Test func allAndNone() throws {
    var bench = try bench()
    try bench.press("f c *")
    #expect(bench.state.marks.count == 6)
    try bench.press("*")
    #expect(bench.state.marks.count == 0)
  }

  @Test func starsOfSeveralAreSetAndTakenBackTogether() throws {
    var bench = try bench()
    let rows = (0..<4).map { bench.state.list[$0].passage }
    // The third has a star of its own, which taking back must leave.
    try bench.press("j j s g g")
    try bench.press("Space Space Space Space s")
    #expect(bench.source.stars.withLock { $0 } == Set(rows))
    #expect(bench.state.message.contains("4 documents"))
    try bench.press("U")
    #expect(bench.source.stars.withLock { $0 } == [rows[2]])
    #expect(bench.state.texts[rows[0]]?.isStarred == false)
    try bench.press("U")
    #expect(bench.source.stars.withLock { $0 }.isEmpty)
    try bench.press("U")
    #expect(bench.state.message == "nothing to take back")
  }

  @Test func theMarkedRowsAloneAreWritten() throws {
    var bench = try bench()
    let rows = [0, 2].map { bench.state.list[$0] }
    try bench.press("Space j Space E t")
    guard case .writeTable(let request)? = bench.effects.last else {
      Issue.record("nothing is written")
      return
    }
    var text = ""
    let count = try bench.answering.write(request) { text += $0 }
    #expect(count == 2)
    let lines = text.split(separator: "\n").filter { $0.first?.isNumber ?? false }
    #expect(lines.count == 2)
    for (line, row) in zip(lines, rows) { #expect(line.hasPrefix("\(row.rank),d\(row.passage),")) }
    #expect(bench.state.message.contains("2 marked"))
  }

  @Test func whatIsForgottenIsAskedAgain() throws {
    var bench = try Bench(source: FixtureSource())
    var activity = bench.source.activity()
    var asked = Asked(job: 9, state: .done, prompt: "Why?")
    asked.question = "ask-9"
    activity.asks = [asked]
    try bench.send(.activity(activity))
    try bench.press("5 X")
    #expect(bench.effects.contains(.discard(question: "ask-9")))
    try bench.press("U")
    #expect(bench.effects.contains(.ask(prompt: "Why?", answer: nil)))
  }

  @Test func starsOfAnotherExplorerAreSeen() throws {
    var bench = try bench()
    let passage = bench.state.list[1].passage
    try bench.send(.personalMarks(PersonalMarks(starred: ["d\(passage)"], opened: [])))
    #expect(bench.state.texts[passage]?.isStarred == true)
    try bench.send(.personalMarks(PersonalMarks()))
    #expect(bench.state.texts[passage]?.isStarred == false)
  }
}
