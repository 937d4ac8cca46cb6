/// Brings approximate scores to the scale of the exact ones.
///
/// A sketch keeps only a part of each gradient, so its products are too small by a factor that differs from step
/// to step. The passages that have both scores tell it, by least squares through the origin: `Σ e·c ÷ Σ c²`.
package enum CoarseScale {
  /// Passages with both scores below which nothing is said of the factor.
  package static let fewest = 32

  /// What approximate scores are to be multiplied by; nil where too few passages have both scores, or where they
  /// do not go together.
  ///
  /// - Parameters:
  ///   - exact: exact scores `[passages]`, NaN where there is none.
  ///   - coarse: approximate scores `[passages]`, NaN where there is none.
  package static func factor(exact: [Float], coarse: [Float]) -> Double? {
    var (both, products, squares) = (0, 0.0, 0.0)
    for (one, other) in zip(exact, coarse) where one.isFinite && other.isFinite {
      both += 1
      products += Double(one) * Double(other)
      squares += Double(other) * Double(other)
    }
    guard both >= fewest, squares > 0, products > 0 else { return nil }
    let factor = products / squares
    return factor.isFinite && factor > 0 ? factor : nil
  }

  /// Exact scores with approximate ones in their holes, at the scale of the exact ones where that is known.
  ///
  /// - Returns: the scores, and whether the approximate ones are at that scale.
  package static func filled(_ exact: [Float], with coarse: [Float]) -> (
    scores: [Float], isCalibrated: Bool
  ) {
    let factor = factor(exact: exact, coarse: coarse)
    var scores = exact
    for index in scores.indices where scores[index].isNaN && index < coarse.count {
      scores[index] = factor.map { Float(Double(coarse[index]) * $0) } ?? coarse[index]
    }
    return (scores, factor != nil)
  }
}
