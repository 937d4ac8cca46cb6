internal import Terminal

/// A document open for reading, folded to the width of its pane.
package struct Reader: Sendable {
  /// One row on the screen: a part of one line of the document, made visible.
  package struct Line: Sendable, Hashable {
    /// Number of the document's line from 1.
    package var number: Int
    /// Whether the document's line begins here.
    package var isStart: Bool
    package var text: String
  }

  package var passage: Int
  /// Row of the list that the document was opened from.
  package var row: Int
  package var lines: [Line] = []
  package var width = 0
  package var top = 0
  package var isLoaded = false
  package var marksAnswer = true
  package var query = ""
  /// Rows that hold the answer.
  package var answers: [Int] = []

  package init(passage: Int, row: Int) {
    self.passage = passage
    self.row = row
  }

  /// Lines beyond these are not shown; the last one says so.
  package static let limit = 20_000

  /// Makes a text visible and folds it to a width.
  package static func fold(_ text: String, width: Int) -> [Line] {
    let room = max(8, width)
    var result: [Line] = []
    var number = 0
    for source in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if result.count >= limit {
        result.append(Line(number: number, isStart: true, text: "… the rest is not shown"))
        break
      }
      var isStart = true
      for part in pieces(Sanitizer.visible(source), width: room) {
        result.append(Line(number: number, isStart: isStart, text: part))
        isStart = false
        if result.count >= limit { break }
      }
    }
    return result
  }

  /// Parts of a line no wider than the room, cut after a space where there is one.
  static func pieces(_ text: String, width: Int) -> [String] {
    if text.utf8.count <= width || columns(of: text) <= width { return [text] }
    var parts: [String] = []
    var scalars = Array(text.unicodeScalars)[...]
    while !scalars.isEmpty {
      var used = 0
      var end = scalars.startIndex
      var space: Int?
      while end < scalars.endIndex {
        let size = columns(of: scalars[end]) ?? 1
        if used + size > width { break }
        used += size
        end += 1
        if scalars[end - 1] == " " { space = end }
      }
      if end < scalars.endIndex, let space,
        space > scalars.startIndex + (end - scalars.startIndex) / 2
      {
        end = space
      }
      if end == scalars.startIndex { end += 1 }
      parts.append(String(String.UnicodeScalarView(scalars[scalars.startIndex..<end])))
      scalars = scalars[end...]
    }
    return parts
  }
}
