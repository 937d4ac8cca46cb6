import Explorer
import Foundation
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

  /// Every action that the program names has a binding, and no two have one name.
  @Test func everyActionCanBeReached() throws {
    let file = Self.sources.appending(path: "Explorer/Shared/Action.swift")
    let text = try String(contentsOf: file, encoding: .utf8)
    // A screen's own stands in its folder.
    let named =
      text.matches(of: #/Action\(name: "([a-z-]+)"\)/#).map { String($0.1) }
      + Tab.allCases.map(\.rawValue)
    #expect(named.count > 100 && Set(named).count == named.count)
    let bound = Set(Action.allCases.map(\.rawValue))
    #expect(Set(named).subtracting(bound) == [])
    #expect(bound.subtracting(named) == Set(DocumentType.keyed.map { "filter-\($0.rawValue)" }))
    for action in Action.allCases { #expect(Action(rawValue: action.rawValue) == action) }
    #expect(Action(rawValue: "filter-poems") == nil)
  }

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// A type with a key is one row of the table in RunModel: key, help, command, foot of the list, its name in a
  /// narrow column and in the tour all come from there.
  @Test func aTypeIsKnownFromItsRowAlone() throws {
    for type in DocumentType.keyed {
      let binding = try #require(
        Keymap.standard.bindings.first { $0.action == .filter(type) }, "\(type)")
      #expect(binding.keyName == "f \(try #require(type.key))")
      #expect(binding.help.contains(type.plural) && type.short.count == 4)
      var bench = try Bench()
      let code = try #require(FixtureSource.typeNames.firstIndex(of: type.rawValue))
      try bench.press("Enter Enter \(binding.keyName)")
      #expect(bench.state.filter.types == TypeSet([code]))
      #expect(bench.frame.rows.contains { $0.contains("✓") && $0.contains("[c]ode") })
      try bench.send(.command("filter-\(type.rawValue)"))
      #expect(bench.state.filter.types.isEmpty)
      #expect(bench.frame.rows.contains { $0.contains(" \(type.short) ") })
    }
    // Nothing in the explorer names one of them.
    let files = FileManager.default.enumerator(
      at: Self.sources.appending(path: "Explorer"), includingPropertiesForKeys: nil)
    var read = 0
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      read += 1
      for type in DocumentType.keyed {
        #expect(!text.contains(".filter(.\(type.rawValue))"), "\(file.lastPathComponent)")
        #expect(!text.contains("filterType(.\(type.rawValue))"), "\(file.lastPathComponent)")
      }
      for name in ["\"textbook\"", "\"encyclopedia\"", "\"forum\""] {
        #expect(!text.contains(name), "\(file.lastPathComponent)")
      }
    }
    #expect(read > 100)
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
