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
    grid.restyle(line, with: isFocused ? theme.cursor : theme.selection)
    if isFocused { grid.cursor = .init(x: area.x, y: area.y + row) }
  }

  /// Lays a style over every place in a row of an area where a text occurs, whatever the case.
  mutating func mark(_ text: String, in area: Rect, row: Int, style: Style) {
    guard !text.isEmpty, row >= 0, row < area.height else { return }
    let wanted = Array(text.lowercased())
    var shown: [Character] = []
    var places: [Int] = []
    for x in area.x..<area.maxX {
      let cell = grid[x, area.y + row]
      guard cell.width > 0 else { continue }
      shown.append(Character(cell.text.lowercased().first.map(String.init) ?? " "))
      places.append(x)
    }
    guard shown.count >= wanted.count else { return }
    var start = 0
    while start + wanted.count <= shown.count {
      if shown[start] == wanted[0], Array(shown[start..<start + wanted.count]) == wanted {
        let (first, last) = (places[start], places[start + wanted.count - 1])
        grid.restyle(
          Rect(x: first, y: area.y + row, width: last - first + 1, height: 1), with: style)
        start += wanted.count
      } else {
        start += 1
      }
    }
  }
}
