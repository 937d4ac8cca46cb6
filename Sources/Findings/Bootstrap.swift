internal import Hashing

/// Percentile intervals by drawing with replacement (Efron 1979).
package enum Bootstrap {
  /// The 95 % interval of a mean over clusters, such as the steps of questions.
  ///
  /// Whole clusters are drawn, since values of one belong together. The draws are the same every
  /// time.
  /// - Parameters:
  ///   - clusters: values by cluster; empty ones count for nothing.
  ///   - draws: resamples; the interval's ends are their 2.5 % and 97.5 % quantiles.
  /// - Returns: nil for fewer than two clusters.
  package static func interval(clusters: [[Double]], draws: Int = 2_000) -> ClosedRange<Double>? {
    let sums = clusters.filter { !$0.isEmpty }.map { ($0.reduce(0, +), $0.count) }
    guard sums.count > 1, draws > 1 else { return nil }
    var stream = SplitMix64(seed: 0x5EED)
    var means = (0..<draws).map { _ in
      var (sum, count) = (0.0, 0)
      for _ in sums.indices {
        let drawn = sums[stream.next(below: sums.count)]
        sum += drawn.0
        count += drawn.1
      }
      return sum / Double(count)
    }
    means.sort()
    return interval(ofSorted: means)
  }

  /// From the 2.5 % to the 97.5 % quantile of draws in ascending order, at least one.
  static func interval(ofSorted draws: [Double]) -> ClosedRange<Double> {
    func quantile(_ share: Double) -> Double {
      draws[min(draws.count - 1, Int(share * Double(draws.count)))]
    }
    return quantile(0.025)...quantile(0.975)
  }

  /// The 95 % interval of a mean.
  package static func interval(_ values: [Double], draws: Int = 2_000) -> ClosedRange<Double>? {
    interval(clusters: values.map { [$0] }, draws: draws)
  }
}
