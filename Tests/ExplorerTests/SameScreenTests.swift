import Explorer
import Foundation
import RunModel
import Terminal
import Testing

/// A screen shows what it is about, whatever was looked at before.
///
/// The scores, heat and relations of the fixture differ between questions, steps and documents, so that
/// whatever is left over from somewhere else is seen in a cell.
@Suite struct SameScreenTests {
  /// A question and a step, by the keys that lead there from a fresh start.
  private static let units: [(name: String, commands: [String])] = [
    ("q001 whole", ["q q001", "step 0"]), ("q061 whole", ["q q061", "step 0"]),
    ("q061 step 1", ["q q061", "step 1"]), ("q061 step 2", ["q q061", "step 2"]),
    ("q061 step 4", ["q q061", "step 4"]), ("q090 whole", ["q q090", "step 0"]),
  ]

  private static let sizes = [(160, 45), (80, 24)]

  private func bench(_ size: (Int, Int)) throws -> Bench {
    var bench = try Bench(
      width: size.0, height: size.1,
      source: FixtureSource(passages: 40, hasHeat: true, variesHeat: true, areRead: true))
    try bench.send(.engine(EngineStatus(state: .running, stage: .scores, done: 1, total: 2)))
    return bench
  }

  /// Goes to a unit's documents.
  private func go(_ bench: inout Bench, to place: Int) throws {
    for command in Self.units[place].commands { try bench.send(.command(command)) }
    try bench.press("Enter g g")
  }

  private func expectSame(_ one: Bench, _ other: Bench, _ what: String) {
    for (y, rows) in zip(one.frame.rows, other.frame.rows).enumerated() where rows.0 != rows.1 {
      Issue.record("\(what), row \(y)\nis      \(rows.0)\nexpected \(rows.1)")
      return
    }
    #expect(one.frame.cells == other.frame.cells, "\(what): a style differs")
  }

  @Test(arguments: [0, 1])
  func readIsTheSameHoweverItIsReached(size: Int) throws {
    let size = Self.sizes[size]
    for target in Self.units.indices {
      var fresh = try bench(size)
      try go(&fresh, to: target)
      try fresh.press("Enter")
      for before in Self.units.indices {
        // Reading one thing, then going elsewhere and reading that by its digit or by Enter.
        for keys in before == target ? ["2", "Enter"] : ["2"] {
          var bench = try bench(size)
          try go(&bench, to: before)
          try bench.press("j Enter 1 Esc Esc")
          try go(&bench, to: target)
          try bench.press(keys)
          expectSame(
            bench, fresh, "\(Self.units[before].name), \(Self.units[target].name), \(keys), \(size)"
          )
        }
      }
    }
  }

  @Test(arguments: ["compare", "findings", "jobs", "ask"])
  func exploreIsTheSameAfterAnyScreen(screen: String) throws {
    for size in Self.sizes {
      for target in Self.units.indices {
        var fresh = try bench(size)
        try go(&fresh, to: target)
        var bench = try bench(size)
        try go(&bench, to: (target + 2) % Self.units.count)
        try bench.press("j j Enter")
        try bench.send(.command(screen))
        if screen == "compare" { try bench.press("Enter q") }
        try bench.press("1")
        try go(&bench, to: target)
        expectSame(bench, fresh, "\(screen), \(Self.units[target].name), \(size)")
      }
    }
  }

  /// Every kind of place, by commands that say all of it.
  private static let contexts: [[String]] = [
    ["q q001", "step 0", "pane documents", "top", "pane questions"],
    ["q q061", "step 2", "pane documents", "top", "pane steps"],
    ["q q061", "step 0", "pane documents", "top"], ["q q090", "step 1", "pane documents", "top"],
    ["q q061", "step 3", "doc d7", "read", "top"], ["q q001", "step 0", "doc d3", "read", "top"],
    ["q q061", "step 0", "doc d7", "read", "top"],
    ["q q061", "step 0", "compare q001 q061/2", "top"],
    ["q q061", "step 0", "compare q090 q002", "top"],
    ["q q061", "step 0", "findings 1"], ["q q061", "step 0", "findings 3", "top"],
    ["q q061", "step 0", "ask"], ["q q061", "step 0", "jobs", "top"],
  ]

