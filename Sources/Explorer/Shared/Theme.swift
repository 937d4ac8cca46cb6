package import Terminal
package import Themes

/// Which style every role on the screen has.
///
/// Roles, not widgets: what a thing means decides how it looks. No role carries meaning by colour
/// alone; each has a glyph, a word or an attribute beside it.
package struct Theme: Sendable, Hashable {
  package var name: String
  /// Which terminal it is for.
  package var kind: ThemeKind
  /// The person's own file that it comes from; nil if it came with the program.
  package var file: String?
  package var text = Style.plain
  package var dim = Style.plain
  package var border = Style.plain
  package var borderFocus = Style(.standard, .bold)
  package var title = Style(.standard, .bold)
  package var tab = Style.plain
  package var tabCurrent = Style(.standard, .bold)
  package var heading = Style(.standard, .underline)
  package var cursor = Style(.standard, .reverse)
  /// The selected row of a pane that has not the focus.
  package var selection = Style(.standard, .bold)
  package var bar = Style.plain
  package var positive = Style.plain
  package var negative = Style.plain
  package var good = Style.plain
  package var bad = Style.plain
  package var match = Style(.standard, .underline)
  package var answer = Style(.standard, [.bold, .underline])
  /// What a step results in, where a document states it.
  package var result = Style(.standard, .underline)
  package var message = Style.plain
  package var key = Style(.standard, .bold)
  package var types: [String: Style] = [:]
  /// Backgrounds of token heat, mild to strong.
  package var heatPositive: [Style] = []
  package var heatNegative: [Style] = []
  /// Draws boxes and marks with ASCII and words only.
  package var isASCII = false

  package init(name: String, kind: ThemeKind) {
    self.name = name
    self.kind = kind
  }

  /// How a step of heat from -5 to 5 looks; with attributes alone where the theme has no ramp.
  ///
  /// Every step looks different from every other, however few colours there are.
  package func heat(_ step: Int) -> Style {
    let ramp = step > 0 ? heatPositive : heatNegative
    let place = min(5, abs(step)) - 1
    if step == 0 { return .plain }
    if ramp.indices.contains(place) { return ramp[place] }
    let looks: [Style.Attributes] = [
      .italic, .bold, [.bold, .italic], .reverse, [.reverse, .bold],
    ]
    return Style(.standard, step < 0 ? looks[place].union(.underline) : looks[place])
  }

  /// Attributes only, which every terminal has.
  package static let plain = Theme(name: "Plain", kind: .any)
}

extension Style {
  init(_ foreground: Color, _ attributes: Attributes) {
    self.init(foreground, on: .standard, attributes)
  }
}
