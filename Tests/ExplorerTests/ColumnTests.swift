import Explorer
import Foundation
import RunModel
import Synchronization
import Terminal
import Testing

/// Lists by columns: their order, which are shown, what is said of them.
@Suite struct ColumnTests {
  private func bench(width: Int = 230) throws -> Bench {
    var bench = try Bench(width: width, height: 36, source: FixtureSource(passages: 50))
    try bench.press("j j Enter Enter")
    return bench
  }

  /// What a row has in a column, by the plainest means.
  private func value(_ bench: Bench, _ name: String, _ row: DocumentList.Row) -> Double {
    let passage = bench.source.passages([row.passage])[0]
    let unit = Explorer.Unit(question: 2, step: 0)
    let raw = bench.source.score(unit, row.passage)
    switch name {
    case "rank": return Double(row.rank)
    case "score", "influence", "pernat", "z", "share": return Double(raw)
    case "pernorm": return Double(raw / bench.source.norms[row.passage])
    case "bm25": return bench.source.relevance(of: [row.passage], to: unit)[row.passage] ?? 0
    case "tokens": return Double(passage.tokens)
    case "answer": return row.passage % 3 == 0 ? 1 : 0
    case "star": return bench.source.stars.withLock { $0.contains(row.passage) } ? 1 : 0
    case "year": return Double(passage.fields["year"] ?? "") ?? .nan
    default: return .nan
    }
  }

  private func text(_ bench: Bench, _ name: String, _ row: DocumentList.Row) -> String {
    let passage = bench.source.passages([row.passage])[0]
    switch name {
    case "id": return passage.id
    case "document": return passage.document
    case "source": return passage.source ?? ""
    case "text": return passage.text.lowercased()
    case "lang": return passage.fields["lang"] ?? ""
    default: return FixtureSource.typeNames[row.passage % 5]
    }
  }

  @Test(arguments: [
    "rank", "score", "influence", "pernat", "pernorm", "z", "share", "bm25", "tokens", "answer",
    "star", "year",
  ])
  func numbersAreInOrderBothWays(name: String) throws {
    var bench = try bench()
    try bench.press("s j s")
    let all = (0..<bench.state.list.count).map { bench.state.list[$0] }
    for way in ["up", "down"] {
      try bench.send(.command("sort \(name) \(way)"))
      #expect(!bench.state.hasRefused, "\(bench.state.message)")
      let rows = (0..<bench.state.list.count).map { bench.state.list[$0] }
      #expect(Set(rows) == Set(all))
      let sorted = all.sorted { one, other in
        let (a, b) = (value(bench, name, one), value(bench, name, other))
        // Rows that are alike stay in the order of the ranking.
        return a == b ? one.rank < other.rank : way == "up" ? a < b : a > b
      }
      #expect(rows.map(\.passage) == sorted.map(\.passage), "\(name) \(way)")
    }
  }

  @Test(arguments: ["id", "document", "source", "text", "lang", "type"])
  func textsAreInOrderBothWays(name: String) throws {
    var bench = try bench()
    for way in ["up", "down"] {
      try bench.send(.command("sort \(name) \(way)"))
      #expect(!bench.state.hasRefused, "\(bench.state.message)")
      let rows = (0..<bench.state.list.count).map { bench.state.list[$0] }
      #expect(rows.count == 50)
      for (one, other) in zip(rows, rows.dropFirst()) {
        let (a, b) = (text(bench, name, one), text(bench, name, other))
        #expect(a == b ? one.rank < other.rank : way == "up" ? a < b : a > b)
      }
    }
  }

  @Test func ranksStayThoseOfTheRankingAndFiltersGoOn() throws {
    var bench = try bench()
    let ranks = Dictionary(
      uniqueKeysWithValues: (0..<50).map {
        (bench.state.list[$0].passage, bench.state.list[$0].rank)
      })
    try bench.send(.command("sort tokens"))
    try bench.press("f c")
    let list = bench.state.list
    #expect(list.count == 10)
    for row in 0..<list.count {
      #expect(list[row].passage % 5 == 0 && list[row].rank == ranks[list[row].passage])
      #expect(list.row(of: list[row].passage) == row)
    }
    // A rank is found wherever it stands.
    let third = try #require((0..<list.count).map { list[$0].rank }.sorted().dropFirst(2).first)
    #expect(list.row(rank: third).map { list[$0].rank } == third)
    try bench.send(.command("sort rank"))
    #expect(bench.state.order == nil)
  }

