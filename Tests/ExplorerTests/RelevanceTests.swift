import Explorer
import Foundation
import RunModel
import Store
import Terminal
import Testing

/// The relevance of the words beside influence, in the list of documents.
@Suite struct RelevanceTests {
  /// What the column says in the first rows; nil where there is no column.
  private func column(_ rows: [String], count: Int) throws -> [String]? {
    guard let heading = rows.firstIndex(where: { $0.contains(" bm25 ") }) else { return nil }
    let range = try #require(rows[heading].range(of: " bm25 "))
    let first = rows[heading].distance(from: rows[heading].startIndex, to: range.lowerBound)
    return rows[(heading + 1)...].prefix(count).map {
      String(Array($0)[first..<first + 5]).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test func theListSaysWhatTheStoreSays() throws {
    let sample = try SampleStore()
    try sample.commit(0, [1, -2, 3, 0.5, 1, 1, 1, 1], norms: [1, 2, 3, 4])
    try sample.commit(1, [9, 8, -7, 1, 1, 1], norms: [5, 6, 7])
    let question = try sample.store.questions(set: sample.run.questionSet)[0]
    let steps = try sample.store.steps(question: question.row)
    var script = try Script(storePath: sample.store.path, run: nil, width: 160, height: 45)
    try script.run("q q1")
    var seen: Set<[String]> = []
    for step in 0...2 {
      try script.run("step \(step)")
      let known = try sample.store.relevance(
        of: Array(0..<7), to: question, steps: step == 0 ? steps : [steps[step - 1]],
        corpus: sample.run.corpus)
      #expect(known.count >= 2 && known.count < 7)
      let list = script.state.list
      let expected = (0..<7).map {
        known[list[$0].passage].map { String(format: "%.2f", $0) } ?? "·"
      }
      let lines = script.screen.split(separator: "\n").map(String.init)
      #expect(try column(lines, count: 7) == expected, "step \(step)")
      seen.insert(expected)
    }
    #expect(seen.count == 3)
  }

  @Test(arguments: [
    (160, 45, "", true), (120, 36, "", false), (120, 36, "t b", true), (100, 30, "", false),
    (120, 36, "W", true), (80, 24, "", false), (80, 24, "z", true), (80, 24, "W", true),
    (64, 18, "", true), (44, 12, "", false),
  ])
  func itIsThereWhereTheTextKeepsRoom(width: Int, height: Int, keys: String, isThere: Bool) throws {
    var bench = try Bench(width: width, height: height)
    try bench.press("j j Enter Enter \(keys)")
    let column = try column(bench.frame.rows, count: 3)
    #expect((column != nil) == isThere, "\(bench.text)")
    guard isThere else { return }
    for (row, text) in (column ?? []).enumerated() {
      let passage = bench.state.list[row].passage
      #expect((text == "·") == (passage % 4 == 0), "\(passage)")
    }
  }

  @Test func rowsDoNotWaitForWords() throws {
    let source = FixtureSource(passages: 2500)
    var bench = try Bench(width: 160, height: 45)
    bench.answering = try Answering(source)
    /// Gives an event and all that follows but words, which nobody has counted yet.
    func give(_ first: Event) throws -> [RelevanceRequest] {
      var (waiting, asked) = ([first], [RelevanceRequest]())
      while !waiting.isEmpty {
        for effect in bench.state.reduce(waiting.removeFirst()) {
          if case .relevance(let request) = effect {
            asked.append(request)
          } else if let event = try bench.answering.answer(effect) {
            waiting.append(event)
          }
        }
      }
      return asked
    }
    func answer(_ request: RelevanceRequest) throws -> [RelevanceRequest] {
      try give(.relevance(request, source.relevance(of: request.passages, to: request.unit)))
    }
    func shown() throws -> [String] { try column(bench.frame.rows, count: 5) ?? [] }
    let first = try #require(try give(.catalog(bench.answering.catalog)).first)
    #expect(first.passages == (0..<1000).map { bench.state.list[$0].passage })
    #expect(try shown() == Array(repeating: "", count: 5))
    #expect(bench.frame.rows.contains { $0.contains("slope_") })
    // Other questions are listed before the first is answered: one is asked for at a time.
    let hurried = try give(.key(.character("j"))) + give(.key(.character("j")))
    #expect(hurried.isEmpty)
    let second = try answer(first)
    #expect(second.map(\.unit) == [Explorer.Unit(question: 2, step: 0)])
    #expect(try shown() == Array(repeating: "", count: 5))
    let afterSecond = try answer(second[0])
    #expect(try shown().allSatisfy { !$0.isEmpty } && afterSecond.isEmpty)
    // What is known is not asked for again, and the end of the list has rows of its own.
    let third = try give(.key(.character("k")))
    try #require(third.count == 1)
    let afterThird = try answer(third[0]) + give(.key(.character("k")))
    #expect(try afterThird.isEmpty && !shown().contains(""))
    let inList = try give(.key(.enter)) + give(.key(.enter)) + give(.key(.character("G")))
    #expect(inList.map(\.passages.count) == [500])
  }
}
