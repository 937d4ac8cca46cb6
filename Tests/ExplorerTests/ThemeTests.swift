import Explorer
import Foundation
import RunModel
import Terminal
import Testing
import Themes

@Suite struct ThemeTests {
  @Test func everyThemeThatComesWithTheProgramCanBeRead() throws {
    for entry in ThemeFile.builtIn {
      let file = try ThemeFile(reading: entry.text, file: entry.file)
      #expect(!file.name.isEmpty)
    }
    #expect(Theme.builtIn(depth: .palette).count == ThemeFile.builtIn.count)
    #expect(Theme.builtIn(depth: .palette).first?.name == "Plain")
  }

  @Test func withoutColourNothingHasAColour() {
    for theme in Theme.builtIn(depth: .none) {
      #expect(theme.text.foreground == .standard && theme.cursor.background == .standard)
      #expect(theme.heatPositive.isEmpty)
      #expect(theme.cursor.attributes != [] || theme.cursor != theme.text)
    }
  }

  @Test(arguments: [
    ("roles: {txt: red}\nname: x", "t.yaml:1: there is no role txt"),
    ("name: x\nroles:\n  text: {fg: nope}", "t.yaml:3: nope is no colour"),
    ("name: x\nheat:\n  positive: [red]", "t.yaml:3: heat has five steps, from mild to strong"),
    ("kind: dark", "t.yaml: the theme has no name"),
    ("name: x\nkind: loud", "t.yaml:2: kind is dark, light or any"),
  ])
  func faultsNameTheirLine(text: String, message: String) {
    let error = #expect(throws: ThemeError.self) { try ThemeFile(reading: text, file: "t.yaml") }
    #expect(error?.description == message)
  }

  @Test func brokenYAMLIsAnErrorAndNotACrash() {
    for text in ["", "[", "{a: b", "\u{0}", "- x", "name: [1]", "roles: 3"] {
      #expect(throws: ThemeError.self) { try ThemeFile(reading: text, file: "t.yaml") }
    }
  }

  /// Contrast of WCAG 2: from 1 to 21.
  private func contrast(_ one: (Double, Double, Double), _ other: (Double, Double, Double))
    -> Double
  {
    func light(_ rgb: (Double, Double, Double)) -> Double {
      func linear(_ c: Double) -> Double {
        let s = c / 255
        return s <= 0.03928 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(rgb.0) + 0.7152 * linear(rgb.1) + 0.0722 * linear(rgb.2)
    }
    let (a, b) = (light(one), light(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func rgb(_ color: Color) -> (Double, Double, Double)? {
    switch color {
    case .standard: return nil
    case .rgb(let r, let g, let b): return (Double(r), Double(g), Double(b))
    case .palette(let index):
      guard index >= 16 else { return nil }
      let (r, g, b) = ColorDepth.components(index)
      return (Double(r), Double(g), Double(b))
    }
  }

  @Test func everyPairOfColoursCanBeRead() {
    for theme in Theme.builtIn(depth: .direct) {
      let styles =
        [
          theme.text, theme.dim, theme.borderFocus, theme.title, theme.tab, theme.tabCurrent,
          theme.cursor, theme.selection, theme.positive, theme.negative, theme.good, theme.bad,
          theme.match, theme.answer, theme.message, theme.key,
        ] + theme.types.values + theme.heatPositive + theme.heatNegative
      for style in styles {
        let shown = theme.text.overlaid(with: style)
        guard let front = rgb(shown.foreground), let back = rgb(shown.background) else { continue }
        #expect(contrast(front, back) >= 4.5, "\(theme.name) \(shown)")
      }
    }
  }

  @Test func neighbouringStepsOfHeatDiffer() {
    for theme in Theme.builtIn(depth: .direct) where !theme.heatPositive.isEmpty {
      for ramp in [theme.heatPositive, theme.heatNegative] {
        for (one, next) in zip(ramp, ramp.dropFirst()) {
          guard let a = rgb(one.background), let b = rgb(next.background) else { continue }
          #expect(contrast(a, b) > 1.08, "\(theme.name)")
        }
      }
    }
  }

  @Test func pickerShowsThemesAndEscapeRestores() throws {
    var bench = try Bench()
    bench.state.themes = Theme.builtIn(depth: .palette)
    bench.state.theme = bench.state.themes[0]
    try bench.press("T Down")
    #expect(bench.state.theme.name == "Ember")
    try bench.press("Esc")
    #expect(bench.state.theme.name == "Plain")
    try bench.press("T Down Enter")
    #expect(bench.state.theme.name == "Ember")
    #expect(bench.frame[0, 5].style.background != .standard)
    try bench.press(":")
    try bench.type("theme access")
    try bench.press("Enter")
    for row in bench.frame.rows { #expect(row.utf8.allSatisfy { $0 < 0x80 }, "\(row)") }
  }
}
