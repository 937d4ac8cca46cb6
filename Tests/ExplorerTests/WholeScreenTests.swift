import Explorer
import Foundation
import RunModel
import Store
import Synchronization
import Terminal
import Testing

/// Nothing on a screen is cut where a reader would take it for something else, however small the screen is.
@Suite struct WholeScreenTests {
  static let sizes = [(200, 60), (120, 36), (100, 30), (80, 24), (60, 20), (44, 12)]

  private func bench(_ size: (Int, Int), _ keys: String = "") throws -> Bench {
    var bench = try Bench(
      width: size.0, height: size.1, source: FixtureSource(passages: 400, hasHeat: true))
    try bench.press(keys)
    return bench
  }

  private static let engines: [EngineStatus] = [
    EngineStatus(), EngineStatus(state: .idle), EngineStatus(state: .idle, failure: "no memory"),
    EngineStatus(state: .stale, silence: 4_000), .lost("gone"),
    EngineStatus(state: .running, stage: .asking, done: 62, total: 100, remaining: 7_500),
    EngineStatus(state: .running, stage: .paused, done: 99, total: 100),
  ]

  /// Every tab by its digit and its name, and what the engine does, from 60 columns on; the current tab always.
  @Test(arguments: Tab.allCases)
  func tabsAndEngineAreWhole(tab: Tab) throws {
    let names = ["Expl", "Read", "Comp", "Find", "Ask", "Jobs"]
    var bench = try bench((80, 24), "j j Enter j Enter Enter")
    bench.state.tab = tab
    for width in [40, 44, 52, 59, 60, 61, 64, 66, 72, 80, 99, 100, 101, 120, 140, 200] {
      bench.state.width = width
      for engine in Self.engines {
        bench.state.engine = engine
        let row = bench.frame.rows[0]
        let shown = row.split(separator: "[").last?.split(separator: "]").first ?? ""
        #expect(shown.hasPrefix("\(tab.digit) \(names[tab.digit - 1])"), "\(width): \(row)")
        #expect(!row.contains("…"), "\(width): \(row)")
        let strip = [engine.strip, engine.shortStrip].first { row.contains($0) }
        #expect(strip != nil || width < 44, "\(width): \(row)")
        guard width >= 60 else { continue }
        for (place, name) in names.enumerated() {
          #expect(row.contains("\(place + 1) \(name)"), "\(width): \(row)")
        }
      }
    }
  }

  @Test func clicksOnTabsFollowWhatIsWritten() throws {
    for width in [44, 60, 64, 80, 99, 100, 140] {
      for tab in Tab.allCases where width >= 60 {
        var bench = try bench((width, 24), "Enter Enter Enter")
        bench.state.tab = tab == .jobs ? .explore : .jobs
        let row = Array(bench.frame.rows[0])
        let digit = try #require(row.firstIndex(of: Character("\(tab.digit)")))
        try bench.send(.key(.mouse(.init(.press, x: digit + 2, y: 0))))
        #expect(bench.state.tab == tab, "\(width)")
      }
    }
  }

