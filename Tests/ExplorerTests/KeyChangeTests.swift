import Explorer
import Foundation
import RunModel
import Terminal
import TestSupport
import Testing

/// A person's own keys.
@Suite struct KeyChangeTests {
  private func settings(_ yaml: String) -> Settings {
    var settings = Settings()
    settings.read(keys: yaml)
    return settings
  }

  @Test func changedKeysAreWhatHelpHintsAndPaletteShow() throws {
    var bench = try Bench()
    let settings = settings(
      """
      star: ["#", g s]
      leave: Ctrl-X
      filter-code: d
      themes: []
      next-pane: Ctrl-N
      """)
    #expect(settings.troubles == [])
    bench.state.keymap = settings.keymap
    try bench.press("Enter Enter")
    #expect(bench.state.hints.contains { $0.key == "#" && $0.word == "star" })
    #expect(bench.state.hints.contains { $0.key == "Ctrl-X" && $0.isLast })
    #expect(!bench.state.hints.contains { $0.key == "s" || $0.key == "q" })
    #expect(bench.frame.rows.contains { $0.contains(" f d code [t]ext") })
    try bench.press("s")
    #expect(bench.state.message.hasPrefix("s does nothing here"))
    try bench.press("#")
    #expect(bench.state.message.hasPrefix("starred"))
    try bench.press("g s")
    #expect(bench.state.message.hasPrefix("took the star off"))
    try bench.press("d")
    #expect(bench.state.filter.types == TypeSet([0]))
    #expect(bench.text.contains("F clears"))
    try bench.press("?")
    #expect(bench.text.contains("#  g s"))
    try bench.press("Esc Ctrl-P")
    try bench.type(":themes")
    #expect(bench.text.contains("choose a theme") && !bench.text.contains(" T "))
    try bench.press("Esc Esc Esc Ctrl-X")
    #expect(bench.effects.last == .quit(stoppingEngine: true))
  }

  @Test func textsOnTheScreenNameTheChangedKeys() throws {
    var bench = try Bench()
    bench.state.keymap = settings("clear: C\nhelp: F2\nzoom: Z\noverlap: O").keymap
    try bench.press("Enter Enter f c")
    #expect(bench.text.contains("C clears"))
    try bench.press("k Z Z p")
    #expect(bench.state.message == "p does nothing here; F2 shows what does")
  }

  /// A name that is near no other gets no suggestion.
  @Test func farNamesGetNoSuggestion() {
    for name in ["nonsense", "qqqqqq", "xyzzy"] {
      let troubles = settings("\(name): x").troubles
      #expect(troubles == ["keys.yaml:1: there is no action \(name)"], "\(troubles)")
    }
  }

  /// A file, and what must be said of it; the rest of the file counts all the same.
  @Test(arguments: [
    ("star: s\nstrr: x", "keys.yaml:2: there is no action strr; the nearest is star"),
    ("star: ctrl-d", "keys.yaml:1: there is no key ctrl-d; the nearest is Ctrl-D"),
    ("star: Entr", "there is no key Entr; the nearest is Enter"),
    ("raeder:\n  star: x", "keys.yaml:1: there is no place raeder; the nearest is reader"),
    ("reader:\n  strr: x", "keys.yaml:2: there is no action strr"),
    ("reader:\n  zoom: x", "keys.yaml:2: zoom does nothing in reader; it works in findings"),
    ("star: Ctrl-I", "Ctrl-I and Tab are one key"),
    ("star: Ctrl-M", "Ctrl-M and Enter are one key"),
    ("star: Ctrl-[", "Ctrl-[ and Esc are one key"),
    ("star: Ctrl-H", "Ctrl-H and Backspace are one key"),
    ("star: Ctrl-S", "Ctrl-S may stop"), ("star: Ctrl-Q", "Ctrl-Q may stop"),
    ("star: Ctrl-1", "no terminal sends Ctrl-1"), ("star: F13", "no terminal sends F13"),
    ("star: e\u{301}", "more than one key"), ("star: g Esc", "neither can be part of one"),
    ("star: a b c d", "one to 3 keys are expected"), ("star: \"\\u200b\"", "more than one key"),
    ("star: [a, b, c, d, e, f, g, h, i]", "8 are the most"),
    ("star: Q", "Q means quit (Everywhere) already; star keeps its keys"),
    ("palette: s", "s means star (Documents) already"),
    ("star: f", "f begins f c, which means filter-code (Lists)"),
    ("star: q q", "q q begins with q, which means leave (Everywhere)"),
    ("star: d\npin: d", "keys.yaml:2: d means star"),
    ("pin: d\nstar: d", "keys.yaml:2: d means pin"),
    ("interrupt: []", "something must be able to stop"),
    ("star: {a: b}", "there is no place star"), ("star: [[x]]", "star takes words"),
    ("- star", "`name: value` are expected"), ("star: [", "is not YAML"),
    ("star: s\nstar: x", "is not YAML"), ("star: *", "keys.yaml: is not YAML: 1:8"),
  ])
  func whatIsWrongIsNamedAndTheRestCounts(yaml: String, sentence: String) {
    let settings = settings(yaml)
    #expect(settings.troubles.count == 1, "\(settings.troubles)")
    #expect(settings.troubles.first?.contains(sentence) ?? false, "\(settings.troubles)")
    #expect(settings.troubles.allSatisfy { $0.hasPrefix("keys.yaml:") })
    let documents = Context.documents.chain
    if !yaml.contains("star: d\n") {
      #expect(settings.keymap.meaning(of: [.character("s")], in: documents) == .action(.star))
    }
    #expect(settings.keymap.meaning(of: [.character("q")], in: documents) == .action(.leave))
  }

