internal import Formatting
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
    let ink = isLight ? "#24292f" : "#d7dae0"
    let paper = Self.ground(of: grid) ?? (isLight ? "#fbfaf7" : "#14161b")
    let width = Int(Double(grid.width) * Self.cellWidth + 2 * Self.margin + 0.5)
    let height = Int(Double(grid.height) * Self.cellHeight + 2 * Self.margin + 0.5)
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">
      <rect width="100%" height="100%" rx="8" fill="\(paper)"/>

      """
    for y in 0..<grid.height {
      var x = 0
      while x < grid.width {
        let style = grid[x, y].style
        let start = x
        while x < grid.width, grid[x, y].style == style || grid[x, y].width == 0 { x += 1 }
        text += Self.run(grid, style, start..<x, y, ink: ink, paper: paper)
      }
    }
    self.text = text + "</svg>\n"
  }

  /// The colour behind most cells, which is painted once; nil if it is the terminal's own.
  private static func ground(of grid: CellGrid) -> String? {
    var counts: [Color: Int] = [:]
    for cell in grid.cells where !cell.style.attributes.contains(.reverse) {
      counts[cell.style.background, default: 0] += 1
    }
    // A tie goes to the terminal's own, since dictionaries have no order.
    let most = counts.values.max() ?? 0
    guard counts[.standard] != most else { return nil }
    return counts.first { $0.value == most }.flatMap { hex($0.key) }
  }

  /// Cells of one style beside each other: their background, their lines and blocks, their text.
  private static func run(
    _ grid: CellGrid, _ style: Style, _ columns: Range<Int>, _ y: Int, ink: String, paper: String
  ) -> String {
    var (front, back) = (hex(style.foreground) ?? ink, hex(style.background) ?? paper)
    if style.attributes.contains(.reverse) { swap(&front, &back) }
    func left(_ column: Int) -> Double { margin + Double(column) * cellWidth }
    let top = margin + Double(y) * cellHeight
    let whole = PictureBox(
      x: left(columns.lowerBound), y: top, width: Double(columns.count) * cellWidth,
      height: cellHeight)
    var result = back == paper ? "" : rectangle(whole, fill: back)
    var boxes: [PictureBox] = []
    if style.attributes.contains(.underline) {
      boxes.append(PictureBox(x: whole.x, y: top + 15, width: whole.width, height: 1))
    }
    var words: [(column: Int, end: Int, text: String)] = []
    for x in columns where grid[x, y].width > 0 {
      let cell = grid[x, y]
      if let shapes = pictureBoxes(
        cell.base, x: left(x), y: top, width: cellWidth, height: cellHeight)
      {
        for shape in shapes { join(shape, to: &boxes) }
      } else if cell.text != " " {
        // One space stays inside of a text; two end it, so that columns stay where they are.
        if let last = words.indices.last, x - words[last].end <= 1 {
          words[last].text += (x > words[last].end ? "\u{A0}" : "") + cell.text
        } else {
          words.append((x, x, cell.text))
        }
        words[words.count - 1].end = x + Int(cell.width)
      }
    }
    for box in boxes { result += rectangle(box, fill: front) }
    var looks = ""
    if style.attributes.contains(.bold) { looks += " font-weight=\"bold\"" }
    if style.attributes.contains(.italic) { looks += " font-style=\"italic\"" }
    for word in words {
      let length = tenths(Double(word.end - word.column) * cellWidth)
      result +=
        "<text x=\"\(tenths(left(word.column)))\" y=\"\(Int(top) + 13)\" fill=\"\(front)\" textLength=\"\(length)\" lengthAdjust=\"spacingAndGlyphs\"\(looks)>\(Markup.escaped(word.text))</text>\n"
    }
    return result
  }

  /// Adds a rectangle, as one with its left neighbour where they touch.
  private static func join(_ box: PictureBox, to boxes: inout [PictureBox]) {
    let place = boxes.lastIndex { other in
      other.y == box.y && other.height == box.height && other.opacity == box.opacity
        && abs(other.x + other.width - box.x) < 0.01
    }
    if let place { boxes[place].width += box.width } else { boxes.append(box) }
  }

  private static func rectangle(_ box: PictureBox, fill: String) -> String {
    let shade = box.opacity < 1 ? " fill-opacity=\"\(box.opacity)\"" : ""
    return
      "<rect x=\"\(tenths(box.x))\" y=\"\(tenths(box.y))\" width=\"\(tenths(box.width))\" height=\"\(tenths(box.height))\" fill=\"\(fill)\"\(shade)/>\n"
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
    let whole = Int(drawn: (value * 10).rounded())
    return "\(whole / 10).\(whole % 10)"
  }
}