  @Test func keysAndTheMouseOrderByTheSameColumn() throws {
    var bench = try bench()
    var tries = 0
    while bench.state.columnCursors[.documents] != "bm25", tries < 20 {
      try bench.press(".")
      tries += 1
    }
    #expect(bench.state.columnCursors[.documents] == "bm25")
    try bench.press("o o")
    #expect(bench.state.order == ListOrder(column: .bm25, isDescending: true))
    #expect(bench.text.contains("bm25▼"))
    try bench.press("o o")
    #expect(bench.state.order == ListOrder(column: .bm25, isDescending: false))
    #expect(bench.text.contains("bm25▲"))
    try bench.press("o o")
    #expect(bench.state.order == nil)

    let head = bench.frame.rows.enumerated().first { $0.element.contains("bm25") }
    let line = try #require(head)
    let column = try #require(line.element.range(of: "bm25"))
    let x = line.element.distance(from: line.element.startIndex, to: column.lowerBound)
    try bench.send(.key(.mouse(.init(.press, x: x, y: line.offset))))
    #expect(bench.state.order == ListOrder(column: .bm25, isDescending: true))
    try bench.press("o i")
    #expect(bench.state.order == nil)
  }

  @Test func questionsAreOrderedByTheirHeads() throws {
    var bench = try Bench(width: 160, height: 36)
    func ids() -> [String] {
      bench.state.questionRows.map { bench.state.catalog.questions[$0].id }
    }
    let before = ids()
    try bench.press("W . . . o o")
    #expect(bench.state.columnCursors[.questions] == "nats")
    let nats = bench.state.questionRows.map { bench.state.catalog.questions[$0].nats }
    #expect(nats == nats.sorted() && ids() != before)
    try bench.press("o o")
    #expect(
      Array(nats.reversed())
        == bench.state.questionRows.map {
          bench.state.catalog.questions[$0].nats
        })
    try bench.press("o o")
    #expect(ids() == before)
  }

  @Test func columnsAreChosenHiddenAndSized() throws {
    var bench = try bench()
    #expect(!bench.text.contains("source") && bench.text.contains("bm25"))
    try bench.press("t c")
    try bench.type("where the document is from")
    try bench.press("Enter Esc")
    #expect(bench.text.contains("source") && bench.text.contains("forum dump"))
    try bench.send(.command("column lang"))
    #expect(bench.text.contains("lang"))
    try bench.send(.command("column bm25 hidden"))
    #expect(!bench.text.contains("bm25"))
    func widthOfSource() -> Int? {
      bench.frame.rows.compactMap { row in
        row.range(of: "source").flatMap { start in
          row[start.upperBound...].firstIndex { $0 != " " }.map {
            row.distance(from: start.lowerBound, to: $0)
          }
        }
      }.first
    }
    let before = try #require(widthOfSource())
    while bench.state.columnCursors[.documents] != "source" { try bench.press(".") }
    try bench.press("t >")
    #expect(widthOfSource() == before + 2)
    try bench.press("t < t <")
    #expect(widthOfSource() == before - 2)
    // All of it is there after the next start.
    let session = Session(bench.state)
    var other = try self.bench()
    other.state.resume(session)
    try other.send(.timeout)
    #expect(other.state.columnChoice == bench.state.columnChoice)
    try bench.press("t x")
    #expect(bench.state.message.hasPrefix("source is hidden"))
    bench.state.message = ""
    #expect(!bench.text.contains("source"))
    try bench.send(.command("column rank hidden"))
    #expect(bench.state.hasRefused)
  }

  @Test func theColumnUnderTheCursorIsExplainedOnEveryScreen() throws {
    for (keys, name) in [
      ("", "ok"), ("Enter", "nats"), ("j j Enter Enter", "score"), ("j j c k k 3", "score"),
      ("6", "kind"),
    ] {
      var bench = try Bench(width: 120, height: 36)
      try bench.send(.activity(bench.source.activity()))
      try bench.press(keys)
      var tries = 0
      while bench.state.columnCursors.values.first != name, tries < 12 {
        try bench.press(".")
        tries += 1
      }
      #expect(bench.state.message.hasPrefix("\(name): "), "\(keys): \(bench.state.message)")
      try bench.press("i")
      #expect(bench.text.contains("Column \(name)"), "\(keys)")
    }
  }

  @Test func whatCannotBeOrderedIsSaid() throws {
    var bench = try bench()
    try bench.send(.command("sort nonsense"))
    #expect(bench.state.hasRefused && bench.state.message.contains("bm25"))
    try bench.press("o o")
    #expect(bench.state.message.contains("column first"))
  }

  @Test func everyColumnSaysWhatItIs() throws {
    var bench = try bench()
    try bench.press("?")
    guard case .chooser(let chooser)? = bench.state.overlay else {
      Issue.record("no help")
      return
    }
    for column in Column.fixed {
      #expect(chooser.entries.contains { $0.label == column.meaning }, "\(column.name)")
    }
    #expect(Set(Column.fixed.map(\.name)).count == Column.fixed.count)
    #expect(Set(Column.fixed.map(\.kind)).count == Column.fixed.count)
  }

  @Test func theNoiseFloorStandsWhereRandomDocumentsBegin() throws {
    var bench = try Bench(width: 160, height: 36, source: FixtureSource(passages: 100))
    try bench.press("j j Enter Enter")
    let rows = bench.frame.rows
    let line = try #require(rows.firstIndex { $0.contains(" ▁ ") })
    // Of a hundred documents five stand above it.
    #expect(rows[line].contains("    5 "))
    let values = (0..<100).map { Double(bench.source.score(.init(question: 2, step: 0), $0)) }
    let mean = values.reduce(0, +) / 100
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 100).squareRoot()
    let first = bench.state.list[0]
    let spread = bench.state.list.spread
    #expect(abs(spread.z(first.value) - (values.max()! - mean) / deviation) < 1e-3)
    let positive = values.filter { $0 > 0 }.reduce(0, +)
    #expect(abs(spread.share(first.value) - values.max()! / positive) < 1e-5)
    try bench.press("f -")
    #expect(!bench.text.contains(" ▁ "))
  }
}

