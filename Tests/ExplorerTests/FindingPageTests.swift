import Explorer
import Findings
import Foundation
import RunModel
import Store
import Synchronization
import Terminal
import Testing

/// The pages on what is left after the control, on documents' fields, and on retraining without the top documents.
@Suite struct FindingPageTests {
  private func bench(
    _ page: FindingsState.Page, width: Int = 120, height: Int = 36, removal: RemovalFact? = nil
  ) throws -> Bench {
    let source = FixtureSource(passages: 200)
    source.retrained.withLock { $0 = removal }
    var bench = try Bench(width: width, height: height, source: source)
    try bench.send(.command("findings \(page.rawValue + 1)"))
    return bench
  }

  private func facts(_ bench: inout Bench) throws -> [String] {
    try bench.press("i")
    guard case .text(_, let lines, _)? = bench.state.overlay else { throw UnknownKey(name: "i") }
    try bench.press("Esc")
    return lines
  }

  @Test func theControlPageShowsBothAndPinsTheDifference() throws {
    var bench = try bench(.control)
    let study = try #require(bench.state.findings.study)
    let contrast = try #require(study.contrasts.first)
    #expect(bench.text.contains("\(contrast.group) less reading control (1 questions)"))
    #expect(bench.text.contains("before") && bench.text.contains("after"))
    let lines = bench.state.findingLines
    let types = contrast.before.types.filter { $0.k == 50 }
    #expect(types.count == 5)
    for entry in types {
      let line = try #require(lines.first { $0.text.hasPrefix("  \(entry.type) ") })
      let after = try #require(
        contrast.after.types.first { $0.k == 50 && $0.type == entry.type })
      #expect(line.text.contains("x\(multipleText(entry.multiplier)) "))
      #expect(line.text.contains("x\(multipleText(after.multiplier)) "))
    }
    #expect(try facts(&bench).contains { $0.contains("taken from each question's") })
    // Its first line pins the difference, whose ranking is that of the study after the control.
    try bench.press("g g")
    for _ in 0..<lines.count where bench.state.selectedFindingTarget == nil { try bench.press("j") }
    try bench.press("Enter")
    let pinned = try #require(bench.state.selectedQuestion?.combination)
    #expect(pinned.expression == "mean(slopes) - mean(\"reading control\")")
    #expect(bench.state.tab == .explore && bench.state.list.count == 200)
  }

  @Test func fieldsAreCountedByOneAndByTwo() throws {
    var bench = try bench(.fields)
    let finding = try #require(bench.state.findings.counted?.finding)
    #expect(Set(finding.names) == ["the-stack/python", "forum dump"])
    let bin = try #require(
      finding.bin("forum dump", group: "factual", side: .positive, k: 50))
    // By hand: two questions, the first fifty of each.
    var hits = 0
    for question in 0..<2 {
      let values = (0..<200).map {
        bench.source.score(Unit(question: question, step: 0), $0)
      }
      let top = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(50)
      hits += top.count { $0 % 2 == 1 }
    }
    #expect(bin.occurrences == hits && bin.pooled == 100 && bin.corpusShare == 0.5)
    #expect(bench.text.contains("x\(multipleText(bin.multiplier))"))
    // Another field by its key, two by the command; both are in the link.
    try bench.press("a")
    try bench.type("lang")
    try bench.press("Enter")
    #expect(bench.state.findings.fields == ["lang"] && bench.text.contains(" en"))
    try bench.send(.command("fields type,lang"))
    #expect(
      bench.text.contains("code × en") && bench.state.linkCommands.contains("fields type,lang"))
    try bench.press("b")
    #expect(bench.text.contains("bottom 50"))
    #expect(try facts(&bench).contains { $0.contains("share in the corpus") })
    // A row leads to the documents that it counts.
    for _ in 0..<40 where bench.state.selectedFindingTarget == nil { try bench.press("j") }
    try bench.press("Enter")
    #expect(bench.state.tab == .explore && bench.state.filter.condition != nil)
    #expect(bench.state.list.count > 0 && bench.state.list.count < 200)
    for (command, says) in [
      ("fields a,b,c", "one field, or two"), ("fields colour", "no field colour"),
      ("fields ,", "one field"),
    ] {
      bench.state.hasRefused = false
      try bench.send(.command(command))
      #expect(bench.state.hasRefused && bench.state.message.contains(says))
    }
    try bench.send(.command("fields a.b"))
    #expect(bench.text.contains("no document has a field a.b"))
  }

  private static let removal = RemovalFact(
    setting: "200 documents", tasks: ["facts", "slope"], written: [0.5, 0.25],
    effects: [10, 20].flatMap { count in
      ["facts", "slope"].flatMap { removed in
        ["facts", "slope"].map { task in
          RemovalFact.Effect(
            removed: removed, ranking: "EK-FAC", count: count, task: task,
            rise: removed == task ? 0.25 * Double(count) : -0.03, interval: [-0.05, 0.41],
            writtenChange: -0.1)
        }
      }
    })

  @Test(arguments: [(120, 36), (80, 24), (44, 12)])
  func removalIsAMatrixWithIntervals(_ size: (Int, Int)) throws {
    var bench = try bench(.removal, width: size.0, height: size.1, removal: Self.removal)
    let texts = bench.state.findingLines.map(\.text)
    #expect(texts.contains { $0.contains("+2.500*") && (size.0 < 80 || $0.contains("-.030")) })
    #expect(texts.contains { $0.contains("-.05 to .41") })
    #expect(!texts.contains { $0.contains("+5.000*") })
    try bench.press("+")
    #expect(bench.state.findingLines.contains { $0.text.contains("+5.000*") })
    let definition = try facts(&bench).joined(separator: " ").replacing("  ", with: " ")
    #expect(definition.contains("query loss") && definition.contains("nats a step"))
    let table = try #require(bench.state.table)
    #expect(table.rows.count == 8 && table.columns.contains("written_change"))
  }

  @Test func whatIsNotThereIsSaid() throws {
    let none = try bench(.removal)
    #expect(none.text.contains("evaluate --removal"))
    let source = FixtureSource(passages: 200)
    source.scratch.withLock { $0 = ["q090"] }
    var alone = try Bench(source: source)
    try alone.send(.command("findings 8"))
    #expect(alone.text.contains("no group of the questions has a control"))
    for page in [8, 9, 10] {
      try alone.send(.command("findings \(page)"))
      #expect(!alone.text.contains("computing…"))
    }
  }

  /// A database from elsewhere may hold anything under the name.
  @Test func strangeRemovalsAreLeftOut() {
    var strange = Self.removal
    #expect(strange.checked != nil)
    strange.effects[0].interval = [1]
    #expect(strange.checked == nil)
    strange = Self.removal
    strange.tasks.append("more")
    #expect(strange.checked == nil)
    strange = Self.removal
    strange.setting = String(repeating: "x", count: 2_000)
    #expect(strange.checked == nil)
  }

  /// As the screen writes multiples: `.05`, `1.7`, `22`.
  private func multipleText(_ value: Double) -> String {
    if value >= 9.95 { return "\(Int(value.rounded()))" }
    if value < 0.995 {
      let hundredths = Int((value * 100).rounded())
      return ".\(hundredths < 10 ? "0" : "")\(hundredths)"
    }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension ExplorerState {
  fileprivate var selectedFindingTarget: FindingLine.Target? {
    let lines = findingLines
    return lines.indices.contains(findings.cursor.selected)
      ? lines[findings.cursor.selected].target : nil
  }
}
