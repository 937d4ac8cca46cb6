import Findings

/// A document between the findings and the form in which they are written.
struct ReportDocument {
  enum Block {
    case heading(String)
    case text(String)
    /// A sentence about how to read what follows.
    case note(String)
    case table(Table)
    case figures([Figure])
    /// Blocks that are closed at first where the form can do that.
    case details(String, [Block])
    /// A text quoted from the corpus or a completion.
    case quotation(String)
  }

  struct Table {
    var header: [String]
    var rows: [[Cell]]
    /// Columns from this one on hold numbers.
    var numbersFrom = 1
  }

  struct Cell: ExpressibleByStringInterpolation {
    var text: String
    /// Whether too little stands behind the number to lean on it.
    var isFaint = false

    init(_ text: String, isFaint: Bool = false) {
      self.text = text
      self.isFaint = isFaint
    }

    init(stringLiteral value: String) { text = value }
  }

  let title: String
  var blocks: [Block] = []

  /// Every figure, in order.
  var figures: [Figure] {
    blocks.flatMap { block -> [Figure] in
      if case .figures(let figures) = block { return figures }
      return []
    }
  }
}

/// A share with its interval, as `0.29 [0.21, 0.38]`.
func withInterval(_ spread: Spread?) -> String {
  guard let spread else { return "–" }
  guard let interval = spread.interval?.clamped(to: 0...1) else { return shown(spread.mean) }
  return "\(shown(spread.mean)) [\(shown(interval.lowerBound)), \(shown(interval.upperBound))]"
}

/// A number with its spread over questions, as `0.040 ± 0.012`.
func withDeviation(_ spread: Spread?) -> String {
  guard let spread else { return "–" }
  return spread.deviation.map { "\(shown(spread.mean)) ± \(shown($0))" } ?? shown(spread.mean)
}

/// A share as a percentage.
func percent(_ value: Double) -> String { value.isNaN ? "–" : "\(shown(100 * value)) %" }