/// The values of a field, counted in a list.
@Suite struct FieldValueTests {
  @Test func valuesAreCountedInTheListAndOneIsKept() throws {
    var bench = try Bench(source: FixtureSource(passages: 100))
    try bench.press("Enter Enter f v")
    try bench.type("lang")
    try bench.press("Enter")
    guard case .chooser(let chooser)? = bench.state.overlay else {
      Issue.record("no values: \(bench.state.message)")
      return
    }
    // Every third document of a hundred is English.
    #expect(chooser.entries.map(\.label) == ["de", "en"])
    #expect(chooser.entries.map(\.key) == ["66", "34"])
    #expect(chooser.entries.allSatisfy { $0.note == "x1.0 its share" })
    try bench.press("Down Enter")
    #expect(bench.state.filter.condition?.description == "lang = \"en\"")
    #expect(bench.state.list.count == 34)
    // Within what is kept, and beside the condition that is there.
    try bench.send(.command("values year"))
    try bench.press("Enter")
    #expect(bench.state.filter.condition?.description.contains("lang = \"en\" and year") ?? false)
    #expect((1...4).contains(bench.state.list.count))
    try bench.send(.command("values colour"))
    #expect(bench.state.hasRefused && bench.state.message.contains("no field colour"))
  }

  @Test func theColumnUnderTheCursorIsCountedAtOnce() throws {
    var script = try Script(FixtureSource(passages: 100), width: 120, height: 36)
    for command in ["q q001", "pane documents", "top-k 10", "values type"] {
      try script.run(command)
    }
    #expect(script.screen.contains("type in 10 documents"))
    var bench = try Bench()
    try bench.press("Enter Enter")
    try bench.send(.command("column lang"))
    for _ in 0..<12 where bench.state.columnCursors[.documents] != "lang" { try bench.press(".") }
    try bench.press("f v")
    guard case .chooser(let chooser)? = bench.state.overlay else {
      Issue.record("no values")
      return
    }
    #expect(chooser.title == "lang in 60 documents")
  }
}
