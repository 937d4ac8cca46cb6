/// How much influence the top k percent of one side of a ranking add up to.
///
/// Finding 2 of Ruis et al. 2024 (figure 2), `f2_coverage` of findings.md. Two claims with two
/// names: `perNat` is absolute (how hard the model leans on these passages, in units of score per
/// nat of the completion), `share` is relative (how concentrated the influence is, 0...1).
package struct Coverage: Sendable, Codable, Equatable {
  /// Percentages of the study's figure, each of the passages of this side, not of the corpus.
  package static let percentages: [Double] = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 5, 10, 20, 50, 100,
  ]

  package let percentages: [Double]
  package let side: Side
  /// Passages with a score of this side's sign.
  package let sideCount: Int
  /// Influence per nat of the top k percent, one per percentage; zero where the side is empty.
  package let perNat: [Double]

  /// The side's whole influence per nat.
  package let totalPerNat: Double

  /// The same as a share of the side's total, 0 where the side is empty.
  package var share: [Double] { perNat.map { totalPerNat > 0 ? $0 / totalPerNat : 0 } }

  /// Sums the scores of one side from the most extreme inwards.
  ///
  /// The top p percent of n passages are max(1, n·p/100) of them, rounded half to even.
  /// - Parameters:
  ///   - scores: [D].
  ///   - ranking: of these scores.
  ///   - nats: −log p(completion | prompt), above zero.
  ///   - side: whose scores are summed.
  ///   - percentages: shares of the passages at which the sums are read.
  package init(
    scores: [Float], ranking: Ranking, nats: Double, side: Side = .positive,
    percentages: [Double] = Coverage.percentages
  ) throws {
    guard nats > 0 && nats.isFinite else {
      throw FindingsError(
        "A completion of \(nats) nats has no influence per nat; its loss must be above zero.")
    }
    let extremes = sideScores(scores, ranking, side)
    let counts = percentages.map { percentage in
      let exact = Double(extremes.count) * percentage / 100
      return min(extremes.count, max(1, Int(exact.rounded(.toNearestOrEven))))
    }
    var sums = [Double](repeating: 0, count: percentages.count)
    let ascending = counts.indices.sorted { counts[$0] < counts[$1] }
    var running = 0.0
    var taken = 0
    for index in ascending where !extremes.isEmpty {
      while taken < counts[index] {
        running += Double(extremes[taken])
        taken += 1
      }
      sums[index] = running / nats
    }
    while taken < extremes.count {
      running += Double(extremes[taken])
      taken += 1
    }
    self.percentages = percentages
    self.side = side
    sideCount = extremes.count
    perNat = sums
    totalPerNat = running / nats
  }
}

/// Magnitudes of the scores of one sign, greatest first.
func sideScores(
  _ scores: [Float], _ ranking: Ranking, _ side: Side, limit: Int = .max
) -> [Float] {
  var magnitudes: [Float] = []
  switch side {
  case .positive:
    for document in ranking.order.prefix(limit) {
      let score = scores[Int(document)]
      guard score > 0 else { break }
      magnitudes.append(score)
    }
  case .negative:
    for document in ranking.order.reversed().prefix(limit) {
      let score = scores[Int(document)]
      guard score < 0 else { break }
      magnitudes.append(-score)
    }
  }
  return magnitudes
}

/// Mean and spread of curves that share their percentages.
package struct CurveBand: Sendable, Codable, Equatable {
  package let means: [Double]
  /// Standard deviation over questions at each point, 0 for one question alone.
  package let deviations: [Double]
  package let count: Int

  /// Summarises curves of equal length; nil where there is none.
  package init?(_ curves: [[Double]]) {
    guard let length = curves.first?.count else { return nil }
    let columns = (0..<length).map { point in meanAndDeviation(curves.map { $0[point] }) }
    means = columns.map(\.mean)
    deviations = columns.map { $0.deviation ?? 0 }
    count = curves.count
  }
}
