internal import Yams

/// A colour as a theme file writes it.
package enum ThemeColor: Sendable, Hashable {
  case standard
  case palette(UInt8)
  case rgb(UInt8, UInt8, UInt8)

  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// Reads `default`, a palette number, one of sixteen names, or `#rrggbb`.
  package init?(_ text: String) {
    if text == "default" {
      self = .standard
    } else if let number = UInt8(text) {
      self = .palette(number)
    } else if let place = Self.names.firstIndex(of: text) {
      self = .palette(UInt8(place))
    } else if text.hasPrefix("#"), text.utf8.count == 7,
      let value = UInt32(text.dropFirst(), radix: 16)
    {
      self = .rgb(
        UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
        UInt8(truncatingIfNeeded: value))
    } else {
      return nil
    }
  }
}

/// How one role looks: colours with what to fall back on, and attributes.
package struct ThemeStyle: Sendable, Hashable {
  /// Colours from the richest terminal to the poorest; empty leaves the colour alone.
  package var foreground: [ThemeColor] = []
  package var background: [ThemeColor] = []
  package var isBold = false
  package var isUnderlined = false
  package var isReversed = false
  package var isItalic = false
  package init() {}
}

/// Which terminal a theme is for.
package enum ThemeKind: String, Sendable, CaseIterable {
  case dark, light, any
}

/// A theme as its file says it.
package struct ThemeFile: Sendable, Hashable {
  package var name = ""
  package var kind = ThemeKind.any
  /// Styles by role.
  package var roles: [String: ThemeStyle] = [:]
  /// Styles of document types by their names.
  package var types: [String: ThemeStyle] = [:]
  /// Token heat from mild to strong, five steps, or none where attributes must do.
  package var heatPositive: [ThemeStyle] = []
  package var heatNegative: [ThemeStyle] = []
  /// Whether boxes and marks are drawn with ASCII.
  package var isASCII = false

  /// The roles that a file may style.
  package static let roleNames: Set<String> = [
    "text", "dim", "border", "border-focus", "title", "tab", "tab-current", "heading", "cursor",
    "selection", "bar", "positive", "negative", "good", "bad", "match", "answer", "message", "key",
  ]

  /// The themes that come with the program, the default first.
  package static let builtIn: [(file: String, text: String)] = [
    ("plain.yaml", PackageResources.plain_yaml), ("ember.yaml", PackageResources.ember_yaml),
    ("paper.yaml", PackageResources.paper_yaml), ("harbour.yaml", PackageResources.harbour_yaml),
    ("chalk.yaml", PackageResources.chalk_yaml), ("mono.yaml", PackageResources.mono_yaml),
    ("access.yaml", PackageResources.access_yaml),
  ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
}

/// What is wrong with a theme file, and in which line.
package struct ThemeError: Error, CustomStringConvertible, Equatable {
  package let description: String

  init(_ file: String, _ mark: Mark?, _ text: String) {
    self.init(file, line: mark?.line, text)
  }

  init(_ file: String, line: Int?, _ text: String) {
    description = "\(file)\(line.map { ":\($0)" } ?? ""): \(text)"
  }
}