  /// Any screen reached one way is the same screen reached another, cell by cell.
  @Test(arguments: contexts.indices)
  func everyPairOfContexts(target: Int) throws {
    func go(_ bench: inout Bench, to place: Int) throws {
      for command in Self.contexts[place] {
        try bench.send(.command(command))
        #expect(!bench.state.hasRefused, "\(command): \(bench.state.message)")
      }
      bench.state.message = ""
    }
    for size in [(160, 45), (60, 20)] {
      var fresh = try bench(size)
      try go(&fresh, to: target)
      for before in Self.contexts.indices {
        var other = try bench(size)
        try go(&other, to: before)
        try go(&other, to: target)
        expectSame(
          other, fresh, "\(Self.contexts[before]) then \(Self.contexts[target]), \(size)")
      }
    }
  }

  @Test func readingFromCompareIsAboutItsSide() throws {
    var bench = try bench((160, 45))
    try bench.send(.command("q q001"))
    try bench.press("c")
    try bench.send(.command("q q061"))
    try bench.send(.command("step 2"))
    try bench.press("c")
    // Explore stands elsewhere, and what is read belongs to the sides all the same.
    try bench.send(.command("q q090"))
    try bench.press("3 Tab Enter")
    let isLeft = bench.state.compare.side == .left
    #expect(
      bench.state.reader?.unit == (isLeft ? bench.state.compare.left : bench.state.compare.right))
    #expect(bench.frame.rows[1].contains(isLeft ? "q001 > whole" : "q061 > step 2"))
    #expect(bench.text.contains("Question \(isLeft ? "q001" : "q061")"))
    try bench.press("i")
    #expect(bench.text.contains("Question \(isLeft ? "q001" : "q061")"))
    try bench.press("Esc y q")
    let asked = try #require(bench.state.reader?.unit.question)
    #expect(bench.effects.last == .copy(FixtureSource.questions[asked].prompt))
    try bench.press("q")
    #expect(bench.state.tab == .compare)
    try bench.press("1")
    #expect(bench.state.selectedQuestion?.id == "q090")
  }

  @Test func nothingIsShownForARequestBeforeItsAnswerIsThere() throws {
    var bench = try bench((160, 45))
    try go(&bench, to: 2)
    try bench.press("Enter")
    let old = bench.frame
    // The next document opens while nobody answers: its numbers are not those of the last one.
    let effects = bench.state.reduce(.key(.character("J")))
    #expect(bench.state.reader?.layer == nil && !bench.text.contains("by layer"))
    #expect(bench.frame != old && bench.text.contains("heat: computing…"))
    for effect in effects {
      if case .heat(let request, _) = effect {
        // An answer for something else changes nothing.
        try bench.send(
          .heat(
            HeatRequest(unit: Unit(question: 0, step: 0), passage: request.passage),
            Heat(tokens: [9], ranges: [0..<3])))
        #expect(bench.state.reader?.layer == nil)
      }
    }
  }

  @Test(arguments: [80, 120])
  func previewDigitsDoNotDependOnTheHeight(width: Int) throws {
    let lines = (0..<60).map { "word \($0) and more words\($0 % 7 == 3 ? " here" : "")" }
    let source = FixtureSource(
      passages: 5, texts: Array(repeating: lines.joined(separator: "\n"), count: 5), hasHeat: true)
    func digits(_ height: Int) throws -> [String: String] {
      var bench = try Bench(width: width, height: height, source: source)
      try bench.press("Enter Enter")
      var digits: [String: String] = [:]
      let (area, frame) = (bench.state.layout.preview, bench.frame)
      for y in area.y..<area.maxY {
        let row = (area.x..<area.maxX).map { frame[$0, y].text }.joined()
        guard let place = row.range(of: "word ") else { continue }
        let label = row[place.lowerBound...].split(separator: " ").prefix(2).joined(separator: " ")
        digits[label] = String(row[..<place.lowerBound].suffix(3))
      }
      return digits
    }
    let tall = try digits(60)
    var compared = 0
    for height in [24, 30, 36, 45] {
      let short = try digits(height)
      // A low window of this width may have no preview.
      guard !short.isEmpty else { continue }
      compared += 1
      #expect(short.count > 2)
      for (line, digit) in short { #expect(tall[line] == digit, "\(line) at \(height)") }
    }
    #expect(compared >= 2)
  }
}
