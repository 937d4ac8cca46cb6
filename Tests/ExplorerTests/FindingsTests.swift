import Explorer
import Findings
import Foundation
import FoundationXML
import RunModel
import Store
import Synchronization
import Terminal
import Testing

@Suite struct FindingsScreenTests {
  private typealias Page = FindingsState.Page

  /// The screen with one finding in front.
  private func bench(
    _ page: FindingsState.Page, _ keys: String = "", width: Int = 120, height: Int = 36
  ) throws -> Bench {
    var bench = try Bench(
      width: width, height: height, source: FixtureSource(passages: 200))
    bench.source.retrained.withLock {
      $0 = RemovalFact(
        setting: "200 documents", tasks: ["slope"], written: [0.5],
        effects: [
          .init(
            removed: "slope", ranking: "EK-FAC", count: 10, task: "slope", rise: 0.1,
            interval: nil, writtenChange: 0)
        ])
    }
    try bench.press("4 " + String(repeating: "] ", count: page.rawValue) + keys)
    return bench
  }

  /// The cursor on the first line that leads to something of a kind.
  private func select(
    _ bench: inout Bench, where isWanted: (FindingLine.Target) -> Bool
  ) throws -> FindingLine.Target {
    let lines = bench.state.findingLines
    let place = try #require(lines.firstIndex { $0.target.map(isWanted) ?? false })
    for _ in 0..<place { try bench.press("j") }
    return try #require(lines[place].target)
  }

  @Test func everyPageIsDrawnAtEverySize() throws {
    for size in [(120, 36), (80, 24), (44, 12), (200, 60)] {
      var bench = try Bench(width: size.0, height: size.1)
      try bench.press("4")
      #expect(bench.effects.filter { $0 == .study(StudyOptions()) }.count == 1)
      for _ in FindingsState.Page.allCases {
        #expect(bench.frame.rows[0].contains("[4 Findings]"))
        try bench.press("Down Down Right ]")
      }
      #expect(bench.state.findings.page == .correlation)
    }
  }

  /// A typed question that is kept takes its place among the findings that are there already.
  @Test func keptQuestionsJoinTheFindings() throws {
    let source = FixtureSource(passages: 200)
    source.scratch.withLock { $0 = ["q061"] }
    var bench = try Bench(source: source)
    try bench.press("4")
    func studied() -> [String] {
      bench.state.findings.rows.map { bench.state.catalog.questions[$0].id }
    }
    let before = studied()
    #expect(before.count > 1 && !before.contains("q061"))
    source.scratch.withLock { $0 = [] }
    bench.answering = try Answering(source)
    try bench.send(.catalog(bench.answering.catalog))
    #expect(Set(studied()) == Set(before + ["q061"]))
    // Nothing is left out now, so nothing is computed again.
    let asked = bench.effects.count { $0 == .study(StudyOptions()) }
    try bench.send(.scoresChanged)
    #expect(bench.effects.count { $0 == .study(StudyOptions()) } == asked)
  }

  /// What the steps pane says of one question is the finding's own mean over its pairs.
  @Test func likenessIsTheMeanOverTheGroup() throws {
    var bench = try Bench(source: FixtureSource(passages: 200))
    try bench.press("4")
    let found = try #require(bench.state.findings.study?.correlations)
    for question in [0, 1] {
      let r = try #require(try bench.answering.summaries(question: question)[0].likeness)
      #expect(abs(r - found.pearson[0, 1]) < 1e-6)
    }
    // Alone in its group.
    let alone = try bench.answering.summaries(question: 2)
    #expect(alone.allSatisfy { $0.likeness == nil })
    // Half scored: not to be compared.
    var half = try Bench(source: FixtureSource(passages: 200, scored: 100))
    #expect(try half.answering.summaries(question: 0)[0].likeness == nil)
  }

  @Test func pairsOfGroupsStayApartInFewColumns() {
    let short = namePair("factual control", "reasoning control", columns: 20)
    #expect(short.count <= 20 && short.contains("fac") && short.contains("rea"))
    #expect(short != namePair("factual", "reasoning control", columns: 20))
    #expect(namePair("slope", "factual", columns: 40) == "slope x factual")
  }

  @Test func cellsOpenInCompare() throws {
    var bench = try Bench()
    try bench.press("4 j l l")
    let pair = try #require(bench.state.findings.pair)
    try bench.press("Enter")
    #expect(bench.frame.rows[0].contains("[3 Compare]"))
    #expect(bench.state.compare.left?.question == bench.state.findings.rows[pair.first])
    #expect(bench.state.compare.right?.question == bench.state.findings.rows[pair.second])
    #expect(bench.text.contains("alike: form"))
  }

