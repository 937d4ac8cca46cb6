internal import Terminal

/// A grid being drawn, with the theme that its roles are looked up in.
struct Canvas {
  var grid: CellGrid
  let theme: Theme

  /// Writes text inside an area, row by its number in the area.
  @discardableResult
  mutating func line(
    _ text: String, in area: Rect, row: Int, at column: Int = 0, style: Style? = nil
  ) -> Int {
    guard row >= 0, row < area.height else { return column }
    let look = style.map { theme.text.overlaid(with: $0) } ?? theme.text
    let end = grid.write(text, x: area.x + column, y: area.y + row, style: look, clip: area)
    return end - area.x
  }

  /// Writes text that ends at the right edge of an area.
  mutating func lineRight(
    _ text: String, in area: Rect, row: Int, inset: Int = 0, style: Style? = nil
  ) {
    let start = area.width - columns(of: text) - inset
    if start >= 0 { line(text, in: area, row: row, at: start, style: style) }
  }

  /// Draws a pane's border and titles; without borders, nothing.
  mutating func pane(
    _ area: Rect, title: String, right: String = "", bottom: String = "", isFocused: Bool,
    isBordered: Bool = true
  ) {
    guard isBordered, !area.isEmpty else { return }
    let border = theme.text.overlaid(with: isFocused ? theme.borderFocus : theme.border)
    grid.box(
      area, glyphs: isFocused ? .double : .single, style: border, title: title, right: right,
      bottom: bottom,
      titleStyle: theme.text.overlaid(
        with: isFocused ? theme.borderFocus.adding(.bold) : theme.title))
  }

  /// Shows a row as the selected one and parks the terminal's cursor on it if it has the focus.
  mutating func select(row: Int, in area: Rect, isFocused: Bool) {
    guard row >= 0, row < area.height else { return }
    let line = Rect(x: area.x, y: area.y + row, width: area.width, height: 1)
    if isFocused {
      // One look for the whole row: colours under reverse video would become patches.
      grid.paint(line, theme.text.overlaid(with: theme.cursor))
    } else {
      grid.restyle(line, with: theme.selection)
    }
    if isFocused { grid.cursor = .init(x: area.x, y: area.y + row) }
  }

  /// Lays a style over every place in a row of an area where a text occurs, whatever the case.
  mutating func mark(_ text: String, in area: Rect, row: Int, style: Style) {
    guard row >= 0, row < area.height else { return }
    let wanted = text.unicodeScalars.filter { columns(of: $0) != 0 }.map { folded($0.value) }
    guard let first = wanted.first else { return }
    let y = area.y + row
    var x = area.x
    while x < area.maxX {
      if folded(grid[x, y].base) == first, let end = matches(wanted, x, y, area.maxX) {
        grid.restyle(Rect(x: x, y: y, width: end - x, height: 1), with: style)
        x = end
      } else {
        x += max(1, Int(grid[x, y].width))
      }
    }
  }

  /// The column after a text that begins at a cell; nil where another text stands there.
  private func matches(_ wanted: [UInt32], _ start: Int, _ y: Int, _ limit: Int) -> Int? {
    var x = start
    for value in wanted {
      guard x < limit, folded(grid[x, y].base) == value else { return nil }
      x += max(1, Int(grid[x, y].width))
    }
    return x
  }

  /// A code point without its case.
  private func folded(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value >= 0x41 && value <= 0x5A ? value + 0x20 : value }
    guard let lower = Unicode.Scalar(value)?.properties.lowercaseMapping.unicodeScalars.first
    else { return value }
    return lower.value
  }
}