  /// Heads of columns have a space between them.
  @Test func headsDoNotRunTogether() throws {
    let known: Set<String> = [
      "rank", "infl/nat", "influence", "infl/norm", "infl", "inf/norm", "z", "bm25", "type", "✓★↕",
      "✓★", "★", "★↕",
      "document", "share", "id", "tokens", "source", "of", "A,", "B,", "Tab:", "A", "B",
    ]
    for width in [40, 44, 60, 64, 80, 85, 90, 99, 100, 110, 120, 141, 160] {
      for keys in ["Enter Enter", "Enter Enter W", "j j c k k 3"] {
        for view in [ScoreView.perNat, .raw, .norm] {
          var bench = try bench((width, 24), keys)
          try bench.perform(view == .raw ? .viewRaw : view == .norm ? .viewNorm : .viewPerNat)
          for row in bench.frame.rows where row.contains(" rank ") {
            // What a pane holds between its borders, from the rank on.
            for part in row.split(whereSeparator: { "│║".contains($0) }) {
              let words = part.split(separator: " ")
              guard words.first == "rank" else { continue }
              for word in words {
                #expect(
                  known.contains(String(word)) || word.hasSuffix("…"), "\(width) \(keys): \(row)")
              }
            }
          }
        }
      }
    }
  }

  /// A count of answers never stands without what chance would give.
  @Test(arguments: sizes)
  func countsStandBesideChance(size: (Int, Int)) throws {
    for keys in ["j j Enter", "j j Enter j j", "j j c k k 3", "j j c k k 3 Tab"] {
      let text = try bench(size, keys).text
      for count in ["answer in ", "results there", "✓ in ", "common "] where text.contains(count) {
        #expect(text.contains("chance"), "\(size) \(keys): \(count)")
      }
    }
  }

  /// What the steps pane says of the answer is about the step that is selected.
  @Test func theAnswerIsCountedForTheSelectedStep() throws {
    var bench = try Bench(
      width: 200, height: 60,
      source: FixtureSource(
        passages: 400, texts: (0..<400).map { $0 % 3 == 0 ? "it is -3" : "it is 4" }))
    try bench.press("j j Enter")
    for step in 0...4 {
      let summary = try #require(bench.state.summaries[2]?[step].answer)
      let count = summary.count == 0 ? "none" : "\(summary.count)"
      #expect(bench.text.contains("answer in top \(summary.depth): \(count)"))
      var ranking = try Answering(bench.source)
      let list = try ranking.list(
        ListRequest(unit: Unit(question: 2, step: step), view: .raw, filter: Filter())
      ).list
      let holds = (0..<summary.depth).map { list[$0].passage % 3 == 0 }
      #expect(summary.count == holds.count { $0 })
      #expect(summary.first == holds.firstIndex(of: true).map { $0 + 1 })
      try bench.press("j")
    }
  }

  /// Tables and headings of the findings leave out whole columns, never the end of one.
  @Test(arguments: sizes)
  func findingsLoseWholeColumnsOnly(size: (Int, Int)) throws {
    var bench = try bench(size, "4")
    for page in FindingsState.Page.allCases.dropFirst() {
      try bench.press("]")
      #expect(bench.state.findings.page == page)
      let room = size.0 - (bench.state.layout.isBordered ? 4 : 2)
      for line in bench.state.findingLines where line.passage == nil {
        // What a model wrote is cut; Enter leads to it.
        if page == .failures, line.target != nil { continue }
        #expect(columns(of: line.text) <= room, "\(size) \(page): \(line.text)")
      }
      let title = bench.frame.rows[size.1 < 14 ? size.1 - 2 : 1]
      #expect(title.contains("[\(page.rawValue + 1) "), "\(size): \(title)")
      #expect(!title.contains("…"), "\(size): \(title)")
    }
  }

  /// Compare says which side a list is of, and how to get to the other.
  @Test(arguments: [(60, 20), (70, 14), (44, 12), (40, 10)])
  func oneSideOfCompareIsNamed(size: (Int, Int)) throws {
    var bench = try bench(size, "j j c k k 3")
    for (side, other) in [("A", "B"), ("B", "A"), ("A", "B")] {
      if bench.state.compare.side != (side == "A" ? .left : .right) { try bench.press("Tab") }
      #expect(
        bench.text.contains("Documents of \(side)") || bench.text.contains("of \(side), Tab"),
        "\(size)")
      #expect(bench.text.contains("Tab: \(other)"), "\(size)")
      #expect(bench.frame.rows.contains { $0.contains("infl/nat") }, "\(size)")
      #expect(bench.frame.rows.contains { $0.contains("[\(side) q0") }, "\(size)")
    }
  }

  /// The steps and the documents of a typed question are both there, whatever the stages say.
  @Test(arguments: sizes, [JobState.running, .done, .waiting])
  func askKeepsItsLists(size: (Int, Int), state: JobState) throws {
    let source = FixtureSource(passages: 100, scored: 20)
    source.scratch.withLock { $0 = ["q061"] }
    var bench = try Bench(width: size.0, height: size.1, source: source)
    var asked = Asked(job: 7, state: state, prompt: "What is the slope?")
    asked.question = "q061"
    if state != .waiting {
      var progress = AskProgress(stages: AskStage.allCases.map { AskProgress.Stage($0) })
      for stage in 0..<4 { progress.stages[stage].state = .done }
      progress.stages[4].state = state == .done ? .done : .running
      (progress.exact, progress.passages, progress.coarseAfter) = (20, 100, 0.4)
      asked.progress = progress
    }
    var activity = Activity()
    activity.asks = [asked]
    try bench.send(.activity(activity))
    try bench.press("5")
    for keys in ["", "Tab"] {
      try bench.press(keys)
      let rows = bench.frame.rows
      let shown = (1...4).count { step in
        rows.contains {
          $0.contains(" \(step)  ") && $0.contains(["slope =", "(92", "69 /", "7 - 4"][step - 1])
        }
      }
      #expect(shown >= (size.0 >= 80 ? 4 : size.0 >= 60 ? 3 : 2), "\(size) \(state): \(shown)")
      #expect(rows.contains { $0.contains("infl/nat") }, "\(size) \(state)")
      #expect(rows.contains { $0.contains("slope_") || $0.contains("…") }, "\(size) \(state)")
    }
  }

  /// Every key that may follow a prefix is shown with words that say what it does.
  @Test(arguments: [(120, 36), (80, 24), (60, 20), (44, 12)])
  func everyFollowingKeyIsShown(size: (Int, Int)) throws {
    for place in ["", "Enter", "Enter Enter", "Enter Enter Enter", "3", "4", "5", "6"] {
      let start = try bench(size, place)
      let contexts = start.state.contexts
      let bindings = start.state.keymap.bindings(in: contexts)
      for prefix in Set(bindings.flatMap(\.keys).filter { $0.count > 1 }.map { $0[0] }) {
        var bench = start
        try bench.send(.key(prefix))
        try bench.send(.timeout)
        let text = bench.text
        for binding in bindings
        where binding.keys.contains(where: { $0.count > 1 && $0[0] == prefix }) {
          let last = binding.action.rawValue.split(separator: "-").last ?? ""
          let isSaid = [String(last), String(binding.help.prefix(12))].contains {
            text.contains($0)
          }
          #expect(isSaid, "\(size) \(place): \(prefix.name), \(binding.action.rawValue)")
        }
      }
    }
  }

  /// The selected row of the help is there whole, also where the list cuts it.
  @Test(arguments: sizes)
  func theHelpSaysAllOfItsSelectedRow(size: (Int, Int)) throws {
    for sign in ["z", "by chance", "influence by step", "bm25", "power law", "Pearson"] {
      var bench = try bench(size, "Enter Enter ?")
      try bench.type(sign)
      guard case .chooser(let chooser)? = bench.state.overlay else {
        Issue.record("no help")
        return
      }
      let row = try #require(
        chooser.matches.firstIndex {
          chooser.entries[$0].key == sign
            || chooser.entries[$0].key.hasPrefix("Pearson")
        })
      for _ in 0..<row { try bench.press("Down") }
      let wanted = chooser.entries[chooser.matches[row]].label.split(separator: " ")
      let shown = Set(
        bench.text.split(whereSeparator: { " \n│║".contains($0) }).map(String.init))
      for word in wanted { #expect(shown.contains(String(word)), "\(size) \(sign): \(word)") }
    }
  }

  /// Why a prompt stays open is said whole, and the cursor is seen however long the text is.
  @Test(arguments: sizes)
  func promptsAreWhole(size: (Int, Int)) throws {
    var bench = try bench(size, "Enter Enter f e")
    try bench.type("type = \"foo\" and rank < 500 and text =~ /slope|gradient/")
    let end = try #require(bench.frame.cursor)
    #expect(end.x > 0 && end.x < size.0 && bench.frame.rows[end.y].contains("gradient/"))
    try bench.press("Enter")
    let words = Set(
      bench.text.split(whereSeparator: { " \n│║,".contains($0) }).map(String.init))
    for name in FixtureSource.typeNames { #expect(words.contains(name), "\(size): \(name)") }
    try bench.press("Esc :")
    try bench.type("write \(String(repeating: "folder/", count: 12))x.nothing")
    try bench.press("Enter")
    for ending in [".csv", ".svg"] { #expect(bench.text.contains(ending), "\(size)") }
  }

  /// Where there are only ASCII characters, no two signs of a screen share one.
  @Test func asciiSignsDiffer() throws {
    var bench = try bench((120, 36), "Enter Enter")
    bench.state.themes = Theme.builtIn(depth: .palette)
    bench.state.theme = try #require(bench.state.themes.first { $0.isASCII })
    #expect(bench.frame.rows[1].contains("sign &") && !bench.text.contains("~"))
    // Running and starred, cut and both signs, coarse and new: none is written as another is.
    let signs = [
      "▶", "●", "○", "★", "◆", "✓", "✗", "±", "Σ", "↕", "▲", "▼", "~", "=", "+", "·", "×",
    ]
    let written = signs.map { sign in
      String(
        String.UnicodeScalarView(sign.unicodeScalars.map { asciiTwin($0) ?? $0 }))
    }
    #expect(Set(written).count == signs.count, "\(written)")
    try bench.press("4 ]")
    let plot = bench.frame.rows.dropFirst(3).prefix { !$0.contains(" group ") }.joined()
    #expect(plot.contains("a factual") && plot.contains("b slopes") && !plot.contains("*"))
  }
}
