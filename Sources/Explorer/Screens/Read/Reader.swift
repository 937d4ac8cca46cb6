internal import Terminal

/// A document open for reading, folded to the width of its pane.
///
/// It belongs to what it was ranked for: whatever depends on that is kept under ``request`` and never here.
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

  /// What it was ranked for.
  package var unit: Unit
  package let passage: Int
  /// Row of the list that the document was opened from.
  package var row: Int
  package var lines: [Line] = []
  package var width = 0
  package var top = 0
  package var isLoaded = false
  package var query = ""
  /// Which way to go once it is known where that text stands; nil while nobody waits for it.
  var seekingDirection: Int?
  /// What keys move in: the text, or a list beside it.
  package var focus = Focus.text
  /// Selected line of the list beside the text.
  package var selected = 0

  package enum Focus: Sendable, Hashable, CaseIterable {
    case text
    /// Other questions that the document ranks high for.
    case ranksElsewhere
    /// Documents before and after it in the ranking.
    case neighbours
  }

  /// What the text was searched for, and where that stands; nil until somebody has looked.
  var matches: ReaderMatches?
  /// Rows that hold the answer or a step's result.
  package var answers: [Int] = []
  /// The heat over the text, where there is one that has places in it.
  package var layer: HeatLayer?
  /// Largest absolute sum of heat over a row of text.
  package var lineScale: Float = 0

  package init(unit: Unit, passage: Int, row: Int) {
    self.unit = unit
    self.passage = passage
    self.row = row
  }

  /// What its heat, relations and matches are kept under.
  package var request: HeatRequest { HeatRequest(unit: unit, passage: passage) }

  /// What the text was searched for: the answer, the steps' results, the question's numbers.
  package var targets: [ReaderTarget] { matches?.targets ?? [] }
  /// Which of them each byte of the text belongs to.
  package var marks: [Marks] { matches?.marks ?? [] }

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

/// How documents are shown for reading, whichever is open.
package struct ReaderLooks: Sendable, Hashable {
  package var marksAnswer = true
  package var showsHeat = true
  /// Whether heat lies on the tokens whose losses carry it; else on those before them.
  package var isOnPredictions = false
  /// Below 1 mild places stand out more.
  package var gamma = 0.5

  package init() {}
}
