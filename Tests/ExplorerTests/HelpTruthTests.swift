import Explorer
import RunModel
import Terminal
import Testing

/// Every key that is shown does what it says, wherever it is shown.
@Suite struct HelpTruthTests {
  /// Keys that lead to a place, with something to undo and something on either side of the cursor.
  private static let places = [
    "f c f + o r j", "f c o r j Enter j", "f c f + o r j j Enter Enter j j",
    "j j Enter j Enter j Enter",
    "j c k c 3 j j", "4 j l", "5", "6",
  ]

  private func bench(_ keys: String) throws -> Bench {
    var bench = try Bench(
      width: 120, height: 36, source: FixtureSource(passages: 100, hasHeat: true))
    bench.state.controlsEngine = true
    try bench.send(.activity(bench.source.activity()))
    try bench.press(keys)
    bench.effects = []
    return bench
  }

  @Test(arguments: places)
  func everyKeyDoesWhatTheHelpSays(place: String) throws {
    let start = try bench(place)
    let contexts = start.state.contexts
    for binding in start.state.keymap.bindings(in: contexts) {
      for keys in binding.keys
      where start.state.keymap.meaning(of: keys, in: contexts) == .action(binding.action) {
        var (pressed, performed) = (start, start)
        for key in keys { try pressed.send(.key(key)) }
        performed.state.message = ""
        try performed.perform(binding.action)
        let name = "\(place): \(Binding.name(keys)), \(binding.help)"
        #expect(pressed.text == performed.text, "\(name)")
        #expect(pressed.effects == performed.effects, "\(name)")
        #expect(pressed.state.pending.isEmpty, "\(name)")
      }
    }
  }

  /// Actions that may find nothing to do: there is nothing further, or it is so already.
  private static let idle: Set<Action> = [
    .back, .explore, .compare, .findings, .ask, .jobs, .read, .down, .up, .left, .right, .top, .end,
    .pageDown, .pageUp, .halfDown, .halfUp, .signPlus, .signMinus, .signBoth, .viewRaw, .viewPerNat,
    .viewNorm, .allTypes, .clearFilters, .nextAnswer, .previousAnswer, .nextHot, .previousHot,
  ]

  @Test(arguments: places)
  func noKeyIsSilent(place: String) throws {
    let start = try bench(place)
    for binding in start.state.keymap.bindings(in: start.state.contexts)
    where !Self.idle.contains(binding.action) {
      var bench = start
      bench.state.message = ""
      let before = bench.frame
      try bench.perform(binding.action)
      let isSeen = bench.frame != before || !bench.effects.isEmpty
      #expect(isSeen, "\(place): \(binding.keyNames), \(binding.help)")
    }
  }

  /// What the last row offers finds something to do, however little there is on the screen.
  @Test(
    arguments: places + [
      "3", "4", "4 ]", "4 ] ]", "4 ] ] ]", "4 ] ] ] ]", "4 [", "4 [ [", "j Enter",
    ])
  func noHintIsRefused(place: String) throws {
    for (width, isEmpty) in [(200, false), (200, true), (44, false)] {
      var start = try bench(place)
      if isEmpty {
        start = try Bench(width: width, source: FixtureSource(passages: 3))
        try start.press(place)
      }
      try start.send(.resized(width: width, height: 30))
      for hint in start.state.hintPlaces(width: width).map(\.hint) {
        guard let action = hint.action else { continue }
        // In a document one learns by the key that there is nothing further of it.
        if start.state.tab == .read { continue }
        var bench = start
        bench.state.hasRefused = false
        try bench.perform(action)
        let trouble = "\(hint.key) \(hint.word): \(bench.state.message)"
        // Findings have lines that are headings.
        let isHeading = start.state.tab == .findings && action == .open
        #expect(!bench.state.hasRefused || isHeading, "\(place), \(width), \(isEmpty): \(trouble)")
      }
    }
  }

  @Test func everyActionIsListedInTheHelpOfSomePlace() throws {
    var listed: Set<Action> = []
    for place in Self.places {
      var bench = try bench(place)
      try bench.press("?")
      guard case .chooser(let chooser)? = bench.state.overlay else {
        Issue.record("no help in \(place)")
        continue
      }
      for entry in chooser.entries where Action.allCases.indices.contains(entry.value) {
        listed.insert(Action.allCases[entry.value])
      }
    }
    #expect(Set(Action.allCases).subtracting(listed) == [])
  }

  @Test func theHelpRunsWhatIsSelected() throws {
    var bench = try bench("j j Enter Enter")
    try bench.press("?")
    try bench.type("beginning")
    try bench.press("Esc ?")
    try bench.type("show code")
    try bench.press("Enter")
    #expect(bench.state.filter.types == TypeSet([0]))
  }
}
