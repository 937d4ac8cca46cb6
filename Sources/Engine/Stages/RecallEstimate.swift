import Findings

/// How much of the true top of every step is among the passages that were scored exactly.
///
/// Passages drawn at random tell how exact scores lie about approximate ones. Divided by each step's own
/// deviation those differences are pooled over all steps; a passage that was not scored lies above the k-th best
/// exact score with the share of them that would lift it there. The expected number of such passages is what is
/// missing from the top k.
package struct RecallEstimate {
  /// Passages drawn at random.
  package let sample: [Int]
  package private(set) var steps = 0
  private var exactShares = 0.0
  /// Differences of exact and approximate scores in units of their step's deviation.
  private var residuals: [Double] = []
  /// For each step what the unscored passages lack to its k-th best, in the same units.
  private var gaps: [[Double]] = []

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
    let best = Double(scored.sorted(by: >)[Self.depth - 1])
    guard deviation > 0 else { return gaps.append([]) }
    residuals += differences.map { $0 / deviation }
    gaps.append(
      exact.indices.compactMap { passage in
        guard exact[passage].isNaN, !coarse[passage].isNaN else { return nil }
        return (best - Double(coarse[passage])) / deviation
      })
  }

  /// The mean over steps; nil where no step has enough exact scores.
  package var recall: Double? {
    guard !gaps.isEmpty else { return nil }
    let ordered = residuals.sorted()
    let depth = Double(Self.depth)
    let found = gaps.map { gaps in
      let above = gaps.reduce(0) { $0 + Double(ordered.count - Self.place(of: $1, in: ordered)) }
      return max(0, 1 - above / Double(max(1, ordered.count)) / depth)
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