  @Test func theMapShowsTheStudysNumbers() throws {
    var bench = try Bench()
    try bench.press("4 j")
    let study = try #require(bench.state.findings.study)
    let order = study.correlations.order
    let r = study.correlations.pearson[order[1], order[0]]
    let shown = (r * 100).rounded() / 100
    #expect(
      bench.frame.rows[2].contains("\(shown < 0 ? "-" : "").\(abs(shown) < 0.1 ? "0" : "")"))
    #expect(bench.text.contains("mean r, 95 % over questions"))
  }

  @Test func theMapHasThreeOrdersAndThreeCoefficients() throws {
    var bench = try bench(.correlation, "j l")
    let pair = try #require(bench.state.findings.pair)
    let study = try #require(bench.state.findings.study)
    try bench.press("o")
    #expect(bench.state.findings.mapOrder.sorted() == Array(study.questions.indices))
    let kept = try #require(bench.state.findings.pair)
    #expect(kept == pair)
    try bench.press("o")
    let order = bench.state.findings.mapOrder
    #expect(order.first == pair.first)
    let falling = order.dropFirst().map { study.correlations.pearson[pair.first, $0] }
    #expect(falling == falling.sorted(by: >))
    try bench.press("p")
    #expect(
      bench.state.findings.value(0, 1) == study.correlations.spearman?[0, 1]
        && bench.text.contains("Spearman"))
    try bench.press("p")
    #expect(bench.state.findings.value(0, 1) == study.correlations.overlap.jaccard(0, 1))
  }

  @Test func onlySomeQuestionsAreStudied() throws {
    var bench = try bench(.types, "c")
    #expect(bench.state.findings.study?.questions.map(\.id) == ["q001", "q061"])
    #expect(bench.state.findings.rows == [0, 2])
    #expect(bench.frame.rows[1].contains("only correct"))
    try bench.press("c")
    #expect(bench.text.contains("1 of 4 questions pass"))
    try bench.press("F V")
    #expect(bench.state.findings.study?.questions.count == 4)
    #expect(bench.state.findings.study?.options.view == .gradientNorm)
    try bench.press("f")
    try bench.type("factual")
    try bench.press("Enter")
    #expect(bench.state.findings.study?.questions.map(\.group) == ["factual", "factual"])
  }

  @Test(arguments: FindingsState.Page.allCases)
  func everyNumberIsExplained(page: FindingsState.Page) throws {
    var bench = try bench(page, "i")
    guard case .text(_, let lines, _)? = bench.state.overlay else {
      Issue.record("no facts")
      return
    }
    let text = lines.joined(separator: " ")
    for part in ["How it is measured", "Of what", "passages", "model sample", "damping 0.1mean"] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(lines.allSatisfy { columns(of: $0) <= 110 })
    try bench.press("Esc")
    #expect(bench.frame.rows[0].contains("[4 Findings]"))
  }

  @Test(arguments: FindingsState.Page.allCases)
  func everyPageIsWrittenAsATable(page: FindingsState.Page) throws {
    let bench = try bench(page)
    let table = try #require(bench.state.table)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(!table.notes.isEmpty)
    if page != .documents { #expect(!table.rows.isEmpty) }
  }

  @Test(arguments: [Page.correlation, .magnitude, .types, .answers, .pairs])
  func figuresAreWrittenAsPictures(page: FindingsState.Page) throws {
    var bench = try bench(page)
    bench.effects = []
    try bench.press("E f")
    guard case .export(let export)? = bench.effects.first else {
      Issue.record("nothing is written")
      return
    }
    #expect(export.ending == "svg" && XMLParser(data: Data(export.contents.utf8)).parse())
  }

  @Test func linesLeadToWhatTheyAreAbout() throws {
    var pairs = try bench(.pairs)
    _ = try select(&pairs) { if case .pair = $0 { true } else { false } }
    try pairs.press("Enter")
    #expect(pairs.frame.rows[0].contains("[3 Compare]"))

    var answers = try bench(.answers)
    let target = try select(&answers) { if case .passage = $0 { true } else { false } }
    guard case .passage(let passage, let unit) = target else {
      Issue.record("the line leads to no passage")
      return
    }
    try answers.press("Enter")
    #expect(answers.frame.rows[0].contains("[2 Read]"))
    #expect(answers.state.reader?.passage == passage && answers.state.unit == unit)
    try answers.press("Esc")
    #expect(answers.frame.rows[0].contains("[4 Findings]"))

    var failures = try bench(.failures)
    _ = try select(&failures) { if case .unit = $0 { true } else { false } }
    #expect(failures.text.contains("q002"))
    try failures.press("Enter")
    #expect(failures.frame.rows[0].contains("[1 Explore]"))
    #expect(failures.state.selectedQuestion?.id == "q002")
  }

  @Test func sidesDepthsAndScalesAreNamed() throws {
    var magnitude = try bench(.magnitude, width: 80, height: 24)
    #expect(magnitude.text.contains("Absolute: positive influence per nat, top k %"))
    #expect(magnitude.text.contains("slopes"))
    try magnitude.press("m b")
    #expect(magnitude.text.contains("Relative: share of the negative total in the top k %"))
    try magnitude.send(.resized(width: 120, height: 36))
    #expect(magnitude.text.contains("share of the total in the top k % of the negative passages"))
    var answers = try bench(.answers)
    #expect(answers.text.contains("Answers in the top 10"))
    try answers.press("+")
    #expect(answers.text.contains("Answers in the top 50"))
  }

  @Test func incompleteScoresSaySo() throws {
    var bench = try Bench(source: FixtureSource(passages: 60, scored: 30))
    try bench.press("4")
    #expect(bench.text.contains("Findings need two questions"))
  }
}
