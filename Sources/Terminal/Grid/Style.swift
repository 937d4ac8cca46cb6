/// A colour as a theme names it; the screen translates it to what the terminal can show.
package enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// An entry of the terminal's palette: 0-15 are the user's own, 16-255 the fixed cube and greys.
  case palette(UInt8)
  /// An exact colour, approximated where the terminal has no direct colour.
  case rgb(UInt8, UInt8, UInt8)
}

/// What a cell looks like beside its text.
package struct Style: Hashable, Sendable {
  /// Attributes that every terminal of the last forty years knows.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let reverse = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let italic = Attributes(rawValue: 8)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package init(
    _ foreground: Color = .standard, on background: Color = .standard,
    _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attribute.
  package static let plain = Style()

  /// This style with another laid over it: the other's colours where it has any, both attributes.
  package func overlaid(with other: Style) -> Style {
    Style(
      other.foreground == .standard ? foreground : other.foreground,
      on: other.background == .standard ? background : other.background,
      attributes.union(other.attributes))
  }

  /// This style with more attributes.
  package func adding(_ more: Attributes) -> Style {
    Style(foreground, on: background, attributes.union(more))
  }
}
