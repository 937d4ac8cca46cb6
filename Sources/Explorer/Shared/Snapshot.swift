package import Terminal

/// A frame as text that people can read and programs can compare: characters, then styles.
package struct Snapshot: Sendable {
  package let text: String

  /// - Parameters:
  ///   - grid: the frame.
  ///   - styles: whether the second block, one letter a cell for its style, is wanted.
  package init(_ grid: CellGrid, styles: Bool = true) {
    var text = ""
    for row in grid.rows { text += "T|\(row)|\n" }
    guard styles else {
      self.text = text
      return
    }
    var letters: [Style: Character] = [.plain: "."]
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var order: [Style] = []
    for y in 0..<grid.height {
      text += "A|"
      for x in 0..<grid.width where grid[x, y].width > 0 {
        let style = grid[x, y].style
        if letters[style] == nil {
          letters[style] = order.count < alphabet.count ? alphabet[order.count] : "?"
          order.append(style)
        }
        text.append(letters[style] ?? "?")
      }
      text += "|\n"
    }
    for style in order { text += "L|\(letters[style] ?? "?") \(Self.name(style))\n" }
    if let cursor = grid.cursor { text += "C|\(cursor.x),\(cursor.y)\n" }
    self.text = text
  }

  private static func name(_ style: Style) -> String {
    var parts: [String] = []
    for (attribute, name) in [
      (Style.Attributes.bold, "bold"), (.reverse, "reverse"), (.underline, "underline"),
      (.italic, "italic"),
    ] where style.attributes.contains(attribute) { parts.append(name) }
    if style.foreground != .standard { parts.append("fg \(name(style.foreground))") }
    if style.background != .standard { parts.append("bg \(name(style.background))") }
    return parts.joined(separator: " ")
  }

  private static func name(_ color: Color) -> String {
    switch color {
    case .standard: "default"
    case .palette(let index): "\(index)"
    case .rgb(let red, let green, let blue): "\(red),\(green),\(blue)"
    }
  }
}
