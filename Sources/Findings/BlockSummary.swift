/// What the pairs of two groups of questions, or of one group, have in common.
package struct BlockSummary: Sendable, Codable, Equatable {
  package let first: String
  package let second: String
  /// Pairs with a defined value; each pair once, a question never with itself.
  package let pairs: Int
  /// Pairs left out because a constant row leaves their value undefined.
  package let undefinedPairs: Int
  package let mean: Double
  package let median: Double
  package let minimum: Double
  package let maximum: Double
  /// Sample standard deviation over pairs; nil for fewer than two.
  package let standardDeviation: Double?
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
          undefinedPairs: all.count - defined.count, mean: mean, median: median(sorted: defined),
          minimum: minimum, maximum: maximum, standardDeviation: deviation))
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
