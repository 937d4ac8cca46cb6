import Explorer
import RunModel
import Synchronization
import Testing

@Suite struct ConditionTests {
  private static let types = FixtureSource.typeNames

  @Test(arguments: [
    ("rank < 500", "rank < 500"),
    (
      "type in (code, forum) and influence > 1e-3 and has(answer) and rank < 500 and text =~ /slope|gradient/ and unread",
      "type in (code, forum) and influence > 0.001 and has(answer) and rank < 500 and text =~ /slope|gradient/ and unread"
    ),
    ("not (starred or read)", "not (starred or read)"),
    ("TYPE = Code or flagged", "type in (code) or flagged"),
    ("type != code", "type in (encyclopedia, forum, other, textbook)"),
    ("text has \"rise over run\"", "text has \"rise over run\""),
    ("pernat >= -2 and pernorm != 0", "pernat >= -2 and pernorm != 0"),
    ("rank<5 and text =~ /a\\/b/", "rank < 5 and text =~ /a\\/b/"),
    ("bm25 > 3 && tokens <= 90 || !starred", "(bm25 > 3 and tokens <= 90) or not starred"),
    ("text =~ /Slope/i and z >= 2", "text =~ /Slope/i and z >= 2"),
    ("id = d7", "id = \"d7\""), ("source =~ /stack/", "source =~ /stack/"),
    ("source != \"forum dump\"", "not source = \"forum dump\""),
    ("document in (d1, \"d 2\")", "document in (\"d 2\", \"d1\")"),
    ("YEAR >= 2010 and lang = en", "year >= 2010 and lang = \"en\""),
    ("source has Stack", "source has \"Stack\""), ("type = \"code\"", "type in (code)"),
  ])
  func readsAndSaysTheSame(text: String, said: String) throws {
    let fields = ["lang", "year"]
    let condition = try Condition(reading: text, typeNames: Self.types, fields: fields)
    #expect(condition.description == said)
    #expect(try Condition(reading: said, typeNames: Self.types, fields: fields) == condition)
  }

  @Test func whatItSaysCanBeReadAgain() throws {
    for text in [
      "rank < 5 and (starred or not unread) and type in (code, forum)",
      "not rank < 5 or pernat > 2",
    ] {
      let condition = try Condition(reading: text, typeNames: Self.types)
      #expect(try Condition(reading: condition.description, typeNames: Self.types) == condition)
    }
  }

  @Test(arguments: [
    ("rank <", 7, "number"), ("rank 5", 6, "expected"), ("size > 5", 1, "unknown"),
    ("", 1, "condition"),
    ("rank < 5 and", 13, "condition"), ("rank < 5 rank", 10, "and, or"),
    ("type = poem", 8, "no type poem"), ("text =~ /a", 9, "closing"), ("text =~ /(/", 9, "regular"),
    ("has(star)", 5, "answer"), ("(rank < 5", 10, ")"), ("rank < 1e999", 8, "number"),
  ])
  func errorsPointAtTheColumn(text: String, column: Int, reason: String) {
    do {
      _ = try Condition(reading: text, typeNames: Self.types)
      Issue.record("\(text) was read")
    } catch {
      #expect(error.column == column && error.reason.contains(reason), "\(text): \(error)")
    }
  }

  @Test func parenthesesWithoutEndAreRefused() {
    let text = String(repeating: "(", count: 100_000)
    #expect(throws: ConditionError.self) { try Condition(reading: text, typeNames: Self.types) }
  }

