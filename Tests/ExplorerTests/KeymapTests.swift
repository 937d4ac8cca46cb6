import Explorer
import RunModel
import Terminal
import Testing

@Suite struct KeymapTests {
  private static let places: [[Context]] = [
    [.questions, .lists, .global], [.steps, .lists, .global], [.documents, .lists, .global],
    [.reader, .global], [.compare, .lists, .global], [.findings, .global], [.ask, .global],
    [.jobs, .global],
  ]

  @Test func noKeyMeansTwoThingsInOneContext() {
    for context in Context.allCases {
      var taken: [[Key]: Action] = [:]
      for binding in Keymap.standard.bindings where binding.context == context {
        for keys in binding.keys {
          #expect(taken[keys] == nil, "\(context) \(Binding.name(keys))")
          taken[keys] = binding.action
          #expect(!taken.keys.contains { $0.count < keys.count && keys.starts(with: $0) })
        }
      }
    }
  }

  @Test func everyListedKeyMeansWhatTheHelpSays() {
    for place in Self.places {
      for binding in Keymap.standard.bindings(in: place) {
        let keys = binding.keys.filter { keys in
          Keymap.standard.meaning(of: keys, in: place) == .action(binding.action)
        }
        #expect(!keys.isEmpty, "\(place) \(binding.keyNames)")
        for length in 1..<(keys.first?.count ?? 1) {
          let start = Array((keys.first ?? []).prefix(length))
          #expect(Keymap.standard.meaning(of: start, in: place) == .prefix)
        }
      }
    }
  }

  @Test func everyActionCanBeReached() {
    let bound = Set(Keymap.standard.bindings.map(\.action))
    for action in Action.allCases { #expect(bound.contains(action), "\(action)") }
  }

  @Test func noTwoKeysThatTerminalsConfuse() {
    for binding in Keymap.standard.bindings {
      for key in binding.keys.joined() {
        for letter in ["i", "m", "[", "h", "s", "q"] as [Character] {
          #expect(key != .control(letter))
        }
      }
    }
  }

  @Test func hintsNeverPromiseAKeyThatDoesNothing() throws {
    for keys in ["", "Enter", "Enter Enter", "Enter Enter Enter", "3", "4", "5", "6"] {
      var bench = try Bench()
      try bench.press(keys)
      for hint in bench.state.hints {
        let key = hint.key.split(separator: " ").compactMap { Key(name: String($0)) }
        #expect(Keymap.standard.meaning(of: key, in: bench.state.contexts) != .nothing, "\(hint)")
      }
    }
  }

  @Test func unboundKeysSaySo() throws {
    var bench = try Bench()
    try bench.press("Z")
    #expect(bench.state.message == "Z does nothing here; ? shows what does")
    try bench.press("f Z")
    #expect(bench.state.message.hasPrefix("f Z does nothing"))
    #expect(bench.state.pending.isEmpty)
  }

  @Test func keyNamesAreReversible() {
    for binding in Keymap.standard.bindings {
      for key in binding.keys.joined() { #expect(Key(name: key.name) == key) }
    }
  }
}
