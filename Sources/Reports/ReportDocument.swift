package import Findings

/// A document between the findings and the form in which they are written.
package struct ReportDocument {
  enum Block {
    /// Begins a section; `name` is how a table of contents calls it.
    case heading(String, name: String)
    /// What came out, in a sentence.
    case lead(String)
    case text(String)
    /// How the numbers are made, and what the study found: beside the text where there is room.
    case aside(method: String, published: String)
    /// A sentence about how to read what stands before it.
    case note(String)
    case table(Table)
    case figures([Figure])
    /// Blocks that are closed at first where the form can do that.
    case details(String, [Block])
    /// A text quoted from the corpus or a completion.
    case quotation(String)
    /// What to type.
    case command(String)
  }

  struct Table {
    var header: [String]
    var rows: [[Cell]]
    /// Columns from this one on hold numbers.
    var numbersFrom = 1
    /// Columns that a narrow page leaves out.
    var spare: Set<Int> = []
  }

  struct Cell: ExpressibleByStringInterpolation {
    var text: String
    /// What stands behind the text in small letters, such as its interval.
    var detail = ""
    /// Whether too little stands behind the number to lean on it.
    var isFaint = false

    init(_ text: String, _ detail: String? = nil, isFaint: Bool = false) {
      self.text = text
      self.detail = detail ?? ""
      self.isFaint = isFaint
    }

    init(stringLiteral value: String) { text = value }
  }

  let title: String
  /// What it is about, under the title.
  var subtitle = ""
  var blocks: [Block] = []

  /// Every figure, in order.
  package var figures: [Figure] {
    blocks.flatMap { block -> [Figure] in
      if case .figures(let figures) = block { return figures }
      return []
    }
  }
}

extension ReportDocument.Cell {
  /// A share or score with its 95 % interval.
  init(share spread: Spread?) {
    guard let spread else {
      self.init("–")
      return
    }
    let interval = spread.interval?.clamped(to: 0...1)
    self.init(
      shown(spread.mean),
      interval.map { "\(shown($0.lowerBound)) to \(shown($0.upperBound))" })
  }

  /// A number with its spread over questions, to the same digit.
  init(spread: Spread?) {
    guard let spread else {
      self.init("–")
      return
    }
    self.init(
      spread.deviation.map { shown(spread.mean, spread: $0) } ?? shown(spread.mean),
      isFaint: spread.count < 5)
  }
}
