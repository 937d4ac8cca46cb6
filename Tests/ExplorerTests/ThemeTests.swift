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

  /// A colour as a terminal of some depth shows it; nil for the terminal's own.
  private func rgb(_ color: Color, _ depth: ColorDepth = .direct) -> (Double, Double, Double)? {
    func palette(_ index: UInt8) -> (Double, Double, Double) {
      let (r, g, b) = ColorDepth.components(index)
      return (Double(r), Double(g), Double(b))
    }
    if depth == .direct {
      switch color {
      case .standard: return nil
      case .rgb(let r, let g, let b): return (Double(r), Double(g), Double(b))
      case .palette(let index): return index < 16 ? nil : palette(index)
      }
    }
    let number = depth.number(of: color)
    return number < 0 ? nil : palette(UInt8(number))
  }

  private func looks(_ theme: Theme) -> [(name: String, style: Style)] {
    let roles = [
      ("text", theme.text), ("dim", theme.dim), ("border", theme.border),
      ("border-focus", theme.borderFocus), ("title", theme.title), ("tab", theme.tab),
      ("tab-current", theme.tabCurrent), ("heading", theme.heading), ("cursor", theme.cursor),
      ("selection", theme.selection), ("bar", theme.bar), ("positive", theme.positive),
      ("negative", theme.negative), ("good", theme.good), ("bad", theme.bad),
      ("match", theme.match),
      ("answer", theme.answer), ("message", theme.message), ("key", theme.key),
    ]
    return roles + theme.types.map { ($0.key, $0.value) }
      + (1...5).flatMap { [("+\($0)", theme.heat($0)), ("-\($0)", theme.heat(-$0))] }
  }

  /// Red on black is all that terminals of eight colours have for red; the others can do better.
  @Test(arguments: [(ColorDepth.eight, 3.5), (.sixteen, 4.5), (.palette, 4.5), (.direct, 4.5)])
  func everyPairOfColoursCanBeRead(depth: ColorDepth, least: Double) {
    for theme in Theme.builtIn(depth: depth) {
      for (name, style) in looks(theme) {
        let shown = theme.text.overlaid(with: style)
        guard let front = rgb(shown.foreground, depth), let back = rgb(shown.background, depth)
        else { continue }
        #expect(contrast(front, back) >= least, "\(theme.name) \(name) \(shown)")
      }
    }
  }

  /// The sixteen colours of the console of Linux and of the PC, where yellow is brown and bright black dark.
  private static let console: [(Double, Double, Double)] = (0..<16).map { index in
    let bright = index < 8 ? 0.0 : 85
    func level(_ bit: Int) -> Double { (index & bit != 0 ? 170 : 0) + bright }
    return index == 3 ? (170, 85, 0) : (level(1), level(2), level(4))
  }

  @Test func sixteenColoursCanBeReadOnTheConsoleToo() {
    for theme in Theme.builtIn(depth: .sixteen) {
      for (name, style) in looks(theme) {
        let shown = theme.text.overlaid(with: style)
        let (front, back) = (
          ColorDepth.sixteen.number(of: shown.foreground),
          ColorDepth.sixteen.number(of: shown.background)
        )
        #expect(front < 16 && back < 16)
        guard front >= 0, back >= 0 else { continue }
        let found = contrast(Self.console[Int(front)], Self.console[Int(back)])
        #expect(found >= 3.5, "\(theme.name) \(name) \(shown)")
      }
    }
  }

  /// Themes that say which ground they are for paint it where there are colours, however few.
  @Test(arguments: [ColorDepth.eight, .sixteen, .palette, .direct])
  func themesForAGroundPaintIt(depth: ColorDepth) {
    for theme in Theme.builtIn(depth: depth) {
      #expect((theme.kind == .any) == (theme.text.background == .standard), "\(theme.name)")
    }
  }

  /// Two colours that become the same where there are few do not hide what is written.
  @Test(arguments: [ColorDepth.eight, .sixteen])
  func noThemeOfAPersonWritesInTheColourOfItsGround(depth: ColorDepth) throws {
    let file = try ThemeFile(
      reading: """
        name: Night
        kind: dark
        roles:
          text: {fg: "#d0d0d0", bg: "#101010"}
          dim: "#181818"
          message: {fg: "#0a0a0a", bg: "#000008"}
          cursor: {fg: "#202020", bg: "#e0e0e0"}
        types: {code: "#0c0c0c"}
        """, file: "night.yaml")
    let theme = Theme(file, depth: depth)
    for (name, style) in looks(theme) {
      let shown = theme.text.overlaid(with: style)
      #expect(depth.number(of: shown.foreground) != depth.number(of: shown.background), "\(name)")
    }
    // What can be told apart stays as it was asked for.
    #expect(depth.number(of: theme.cursor.foreground) == 0)
  }

  /// Where a theme leaves the ground to the terminal, what it writes must be seen on black and on white
  /// ones: no colour of eight is black there, and none is the terminal's white.
  @Test func eightColoursAreSeenOnAnyGround() {
    for theme in Theme.builtIn(depth: .eight) {
      for (name, style) in looks(theme) {
        let shown = theme.text.overlaid(with: style)
        let front = ColorDepth.eight.number(of: shown.foreground)
        let back = ColorDepth.eight.number(of: shown.background)
        #expect(front < 0 || front != back, "\(theme.name) \(name)")
        if back < 0 {
          #expect(front != 0, "\(theme.name) \(name): black on what may be black")
          #expect(front != 4, "\(theme.name) \(name): the blue of eight colours on black")
        }
      }
    }
  }

  @Test(arguments: [ColorDepth.eight, .sixteen, .palette, .direct])
  func stepsOfHeatDiffer(depth: ColorDepth) {
    for theme in Theme.builtIn(depth: depth) {
      let shown = (-5...5).map { step -> [Int] in
        let style = theme.text.overlaid(with: theme.heat(step))
        return [
          Int(depth.number(of: style.foreground)), Int(depth.number(of: style.background)),
          Int(style.attributes.rawValue),
        ]
      }
      #expect(Set(shown).count == 11, "\(theme.name): two of eleven steps look the same")
      guard depth != .eight else { continue }
      for ramp in [theme.heatPositive, theme.heatNegative] {
        for (one, next) in zip(ramp, ramp.dropFirst()) {
          guard let a = rgb(one.background, depth), let b = rgb(next.background, depth) else {
            continue
          }
          #expect(contrast(a, b) > 1.08, "\(theme.name)")
        }
      }
    }
  }

  /// One pair of colours for what helps and what hinders: numbers, bars, map and heat.
  @Test(arguments: [ColorDepth.eight, .sixteen, .palette, .direct])
  func signsHaveOnePairOfColours(depth: ColorDepth) {
    func isWarm(_ color: Color) -> Bool? { rgb(color, depth).map { $0.0 > $0.2 } }
    for theme in Theme.builtIn(depth: depth) where !theme.heatPositive.isEmpty {
      #expect(theme.bar.foreground == theme.positive.foreground, "\(theme.name)")
      for (style, warm) in [(theme.positive, true), (theme.negative, false)] {
        if let shown = isWarm(style.foreground) { #expect(shown == warm, "\(theme.name)") }
        // Neither stands for a type or a verdict as well.
        for (name, type) in theme.types {
          #expect(
            type.foreground != theme.positive.foreground || depth == .eight, "\(theme.name) \(name)"
          )
        }
      }
      for (ramp, warm) in [(theme.heatPositive, true), (theme.heatNegative, false)] {
        for style in ramp.dropFirst(depth == .eight ? 3 : 0) {
          if let shown = isWarm(style.background) { #expect(shown == warm, "\(theme.name)") }
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
