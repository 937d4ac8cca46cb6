/// What the pairs of two groups of questions, or of one group, have in common.
package struct BlockSummary: Sendable, Codable, Equatable {
  package let first: String
  package let second: String
  /// Pairs with a defined value; each pair once, a question never with itself.
  package let pairs: Int
  /// Pairs left out because a constant row leaves their value undefined.
  package let undefinedPairs: Int
  package let mean: Double
  /// Mean of the magnitudes: passages that help one question and hinder the other count too.
  package let meanMagnitude: Double
  package let median: Double
  package let minimum: Double
  package let maximum: Double
  /// Sample standard deviation over pairs; nil for fewer than two.
  package let standardDeviation: Double?
  /// Standard error of the mean, over questions and not over pairs, which share them.
  ///
  /// Jackknife of a U-statistic (Arvesen 1969): the mean is taken anew without each question. Nil
  /// where a group is too small to leave one out.
  package let standardError: Double?

  /// The mean ± 1.96 standard errors, within −1...1.
  package var interval: ClosedRange<Double>? {
    standardError.map {
      let half = 1.959_963_984_540_054 * $0
      return max(-1, mean - half)...min(1, mean + half)
    }
  }
}

/// Summaries of every block of a symmetric matrix, the diagonal excluded.
///
/// `f1_corr` of findings.md: within a group the pairs i < j, between groups all pairs. Blocks
/// without a defined pair (an empty group, or one question alone) are left out.
/// - Parameters:
///   - values: [Q, Q] row-major.
///   - groups: [Q].
package func blockSummaries(_ values: [Double], groups: [String]) -> [BlockSummary] {
  let order = groups.count
  precondition(values.count == order * order)
  let members = Dictionary(grouping: groups.indices) { groups[$0] }
  let names = members.keys.sorted()
  var summaries: [BlockSummary] = []
  for (position, first) in names.enumerated() {
    for second in names[position...] {
      var all: [Double] = []
      for i in members[first] ?? [] {
        for j in members[second] ?? [] where first != second || i < j {
          all.append(values[i * order + j])
        }
      }
      let defined = all.filter { !$0.isNaN }.sorted()
      guard let minimum = defined.first, let maximum = defined.last else { continue }
      let (mean, deviation) = meanAndDeviation(defined)
      summaries.append(
        BlockSummary(
          first: first, second: second, pairs: defined.count,
          undefinedPairs: all.count - defined.count, mean: mean,
          meanMagnitude: meanAndDeviation(defined.map(abs)).mean, median: median(sorted: defined),
          minimum: minimum, maximum: maximum, standardDeviation: deviation,
          standardError: jackknifeError(
            values, order: order, members[first] ?? [], members[second] ?? [])))
    }
  }
  return summaries
}

/// Mean and sample standard deviation (n − 1); the latter nil for fewer than two values.
package func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double?) {
  guard !values.isEmpty else { return (.nan, nil) }
  let mean = values.reduce(0, +) / Double(values.count)
  guard values.count > 1 else { return (mean, nil) }
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, (squares / Double(values.count - 1)).squareRoot())
}

/// Median of ascending values, the mean of the middle two where their number is even.
func median(sorted: [Double]) -> Double {
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// Standard error of the mean over all pairs of two groups, or of one with itself.
private func jackknifeError(
  _ values: [Double], order: Int, _ first: [Int], _ second: [Int]
) -> Double? {
  let isWithin = first == second
  var sums = [Double](repeating: 0, count: order)
  var counts = [Int](repeating: 0, count: order)
  var (sum, count) = (0.0, 0)
  for i in first {
    for j in second where (!isWithin || i < j) && !values[i * order + j].isNaN {
      let value = values[i * order + j]
      sum += value
      count += 1
      for question in [i, j] {
        sums[question] += value
        counts[question] += 1
      }
    }
  }
  var variance = 0.0
  for group in isWithin ? [first] : [first, second] {
    let kept = group.filter { counts[$0] > 0 && counts[$0] < count }
    guard kept.count >= (isWithin ? 3 : 2) else { return nil }
    let without = kept.map { (sum - sums[$0]) / Double(count - counts[$0]) }
    let n = Double(kept.count)
    let centre = without.reduce(0, +) / n
    variance += (n - 1) / n * without.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  }
  return variance.squareRoot()
}
