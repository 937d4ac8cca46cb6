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
    /// Byte of the document's text that the row begins with.
    package var start: Int
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
  /// What the text was searched for: the answer, the steps' results, the question's numbers.
  package var targets: [ReaderTarget] = []
  /// Which of them each byte of the text belongs to.
  package var marks: [Marks] = []
  /// Rows that hold the answer or a step's result.
  package var answers: [Int] = []
  package var heat: Heat?
  package var showsHeat = true
  /// Whether an engine has been asked for the heat.
  package var awaitsHeat = false
  var hasAsked = false
  /// The heat over the text, where there is one that has places in it.
  package var layer: HeatLayer?
  /// Largest absolute sum of heat over a row of text.
  package var lineScale: Float = 0
  package var relations: Relations?
  /// Below 1 mild places stand out more.
  package var gamma = 0.5

  package init(passage: Int, row: Int) {
    self.passage = passage
    self.row = row
  }

  /// Sum of the heat of the tokens in a row of text; nil where there is no heat.
  func lineSum(_ index: Int) -> Float? {
    guard let layer, lines.indices.contains(index) else { return nil }
    return layer.sum(bytes: bytes(ofRow: index))
  }

  /// Bytes of the document that a row shows.
  func bytes(ofRow index: Int) -> Range<Int> {
    let start = lines[index].start
    return start..<max(start, index + 1 < lines.count ? lines[index + 1].start : Int.max)
  }
}
