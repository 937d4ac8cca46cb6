import Explorer
import RunModel
import TestSupport
import Testing

@Suite struct ListTests {
  private func random(_ count: Int, seed: UInt64, holes: Bool = false) -> [Float] {
    var source = RandomSource(seed: seed)
    return (0..<count).map { _ in
      let value = Float(Int(source.next() % 2001)) / 1000 - 1
      return holes && source.next() % 5 == 0 ? .nan : value
    }
  }

  /// Order and filter by the slowest and plainest means.
  private func plain(
    _ values: [Float], _ types: [UInt16], _ filter: Filter, _ allowed: PassageSet?
  ) -> [DocumentList.Row] {
    let scored = values.indices.filter { values[$0].isFinite }
    let order = scored.sorted { (values[$1], $0) < (values[$0], $1) }
    var rows = order.enumerated().map { place, passage in
      DocumentList.Row(rank: place + 1, passage: passage, value: values[passage])
    }
    if filter.sign == .minus {
      rows = rows.reversed().enumerated().map {
        DocumentList.Row(rank: -1 - $0, passage: $1.passage, value: $1.value)
      }
    }
    if let top = filter.top { rows = Array(rows.prefix(top)) }
    return rows.filter { row in
      (filter.sign != .plus || row.value > 0) && (filter.sign != .minus || row.value < 0)
        && filter.passes(type: Int(types[row.passage])) && (allowed?.contains(row.passage) ?? true)
    }
  }

  @Test func agreesWithThePlainWay() {
    for seed in UInt64(1)...12 {
      let count = 200
      let values = random(count, seed: seed, holes: seed % 2 == 0)
      let types = (0..<count).map { UInt16($0 % 5) }
      var filter = Filter()
      if seed % 3 == 0 { filter.types = TypeSet([0, 3]) }
      if seed % 4 == 1 { filter.sign = .minus }
      if seed % 4 == 2 { filter.sign = .plus }
      if seed % 5 == 0 { filter.top = 40 }
      let allowed = seed % 6 == 0 ? PassageSet((0..<100).map(UInt32.init), of: count) : nil
      let list = DocumentList.ranked(
        scores: values, view: .raw, nats: 1, norms: [], types: types, filter: filter,
        allowed: allowed)
      let expected = plain(values, types, filter, allowed)
      #expect((0..<list.count).map { list[$0] } == expected, "seed \(seed)")
      for (row, entry) in expected.enumerated() {
        #expect(list.row(of: entry.passage) == row)
      }
    }
  }

  /// A row has its text when it comes, and it is not asked for with every key.
  @Test func theNextRowHasItsTextAlready() throws {
    var bench = try Bench(source: FixtureSource(passages: 200))
    try bench.press("Enter Enter")
    func next() throws -> DocumentList.Row {
      let rows = bench.state.documents.window(
        count: bench.state.list.count, height: bench.state.documentRows)
      try #require(rows.upperBound < bench.state.list.count)
      return bench.state.list[rows.upperBound]
    }
    bench.effects = []
    for _ in 0..<60 {
      #expect(bench.state.texts[try next().passage] != nil)
      try bench.press("j")
    }
    let loads = bench.effects.filter { if case .load = $0 { true } else { false } }
    #expect(bench.state.documents.selected == 60 && (4...16).contains(loads.count))
  }

  @Test func theTopAloneIsTheTopOfTheWhole() {
    for seed in UInt64(1)...6 {
      let values = random(3000, seed: seed, holes: true)
      let whole = DocumentList.ranked(
        scores: values, view: .perNat, nats: 2, norms: [], types: [], filter: Filter())
      let top = DocumentList.top(100, scores: values, view: .perNat, nats: 2, norms: [])
      #expect(top.count >= 100 && top.count < 3000)
      #expect((0..<top.count).map { top[$0] } == (0..<top.count).map { whole[$0] })
    }
  }

  @Test func emptyAndOneSidedListsAreSafe() {
    for values in [[], [Float.nan], [-1, -2], [0, 0, 0]] as [[Float]] {
      let types = [UInt16](repeating: 0, count: values.count)
      for sign in Sign.allCases {
        var filter = Filter()
        filter.sign = sign
        let list = DocumentList.ranked(
          scores: values, view: .raw, nats: 0, norms: [], types: types, filter: filter)
        #expect(list.count <= values.count)
        for row in 0..<list.count { #expect((0...1).contains(list.share(of: list[row].value))) }
        #expect(list.row(of: 99) == nil && list.row(rank: 99) == nil)
      }
      #expect(DocumentList.top(5, scores: values, view: .raw, nats: 1, norms: []).count <= 3)
    }
  }

  @Test func nothingLeftSaysWhichFilterToDrop() throws {
    // Nothing has a star; without that, the answer stands in every third of each fifth.
    var bench = try Bench(source: FixtureSource(passages: 60))
    try bench.press("Enter Enter f c f x f s")
    #expect(bench.state.list.count == 0)
    #expect(bench.state.answer?.note == "without starred there are 4 rows")
    #expect(bench.text.contains("without starred there are 4 rows"))
    try bench.press("f s")
    #expect(bench.state.list.count == 4 && bench.state.answer?.note == nil)
    // One filter alone needs no hint beside its own name.
    try bench.press("F f s")
    #expect(bench.state.list.count == 0 && bench.state.answer?.note == nil)
  }

  @Test func setsOfPassages() {
    let set = PassageSet([0, 63, 64, 199, 500], of: 200)
    #expect([0, 63, 64, 199].allSatisfy(set.contains) && !set.contains(1))
    #expect(!set.inverted.contains(64) && set.inverted.contains(65))
    var both = set
    both.formIntersection(PassageSet([64, 65], of: 200))
    #expect(both == PassageSet([64], of: 200))
  }

  @Test(
    arguments: [
      (0, "0"), (0.01418, ".01418"), (-0.5, "-.50000"), (1.5, "1.500"), (12.345, "12.35"),
      (123.46, "123.5"), (12345, "12345"), (123_456, "1.2e5"), (0.0000123, "1.2e-5"),
      (-3.2e-12, "-3.2e-12"), (.nan, "-"), (.infinity, "-"), (0.99996, "1.000"),
    ] as [(Float, String)])
  func numbersAreShort(value: Float, text: String) {
    #expect(number(value) == text)
  }

  @Test(arguments: [(0, "0s"), (59.4, "59s"), (60, "1m00s"), (192, "3m12s"), (7500, "2h05m")])
  func durationsUseTwoUnits(seconds: Double, text: String) {
    #expect(duration(seconds) == text)
  }

  @Test func barsHaveEightLevelsAColumn() {
    #expect(bar(0, width: 4) == "" && bar(1, width: 4) == "████" && bar(0.5, width: 1) == "▌")
    #expect(bar(2, width: 2) == "██" && bar(.nan, width: 2) == "" && bar(0.5, width: 0) == "")
  }
}
