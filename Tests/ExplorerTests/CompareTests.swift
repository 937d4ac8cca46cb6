import Explorer
import Findings
import Foundation
import RunModel
import Synchronization
import Terminal
import Testing

/// What stands beside the documents of two sides.
@Suite struct CompareTests {
  @Test func profilesAreThoseOfTheirTops() throws {
    let texts = (0..<300).map { $0 % 7 == 0 ? "so it is -3." : "so it is 4." }
    let source = FixtureSource(passages: 300, texts: texts)
    var answering = try Answering(source)
    let unit = Explorer.Unit(question: 2, step: 0)
    let request = CompareRequest(
      left: unit, right: .init(question: 3, step: 0), view: .perNat, filter: Filter())
    let comparison = try answering.compare(request, depth: 50)
    let profile = comparison.leftProfile
    let scores = source.scores(of: unit)
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let ranks = order.prefix(50).enumerated().compactMap { $1 % 7 == 0 ? $0 + 1 : nil }
    #expect(profile.answerRanks == ranks && !ranks.isEmpty)
    // Nothing is known to be looked for on the other side.
    #expect(comparison.rightProfile.answerRanks == nil)
    let positive = scores.reduce(0.0) { $0 + Double(max(0, $1)) }
    let top = order.prefix(50).reduce(0.0) { $0 + Double(max(0, scores[$1])) }
    #expect(abs(try #require(profile.topShare) - top / positive) < 1e-6)
    #expect(try #require(profile.slope) < 0)
    for type in profile.types {
      let code = try #require(FixtureSource.typeNames.firstIndex(of: type.type))
      #expect(type.occurrences == order.prefix(50).count { $0 % 5 == code })
      #expect(type.corpusShare == 0.2)
    }
  }

  @Test func profilesAreShownWhereThereIsRoom() throws {
    var bench = try Bench(width: 120, height: 36)
    try bench.press("j j c k k 3")
    for text in ["✓ answer in ", "power law -", "Types of A in top", "Types of B in top", "x "] {
      #expect(bench.text.contains(text), "\(text)")
    }
    bench.state.height = 24
    #expect(!bench.text.contains("Types of A"))
  }

  /// Passages that are exact for both sides were chosen by their scores; r is over all, and the
  /// sides say that they are approximate.
  @Test func approximateScoresAreCorrelatedAsSuch() throws {
    let request = CompareRequest(
      left: .init(question: 2, step: 0), right: .init(question: 3, step: 0), view: .raw,
      filter: Filter())
    var whole = try Answering(FixtureSource(passages: 90))
    let wanted = try #require(try whole.compare(request).correlation)
    let source = FixtureSource(passages: 90, scored: 20)
    source.scratch.withLock { $0 = Set([2, 3].map { whole.catalog.questions[$0].id }) }
    var half = try Answering(source)
    let comparison = try half.compare(request)
    #expect(abs(try #require(comparison.correlation) - wanted) < 1e-6)
    #expect(comparison.left.coarse != nil && comparison.right.coarse != nil)
  }

  @Test func aWholeCompletionIsTheSumOfItsSteps() throws {
    let source = FixtureSource(passages: 90)
    var answering = try Answering(source)
    let request = ListRequest(
      unit: .init(question: 2, step: 0), view: .raw, filter: Filter())
    let list = try answering.list(request).list
    let scores = source.scores(of: request.unit)
    for row in 0..<90 { #expect(list[row].value == scores[list[row].passage]) }
    // Ordered elsewhere it is the same list, unless the scores have changed meanwhile.
    let ordering = try answering.ordering(request)
    let made = ordering()
    #expect((0..<90).map { made[$0] } == (0..<90).map { list[$0] })
    answering.keep(made, of: ordering)
    #expect(try answering.list(request).list.order == made.order)
  }

  @Test func standingsCountEveryQuestion() throws {
    let source = FixtureSource(passages: 200)
    var answering = try Answering(source)
    let relations = try answering.relations(
      HeatRequest(unit: .init(question: 2, step: 1), passage: 7))
    #expect(relations.steps.count == 4 && relations.whole.isFinite)
    #expect(relations.counts.map(\.label) == ["factual", "slopes", "control"])
    #expect(relations.counts.map(\.total) == [2, 1, 1])
    for ranked in relations.ranksElsewhere {
      let scores = source.scores(of: .init(question: ranked.question, step: 0))
      #expect(ranked.rank == scores.count { $0 > scores[7] } + 1 && ranked.question != 2)
    }
  }

  /// One k everywhere: a hundredth of the corpus, in steps, on Compare, in Findings and beside a document.
  @Test(arguments: [(300, 10), (2_500, 25)])
  func everyTopIsAsLong(passages: Int, k: Int) throws {
    #expect(TopDepth.of(passages: passages) == k && TopDepth.of(passages: 5_000_000) == 500)
    let source = FixtureSource(
      passages: passages, texts: (0..<passages).map { "so it is \($0)." })
    var answering = try Answering(source)
    let unit = Explorer.Unit(question: 2, step: 0)
    let comparison = try answering.compare(
      CompareRequest(
        left: unit, right: .init(question: 3, step: 0), view: .perNat, filter: Filter()))
    #expect(comparison.depth == k)
    #expect(try answering.relations(HeatRequest(unit: unit, passage: 7)).depth == k)
    #expect(try answering.summaries(question: 2).compactMap(\.answer).allSatisfy { $0.depth == k })
    let study = try #require(try answering.study(StudyOptions()).study)
    #expect(study.correlations.overlap.k == k)
    #expect(study.reuse.allSatisfy { $0.shared.k == k } && !study.reuse.isEmpty)
    var bench = try Bench(width: 160, source: source)
    try bench.press("4")
    #expect(bench.text.contains("top \(k) share"))
    try bench.press("p p")
    #expect(bench.text.contains("shared top \(k)"))
    try bench.press("3")
    #expect(bench.text.contains("top \(k) in common"))
  }

  @Test func aTextIsFoundOnTheSideInFocus() throws {
    let texts = (0..<40).map { $0 % 9 == 4 ? "a needle \($0)" : "hay \($0)" }
    var bench = try Bench(source: FixtureSource(passages: 40, texts: texts))
    try bench.press("j j c k c 3 = Tab /")
    func focused() -> Int {
      let compare = bench.state.compare
      return compare.row(compare.side, compare.cursor(compare.side).selected).passage
    }
    let (side, start) = (bench.state.compare.side, focused())
    let other = bench.state.compare.cursor(side == .left ? .right : .left)
    try bench.type("needle")
    try bench.press("Enter")
    #expect(focused() % 9 == 4 && bench.state.compare.side == side)
    #expect(bench.state.compare.cursor(side == .left ? .right : .left) == other)
    let first = focused()
    try bench.press("n")
    #expect(focused() % 9 == 4 && focused() != first)
    try bench.press("N")
    #expect(focused() == first)
    // What is not there leads back to where the search began, and so does giving it up.
    try bench.press("g g /")
    try bench.type("nothing such")
    #expect(focused() == start)
    try bench.press("Enter")
    #expect(focused() == start && bench.state.message.contains("no document of the list holds"))
    try bench.press("g g /")
    try bench.type("needle")
    #expect(focused() % 9 == 4)
    try bench.press("Esc")
    #expect(focused() == start)
    // Rows that the mode leaves out are not found.
    try bench.press("u /")
    try bench.type("hay")
    try bench.press("Enter n n")
    let compare = bench.state.compare
    #expect(compare.cursor(compare.side).selected < compare.count(compare.side))
  }
}
