/// What becomes of the delimiters that a split finds.
enum SplitBehaviour: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  /// Reads either spelling that files use, `MergedWithNext` and `merged_with_next`.
  init?(name: String) {
    let parts = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
    self.init(rawValue: parts.joined())
  }

  /// Makes pieces of runs that cover a text, leaving out empty ones.
  func pieces(of runs: [SplitRun]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    pieces.reserveCapacity(runs.count)
    switch self {
    case .isolated: pieces = runs.map(\.range)
    case .removed: pieces = runs.filter { !$0.isDelimiter }.map(\.range)
    case .contiguous:
      var previous: Bool?
      for run in runs {
        if run.isDelimiter == previous, let last = pieces.popLast() {
          pieces.append(last.lowerBound..<run.range.upperBound)
        } else {
          pieces.append(run.range)
        }
        previous = run.isDelimiter
      }
    case .mergedWithPrevious:
      var previous = false
      for run in runs {
        if run.isDelimiter, !previous, let last = pieces.popLast() {
          pieces.append(last.lowerBound..<run.range.upperBound)
        } else {
          pieces.append(run.range)
        }
        previous = run.isDelimiter
      }
    case .mergedWithNext:
      var next = false
      for run in runs.reversed() {
        if run.isDelimiter, !next, let last = pieces.popLast() {
          pieces.append(run.range.lowerBound..<last.upperBound)
        } else {
          pieces.append(run.range)
        }
        next = run.isDelimiter
      }
      pieces.reverse()
    }
    pieces.removeAll(where: \.isEmpty)
    return pieces
  }
}

/// A stretch of text that is a delimiter or lies between two.
struct SplitRun {
  let range: Range<Int>
  var isDelimiter: Bool
}