  /// Every condition against what it says, row by row.
  @Test func rowsAreThoseThatFulfilIt() throws {
    var bench = try Bench(source: FixtureSource(texts: ["rise over run", "a gradient"]))
    try bench.press("Enter Enter s")
    let starred = try #require(bench.state.document?.passage)
    let all = bench.state.list
    let unit = try #require(bench.state.unit)
    func rows(_ text: String) throws -> [Int] {
      try bench.send(.command("filter \(text)"))
      #expect(!bench.state.hasRefused, "\(bench.state.message)")
      return (0..<bench.state.list.count).map { bench.state.list[$0].passage }
    }
    func expected(_ holds: (DocumentList.Row) -> Bool) -> [Int] {
      (0..<all.count).map { all[$0] }.filter(holds).map(\.passage)
    }
    let types = bench.state.catalog.types
    let source = bench.source
    #expect(try rows("rank <= 7") == expected { $0.rank <= 7 })
    #expect(try rows("rank > 2 and not rank > 5") == expected { (3...5).contains($0.rank) })
    #expect(
      try rows("type in (code, forum)") == expected { [0, 2].contains(Int(types[$0.passage])) })
    #expect(
      try rows("influence > 0.01") == expected { source.score(unit, $0.passage) > Float(0.01) })
    #expect(try rows("pernat < 0 or starred") == expected { $0.value < 0 || $0.passage == starred })
    #expect(try rows("has(answer)") == expected { $0.passage % 3 == 0 })
    #expect(try Set(rows("text =~ /rise over|gradient/")) == [0, 1])
    #expect(try Set(rows("text has slope")) == [1, 2, 3])
    func facts(_ passage: Int) -> Passage { source.passages([passage])[0] }
    #expect(try rows("id = D7") == [7])
    #expect(
      try rows("source =~ /^the/ && tokens > 80")
        == expected {
          $0.passage % 2 == 0 && facts($0.passage).tokens > 80
        })
    #expect(try rows("source = \"forum dump\"") == expected { $0.passage % 2 == 1 })
    #expect(
      try rows("year >= 2010 and lang = en")
        == expected {
          $0.passage % 20 >= 10 && $0.passage % 3 == 0
        })
    #expect(try rows("lang in (en, fr)") == expected { $0.passage % 3 == 0 })
    #expect(
      try rows("bm25 > 20")
        == expected {
          (source.relevance(of: [$0.passage], to: unit)[$0.passage] ?? 0) > 20
        })
    #expect(try rows("text =~ /RISE OVER/i") == [0])
    #expect(try rows("z > 1") == expected { all.spread.z($0.value) > 1 })
    #expect(try rows("").count == all.count)
    #expect(bench.state.filter.condition == nil)
  }

  @Test func theEmptyListSaysWhichPartLeftNothing() throws {
    var bench = try Bench(width: 120, height: 36)
    try bench.press("Enter Enter f e")
    try bench.type("rank < 40 and rank > 50 and type = code")
    try bench.press("Enter")
    #expect(bench.state.list.count == 0)
    #expect(bench.text.contains("no row is left after: rank > 50"))
    #expect(bench.text.contains("where rank < 40 and rank > 50"))
    try bench.press("F \\")
    try bench.type("=rank < 4")
    try bench.press("Enter")
    #expect(bench.state.list.count == 3)
    try bench.press("f e")
    try bench.type(" nonsense")
    try bench.press("Enter")
    #expect(bench.state.message.contains("column 10"))
    #expect(bench.state.list.count == 3)
  }

  @Test func flagsAreWhereRanksDifferTenfold() throws {
    let source = FixtureSource(
      passages: 200, norms: (0..<200).map { Float(1 + $0 * $0 % 97) })
    var bench = try Bench(source: source)
    let unit = try #require(bench.state.unit)
    let norms = bench.state.catalog.gradientNorms
    func ranks(_ value: (Int) -> Float) -> [Int] {
      let order = (0..<200).sorted { (value($1), $0) < (value($0), $1) }
      var ranks = [Int](repeating: 0, count: 200)
      for (place, passage) in order.enumerated() { ranks[passage] = place + 1 }
      return ranks
    }
    let raw = ranks { source.score(unit, $0) }
    let normed = ranks { source.score(unit, $0) / norms[$0] }
    let wanted = (0..<200).filter { max(raw[$0], normed[$0]) > 10 * min(raw[$0], normed[$0]) }
    let flags = try #require(bench.state.answer?.flags)
    #expect((0..<200).filter { flags.contains($0) } == wanted)
    #expect(!wanted.isEmpty && wanted.count < 100)
    try bench.send(.command("filter flagged"))
    #expect(bench.state.list.count == wanted.count)
    #expect(bench.text.contains("↕"))
  }

  /// A filter that is changed is left before the texts that it still wanted are read.
  @Test func whoIsNoLongerWaitedForStops() throws {
    let bench = try Bench(source: FixtureSource(texts: ["rise over run", "a gradient"]))
    var answering = bench.answering
    var request = ListRequest(
      unit: Unit(question: 0, step: 1), view: .raw, filter: Filter())
    request.filter.condition = try Condition(
      reading: "text =~ /gradient/", typeNames: Self.types)
    let asked = Asked()
    answering.isWanted = { _ in asked.count.add(1, ordering: .relaxed).newValue < 5 }
    #expect(throws: CancellationError.self) { try answering.list(request) }
    // Every text is one question, since a pattern may take a while on each.
    #expect(asked.count.load(ordering: .relaxed) == 5)
    answering.isWanted = { _ in true }
    #expect(try answering.list(request).list.count > 0)
  }
}

/// How often a thing was asked.
private final class Asked: Sendable {
  let count = Atomic(0)
}
