import RunModel
package import Terminal

/// A list in a box that typing narrows: the help, the palette, the pickers.
package struct Chooser: Sendable {
  /// What choosing a row does.
  package enum Purpose: Sendable, Equatable {
    case help, palette, theme, question, left, right, group, columns, standings
  }

  /// One row; `value` is for whoever opened the box.
  package struct Entry: Sendable, Hashable {
    package var key: String
    package var label: String
    package var note: String
    package var value: Int
  }

  package let purpose: Purpose
  package let title: String
  package let entries: [Entry]
  package private(set) var editor = LineEditor()
  package private(set) var matches: [Int]
  package private(set) var cursor = ListCursor()
  /// Rows that the box shows at most, as the last drawing knows it.
  package static let height = 14

  init(_ purpose: Purpose, title: String, entries: [Entry], selected: Int = 0) {
    self.purpose = purpose
    self.title = title
    self.entries = entries
    matches = Array(entries.indices)
    cursor.select(selected, count: entries.count, height: Self.height)
  }

  /// The row under the cursor.
  package var selection: Entry? {
    matches.indices.contains(cursor.selected) ? entries[matches[cursor.selected]] : nil
  }

  /// Takes a key of typing or moving; false leaves it to the caller.
  package mutating func take(_ key: Key, height: Int) -> Bool {
    switch key {
    case .down, .control("n"): cursor.move(by: 1, count: matches.count, height: height)
    case .up, .control("p"): cursor.move(by: -1, count: matches.count, height: height)
    case .pageDown: cursor.move(by: height, count: matches.count, height: height)
    case .pageUp: cursor.move(by: -height, count: matches.count, height: height)
    default:
      guard editor.take(key) else { return false }
      let query = editor.text
      matches = entries.indices.filter { holds(entries[$0], query) }
      cursor = ListCursor()
    }
    return true
  }

  /// Selects the row at a place of the window; false where there is none.
  package mutating func select(visible row: Int, height: Int) -> Bool {
    let place = cursor.top + row
    guard row >= 0, row < height, place < matches.count else { return false }
    cursor.select(place, count: matches.count, height: height)
    return true
  }

  /// Selects a row by its place among all.
  mutating func select(entry place: Int) {
    if let row = matches.firstIndex(of: place) {
      cursor.select(row, count: matches.count, height: Self.height)
    }
  }

  /// Whether every word of the query is somewhere in the row.
  private func holds(_ entry: Entry, _ query: String) -> Bool {
    let text = (entry.label + " " + entry.note + " " + entry.key).lowercased()
    return query.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
  }
}
