import RunModel
package import Terminal
package import Themes

extension Theme {
  /// A theme as a terminal of some depth shows it.
  package init(_ file: ThemeFile, depth: ColorDepth) {
    self.init(name: file.name, kind: file.kind)
    func look(_ style: ThemeStyle) -> Style { Style(style, depth: depth) }
    let places: [(String, WritableKeyPath<Theme, Style>)] = [
      ("text", \.text), ("dim", \.dim), ("border", \.border), ("border-focus", \.borderFocus),
      ("title", \.title), ("tab", \.tab), ("tab-current", \.tabCurrent), ("heading", \.heading),
      ("cursor", \.cursor), ("selection", \.selection), ("bar", \.bar), ("positive", \.positive),
      ("negative", \.negative), ("good", \.good), ("bad", \.bad), ("match", \.match),
      ("answer", \.answer), ("message", \.message), ("key", \.key),
    ]
    for (role, place) in places { self[keyPath: place] = file.roles[role].map(look) ?? .plain }
    types = file.types.mapValues(look)
    result = good.adding(.underline)
    let hasRamp = !file.heatPositive.isEmpty
    if hasRamp, depth == .eight || depth == .sixteen {
      let ramps = BasicRamps(depth: depth, isLight: file.kind == .light)
      heatPositive = ramps.positive
      heatNegative = ramps.negative
    } else if depth != .none {
      heatPositive = file.heatPositive.map(look)
      heatNegative = file.heatNegative.map(look)
    }
    isASCII = file.isASCII
    keepReadable(places.map { $0.1 }, depth: depth)
  }

  /// Gives the text's own colours to what would be written in the colour of its ground.
  ///
  /// Two colours of a theme may become the same one where there are few.
  private mutating func keepReadable(_ roles: [WritableKeyPath<Theme, Style>], depth: ColorDepth) {
    func isHidden(_ style: Style) -> Bool {
      let shown = text.overlaid(with: style)
      let front = depth.number(of: shown.foreground)
      return front >= 0 && front == depth.number(of: shown.background)
    }
    // The text itself first: what the others are put right with.
    if isHidden(text) { (text.foreground, text.background) = (.standard, .standard) }
    for role in roles where isHidden(self[keyPath: role]) {
      self[keyPath: role].foreground = text.foreground
      if isHidden(self[keyPath: role]) { self[keyPath: role].background = text.background }
    }
    for (name, style) in types where isHidden(style) { types[name]?.foreground = text.foreground }
  }

  /// The themes that come with the program; those with colours of their own where there are colours.
  package static func builtIn(depth: ColorDepth) -> [Theme] {
    ThemeFile.builtIn.indices.compactMap { builtIn($0, depth: depth) }
  }

  /// What the explorer begins with: the first of them.
  static func standard(depth: ColorDepth) -> Theme { builtIn(0, depth: depth) ?? .plain }

  private static func builtIn(_ index: Int, depth: ColorDepth) -> Theme? {
    let entry = ThemeFile.builtIn[index]
    return (try? ThemeFile(reading: entry.text, file: entry.file)).map { Theme($0, depth: depth) }
  }
}

extension Style {
  /// A style with the first colour of each chain; where there are only eight colours with the last, where
  /// there are sixteen with the first of those, and where there is a palette of 256 with the first that
  /// names one of its own.
  init(_ style: ThemeStyle, depth: ColorDepth) {
    func pick(_ chain: [ThemeColor]) -> Color {
      let own = chain.first {
        if case .palette(let index) = $0 { index >= 16 } else { false }
      }
      let basic = chain.first {
        switch $0 {
        case .standard: true
        case .palette(let index): index < 16
        case .rgb: false
        }
      }
      let chosen =
        switch depth {
        case .none: ThemeColor?.none
        case .eight: chain.last
        case .sixteen: basic ?? chain.last
        case .palette: own ?? chain.first
        case .direct: chain.first
        }
      guard let chosen else { return .standard }
      switch chosen {
      case .standard: return .standard
      case .palette(let index): return .palette(index)
      case .rgb(let red, let green, let blue): return .rgb(red, green, blue)
      }
    }
    var attributes: Attributes = []
    if style.isBold { attributes.insert(.bold) }
    if style.isUnderlined { attributes.insert(.underline) }
    if style.isReversed { attributes.insert(.reverse) }
    if style.isItalic { attributes.insert(.italic) }
    self.init(pick(style.foreground), on: pick(style.background), attributes)
  }
}
