internal import Terminal

/// The selected row of a list and the first row on the screen.
package struct ListCursor: Sendable, Hashable {
  package var selected = 0
  package var top = 0

  package init() {}

  /// Moves the selection, and the window with it when it would leave.
  package mutating func move(by rows: Int, count: Int, height: Int) {
    select(selected + rows, count: count, height: height)
  }

  /// Selects a row as far as there is one.
  package mutating func select(_ row: Int, count: Int, height: Int) {
    selected = max(0, min(row, count - 1))
    clamp(count: count, height: height)
  }

  /// Brings the window to the selection after the list or the screen has changed.
  package mutating func clamp(count: Int, height: Int) {
    selected = max(0, min(selected, count - 1))
    let rows = max(1, height)
    if selected < top { top = selected }
    if selected >= top + rows { top = selected - rows + 1 }
    top = max(0, min(top, count - rows))
  }

  /// The row that stands at a line of the screen; nil where none does.
  func row(atLine y: Int, of area: Rect, count: Int) -> Int? {
    let row = top + y - area.y
    return y >= area.y && y < area.maxY && row < count ? row : nil
  }

  /// Rows of the list that are on the screen.
  package func window(count: Int, height: Int) -> Range<Int> {
    let first = max(0, min(top, count))
    return first..<max(first, min(count, first + max(0, height)))
  }
}
