import Foundation

/// Least-squares slope of log score against log rank over the top k scores of one side.
///
/// `f2_powerlaw` of findings.md (the study's table of slopes, −0.32 … −0.38 there), ranks from 1.
/// Not the Pareto exponent: that is `paretoExponent`. Nil for fewer than three scores.
package func logLogSlope(
  scores: [Float], ranking: Ranking, k: Int = 500, side: Side = .positive
) -> Double? {
  let tail = sideScores(scores, ranking, side, limit: k)
  guard tail.count > 2 else { return nil }
  let x = (1...tail.count).map { log(Double($0)) }
  let y = tail.map { log(Double($0)) }
  let xMean = x.reduce(0, +) / Double(x.count)
  let yMean = y.reduce(0, +) / Double(y.count)
  var (covariance, variance) = (0.0, 0.0)
  for (a, b) in zip(x, y) {
    covariance += (a - xMean) * (b - yMean)
    variance += (a - xMean) * (a - xMean)
  }
  return covariance / variance
}

/// Maximum-likelihood exponent of the power law followed by the top k scores of one side.
///
/// Grosse et al. 2023 (arXiv 2308.03296), equation 32: 1 + n ÷ Σ log(xᵢ / x_min), where n is the
/// number of scores in the tail and x_min the least of them. Nil where all are equal or none is.
package func paretoExponent(
  scores: [Float], ranking: Ranking, k: Int = 500, side: Side = .positive
) -> Double? {
  let tail = sideScores(scores, ranking, side, limit: k)
  guard let least = tail.last else { return nil }
  let sum = tail.reduce(0) { $0 + log(Double($1) / Double(least)) }
  return sum > 0 ? 1 + Double(tail.count) / sum : nil
}

/// Gini's coefficient of one side's scores: 0 all equal, towards 1 one passage holds everything.
///
/// Σ (2i − n − 1)·xᵢ ÷ (n·Σ xᵢ) over the n magnitudes in ascending order. Nil on an empty side.
package func giniCoefficient(
  scores: [Float], ranking: Ranking, side: Side = .positive
) -> Double? {
  let descending = sideScores(scores, ranking, side)
  let n = descending.count
  guard n > 0 else { return nil }
  var (weighted, sum) = (0.0, 0.0)
  for (rank, value) in descending.enumerated() {
    weighted += Double(n - 1 - 2 * rank) * Double(value)
    sum += Double(value)
  }
  return weighted / (Double(n) * sum)
}
