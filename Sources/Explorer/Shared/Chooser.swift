import RunModel
package import Terminal

/// A list in a box that typing narrows: the help, the palette, the pickers.
package struct Chooser: Sendable {
  /// What choosing a row does.
  package enum Purpose: Sendable, Equatable {
    case help, palette, theme, question, left, right, group, columns, ranksElsewhere, fields,
      valuesOf,
      values

    /// Whether the rows are questions of the catalog, as many as there are, which are looked through outside.
    var listsQuestions: Bool { [.question, .left, .right].contains(self) }
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
  /// The rows where they are few; none where they are questions.
  package let entries: [Entry]
  package private(set) var editor = LineEditor()
  /// The rows that hold every word, as places among the entries or among the questions of the catalog.
  package private(set) var matches: [Int]
  package private(set) var cursor = ListCursor()
  /// What the questions in `matches` were looked for by, and what is being looked for now.
  var shown: QuestionChoice?
  var awaited: QuestionChoice?
  /// Whether Enter was pressed before what was typed had been found.
  var isAccepted = false
  /// Rows that the box shows at most, as the last drawing knows it.
  package static let height = 14

  init(_ purpose: Purpose, title: String, entries: [Entry], selected: Int = 0) {
    self.purpose = purpose
    self.title = title
    self.entries = entries
    matches = Array(entries.indices)
    cursor.select(selected, count: entries.count, height: Self.height)
  }

  /// A chooser of questions, all of them at first.
  init(_ purpose: Purpose, title: String, questions: [Int], selected: Int?) {
    self.purpose = purpose
    self.title = title
    entries = []
    matches = questions
    let row = selected.flatMap { questions.firstIndex(of: $0) } ?? 0
    cursor.select(row, count: questions.count, height: Self.height)
  }

  /// What is under the cursor, as in `matches`.
  var selected: Int? {
    matches.indices.contains(cursor.selected) ? matches[cursor.selected] : nil
  }

  /// The row under the cursor, where the rows are entries.
  package var selection: Entry? {
    selected.flatMap { entries.indices.contains($0) ? entries[$0] : nil }
  }

  /// Takes a key of typing or moving; false leaves it to the caller.
  package mutating func take(_ key: Key, height: Int) -> Bool {
    switch key {
    case .down, .control("n"): cursor.move(by: 1, count: matches.count, height: height)
    case .up, .control("p"): cursor.move(by: -1, count: matches.count, height: height)
    case .pageDown: cursor.move(by: height, count: matches.count, height: height)
    case .pageUp: cursor.move(by: -height, count: matches.count, height: height)
    default:
      let before = editor.text
      guard editor.take(key) else { return false }
      guard !purpose.listsQuestions else { return true }
      let query = editor.text
      guard query != before else { return true }
      matches = entries.indices.filter { holds(entries[$0], query) }
      cursor = ListCursor()
    }
    return true
  }

  /// Takes in the questions that hold what is typed.
  mutating func take(_ questions: [Int], for choice: QuestionChoice) {
    (shown, awaited) = (choice, nil)
    matches = questions
    cursor = ListCursor()
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