  @Test func actionsChangePlacesAndMoveAway() {
    let swapped = settings("swap: s\nstar: x\nquit: Ctrl-X\ncancel-request: Q")
    #expect(swapped.troubles == [])
    let compare = Context.compare.chain
    #expect(swapped.keymap.meaning(of: [.character("s")], in: compare) == .action(.swap))
    #expect(swapped.keymap.meaning(of: [.character("x")], in: compare) == .action(.star))
    let jobs = Context.jobs.chain
    #expect(swapped.keymap.meaning(of: [.character("Q")], in: jobs) == .action(.cancelJob))
    // What gives way sets free what took its place.
    let chain = settings("quit: s\ncancel-request: Q")
    #expect(chain.troubles.count == 2)
    #expect(chain.keymap.meaning(of: [.character("Q")], in: jobs) == .action(.quit))
  }

  @Test func onePlaceAloneCanBeChanged() {
    let settings = settings("reader:\n  page-down: [d]\n")
    #expect(settings.troubles == [])
    let reader = Context.reader.chain
    #expect(settings.keymap.meaning(of: [.character("d")], in: reader) == .action(.pageDown))
    #expect(settings.keymap.meaning(of: [.character(" ")], in: reader) == .nothing)
    let lists = Context.documents.chain
    #expect(settings.keymap.meaning(of: [.pageDown], in: lists) == .action(.pageDown))
  }

  @Test func theStandardKeysAsAFileChangeNothing() {
    var lines: [String] = []
    for place in Context.allCases {
      lines.append("\(place.rawValue):")
      var keys: [Action: [String]] = [:]
      for binding in Keymap.standard.bindings where binding.context == place {
        keys[binding.action, default: []] += binding.keys.map { Binding.name($0) }
      }
      for (action, keys) in keys {
        let quoted = keys.map { "'\($0)'" }.joined(separator: ", ")
        lines.append("  \(action.rawValue): [\(quoted)]")
      }
    }
    let settings = settings(lines.joined(separator: "\n"))
    #expect(settings.troubles == [])
    for place in Context.allCases {
      for binding in Keymap.standard.bindings {
        for keys in binding.keys {
          #expect(
            settings.keymap.meaning(of: keys, in: place.chain)
              == Keymap.standard.meaning(of: keys, in: place.chain))
        }
      }
    }
  }

  @Test func arrowsLeaveTheLettersFree() {
    var settings = Settings()
    settings.read(config: "keys: arrows")
    settings.read(keys: "star: j")
    #expect(settings.troubles == [])
    let documents = Context.documents.chain
    #expect(settings.keymap.meaning(of: [.character("j")], in: documents) == .action(.star))
    #expect(settings.keymap.meaning(of: [.down], in: documents) == .action(.down))
    #expect(
      settings.keymap.meaning(of: [.character("J")], in: Context.reader.chain)
        == .action(.nextDocument))
    for letter in "hkl" {
      #expect(settings.keymap.meaning(of: [.character(letter)], in: documents) == .nothing)
    }
  }

  @Test(arguments: [
    ("theem: Ember", "config.yaml:1: there is no setting theem; the nearest is theme"),
    ("ascii: perhaps", "config.yaml:1: ascii is true or false, not perhaps"),
    ("keys: emacs", "keys is vim or arrows, not emacs"), ("theme: [a]", "theme takes one value"),
  ])
  func settingsAreNamedToo(yaml: String, sentence: String) {
    var settings = Settings()
    settings.read(config: "mouse: off\n" + yaml)
    #expect(settings.troubles.count == 1)
    #expect(settings.troubles[0].contains(sentence.replacingOccurrences(of: ":1:", with: ":2:")))
    #expect(settings.hasMouse == false)
  }

  @Test func noFileIsAnAttack() {
    let files = [
      String(repeating: "[", count: 60_000), String(repeating: "- ", count: 30_000) + "x",
      String(repeating: "{a: ", count: 15_000), String(repeating: "? ", count: 30_000),
      (0..<400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
      (0..<3_000).map { "a\($0): b" }.joined(separator: "\n"),
      String(repeating: "x", count: 100_000),
      "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nstar: *c", "\u{0}\u{1B}[31m: x",
      "", "~", "---\n---\n", "star: !!binary x", "? [a]\n: b",
    ]
    for file in files {
      let settings = settings(file)
      #expect(settings.troubles.count <= 40)
      #expect(
        settings.keymap.meaning(of: [.character("q")], in: Context.documents.chain)
          == .action(.leave))
    }
  }

  @Test func filesAtRandomNeverStopAnything() {
    var random = RandomSource(seed: 6)
    let words = [
      "star", "leave", "reader", "quit", ":", ": ", "\n", "\n  ", "[", "]", ", ", "x", "Q", "Ctrl-",
      "I", "'", "\"", "-", "- ", "{", "}", "&a", "*a", "#", "\t", "é", "f c", "F1",
    ]
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<random.next() % 24 { text += words[Int(random.next() % UInt64(words.count))] }
      let settings = settings(text)
      #expect(settings.keymap.bindings.contains { $0.action == .interrupt && !$0.keys.isEmpty })
    }
  }
}
