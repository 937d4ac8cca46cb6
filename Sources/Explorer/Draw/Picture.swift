package import Terminal

/// A frame as a picture in SVG, cell by cell where the terminal would show it.
package struct Picture: Sendable {
  package let text: String

  /// Size of a cell in the picture's units, for the usual monospaced fonts at 14 units.
  private static let (cellWidth, cellHeight) = (8.4, 17.0)
  private static let margin = 8.0

  /// - Parameters:
  ///   - grid: the frame.
  ///   - isLight: whether text without a colour of its own is dark on light.
  package init(_ grid: CellGrid, isLight: Bool = false) {
    let (ink, paper) = isLight ? ("#24292f", "#fbfaf7") : ("#d7dae0", "#14161b")
    let width = Int(Double(grid.width) * Self.cellWidth + 2 * Self.margin + 0.5)
    let height = Int(Double(grid.height) * Self.cellHeight + 2 * Self.margin + 0.5)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
      <rect width="100%" height="100%" rx="8" fill="\(paper)"/>

      """
    for y in 0..<grid.height {
      var x = 0
      while x < grid.width {
        let style = grid[x, y].style
        let start = x
        var run = ""
        while x < grid.width, grid[x, y].style == style || grid[x, y].width == 0 {
          run += grid[x, y].text
          x += 1
        }
        text += Self.run(run, style, x: start, y: y, columns: x - start, ink: ink, paper: paper)
      }
    }
    self.text = text + "</svg>\n"
  }

  /// Cells of one style beside each other: their background, then their text.
  private static func run(
    _ text: String, _ style: Style, x: Int, y: Int, columns: Int, ink: String, paper: String
  ) -> String {
    var (front, back) = (hex(style.foreground) ?? ink, hex(style.background) ?? paper)
    if style.attributes.contains(.reverse) { swap(&front, &back) }
    let left = tenths(margin + Double(x) * cellWidth)
    let top = Int(margin + Double(y) * cellHeight)
    let length = tenths(Double(columns) * cellWidth)
    var result = ""
    if back != paper {
      result +=
        "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(length)\" height=\"\(Int(cellHeight))\" fill=\"\(back)\"/>\n"
    }
    let isUnderlined = style.attributes.contains(.underline)
    guard isUnderlined || text.contains(where: { $0 != " " }) else { return result }
    var looks = ""
    if style.attributes.contains(.bold) { looks += " font-weight=\"bold\"" }
    if style.attributes.contains(.italic) { looks += " font-style=\"italic\"" }
    if isUnderlined { looks += " text-decoration=\"underline\"" }
    return result
      + "<text x=\"\(left)\" y=\"\(top + 13)\" fill=\"\(front)\" textLength=\"\(length)\"\(looks)>\(escaped(text))</text>\n"
  }

  /// A colour as the web writes it; nil for the terminal's own.
  private static func hex(_ color: Color) -> String? {
    let parts: (UInt8, UInt8, UInt8)
    switch color {
    case .standard: return nil
    case .palette(let index) where index < 16: return basic[Int(index)]
    case .palette(let index): parts = ColorDepth.components(index)
    case .rgb(let red, let green, let blue): parts = (red, green, blue)
    }
    func digits(_ value: UInt8) -> String {
      let text = String(value, radix: 16)
      return text.count < 2 ? "0" + text : text
    }
    return "#" + digits(parts.0) + digits(parts.1) + digits(parts.2)
  }

  /// The sixteen colours that people choose for themselves, in calm shades.
  private static let basic = [
    "#1c1f26", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
    "#6b7280", "#ff7b86", "#b5e890", "#ffd68a", "#82c4ff", "#dd9bf0", "#7fd8e3", "#ffffff",
  ]

  private static func tenths(_ value: Double) -> String {
    let whole = Int((value * 10).rounded())
    return "\(whole / 10).\(whole % 10)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
