/// How one question's influence agrees between two runs over the same passages.
///
/// Finding 6 of Ruis et al. 2024, `cross_model` of findings.md.
package struct CrossRunAgreement: Sendable, Codable, Equatable {
  /// Pearson's r of the two rows over all passages; nil where a row is constant.
  package let correlation: Double?
  /// Mean of |second| ÷ |first| over the second run's top passages, zeros in the first left out.
  package let meanMagnitudeRatio: Double?
  /// Share of those passages with a greater magnitude in the second run.
  package let shareGreater: Double?
  /// How many top passages both runs share.
  package let sharedTop: Int
  package let k: Int

  /// Compares two rows [D] of the same passages in the same order.
  package init(first: [Float], second: [Float], top k: Int = 500) throws {
    guard first.count == second.count else {
      throw FindingsError(
        "Two runs of \(first.count) and \(second.count) passages cannot be compared row by row.")
    }
    let r = try pearsonCorrelations(DenseScores([first, second]))[0, 1]
    correlation = r.isNaN ? nil : r
    let firstTop = try Ranking(first).top(k)
    let secondTop = try Ranking(second).top(k)
    self.k = k
    sharedTop = Set(firstTop).intersection(secondTop).count
    var (sum, counted, greater) = (0.0, 0, 0)
    for document in secondTop {
      let a = abs(Double(first[Int(document)]))
      let b = abs(Double(second[Int(document)]))
      if b > a { greater += 1 }
      if a > 0 {
        sum += b / a
        counted += 1
      }
    }
    meanMagnitudeRatio = counted > 0 ? sum / Double(counted) : nil
    shareGreater = secondTop.isEmpty ? nil : Double(greater) / Double(secondTop.count)
  }
}
