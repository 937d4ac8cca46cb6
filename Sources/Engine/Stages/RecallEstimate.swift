import Findings

/// How much of the true top of every step is among the passages that were scored exactly.
///
/// Passages drawn at random tell how exact scores lie about approximate ones. Divided by each step's own
/// deviation those differences are pooled over all steps; a passage that was not scored lies above a threshold with
/// the share of them that would lift it there. Where the exact scores above a threshold and the expected number of
/// unscored passages above it are k together, the exact ones among them are what was found of the top k.
package struct RecallEstimate {
  /// Passages drawn at random.
  package let sample: [Int]
  package private(set) var steps = 0
  private var exactShares = 0.0
  /// Differences of exact and approximate scores in units of their step's deviation.
  private var residuals: [Double] = []
  /// For each step its k best exact scores and where the unscored passages lie; nil where both scores are the same.
  private var tails: [Tail?] = []

  /// Places at the top that are to be found.
  package static let depth = 10

  package init(sample: [Int]) { self.sample = sample }

  /// Mean share of the passages that have exact scores.
  package var exactShare: Double { steps > 0 ? exactShares / Double(steps) : 0 }

  /// Takes in a step.
  /// - Parameters:
  ///   - exact: NaN where there is no exact score.
  ///   - coarse: brought to the size of exact ones; NaN where there is nothing to score.
  package mutating func add(exact: [Float], coarse: [Float]) {
    steps += 1
    let scored = exact.filter { !$0.isNaN }
    exactShares += Double(scored.count) / Double(max(1, exact.count))
    let differences = sample.compactMap { passage -> Double? in
      guard !exact[passage].isNaN, !coarse[passage].isNaN else { return nil }
      return Double(exact[passage]) - Double(coarse[passage])
    }
    let squares = differences.reduce(0) { $0 + $1 * $1 }
    guard scored.count >= Self.depth, !differences.isEmpty else { return }
    let deviation = (squares / Double(differences.count)).squareRoot()
    guard deviation > 0 else { return tails.append(nil) }
    residuals += differences.map { $0 / deviation }
    let best = scored.sorted(by: >).prefix(Self.depth).map { Double($0) / deviation }
    var tail = Tail(best: best)
    for passage in exact.indices where exact[passage].isNaN && !coarse[passage].isNaN {
      tail.add(Double(coarse[passage]) / deviation)
    }
    tails.append(tail)
  }

  /// The mean over steps; nil where no step has enough exact scores.
  package var recall: Double? {
    guard !tails.isEmpty else { return nil }
    let ordered = residuals.sorted()
    let found = tails.map { tail in
      tail?.found { gap in
        Double(ordered.count - Self.place(of: gap, in: ordered)) / Double(max(1, ordered.count))
      } ?? 1
    }
    return found.reduce(0, +) / Double(found.count)
  }

  /// How many numbers are at most as large.
  private static func place(of value: Double, in ordered: [Double]) -> Int {
    var (low, high) = (0, ordered.count)
    while low < high {
      let middle = (low + high) / 2
      if ordered[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The upper end of one step's scores, in units of its deviation.
private struct Tail {
  /// The k best exact scores, the best first.
  private let best: [Double]
  /// Unscored passages by what their approximate scores lack to the k-th best exact one.
  private var counts = [Int](repeating: 0, count: 2_000)

  /// The gaps that are told apart: so far beyond, no difference lifts a passage and every one does.
  private static let range = -10.0..<30.0
  private static let width = (range.upperBound - range.lowerBound) / 2_000

  init(best: [Double]) { self.best = best }

  mutating func add(_ coarse: Double) {
    let gap = (best.last ?? 0) - coarse
    guard gap < Self.range.upperBound else { return }
    counts[Int(max(0, gap - Self.range.lowerBound) / Self.width)] += 1
  }

  /// The share of the true k best that has exact scores.
  ///
  /// - Parameter share: of the differences that lift a passage by more than a gap.
  func found(_ share: (Double) -> Double) -> Double {
    let depth = Double(best.count)
    var (exact, both) = (0.0, 0.0)
    for score in best {
      let shift = score - (best.last ?? 0)
      let missing = counts.indices.reduce(0.0) { sum, bin in
        guard counts[bin] > 0 else { return sum }
        let gap = Self.range.lowerBound + (Double(bin) + 0.5) * Self.width + shift
        return sum + Double(counts[bin]) * share(gap)
      }
      let next = exact + 1 + missing
      // Between two exact scores the threshold is where both numbers are k.
      guard next <= depth else { return (exact + (depth - both) / (next - both)) / depth }
      (exact, both) = (exact + 1, next)
    }
    return 1
  }
}
