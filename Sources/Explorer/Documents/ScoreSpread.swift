/// How the scores of all scored passages lie, so that one of them can be read without knowing its unit.
///
/// Nearly every passage of a corpus has nothing to do with a step: all of them together are what random
/// documents score.
package struct ScoreSpread: Sendable, Hashable {
  /// Passages that have a score.
  package private(set) var count = 0
  package private(set) var mean = 0.0
  /// Standard deviation over the passages.
  package private(set) var deviation = 0.0
  /// Sum of the scores above 0.
  package private(set) var positive = 0.0

  package static let none = ScoreSpread(of: [], factor: 1)

  /// - Parameters:
  ///   - scores: NaN where there is none.
  ///   - factor: what every score is to be multiplied by; larger than 0.
  init(of scores: [Float], factor: Float) {
    var (sum, squares, positives) = (0.0, 0.0, 0.0)
    var scored = 0
    // Of five million scores half are positive, and no processor guesses which: the loop has no branch on it.
    for score in scores where score.isFinite {
      let value = Double(score)
      scored += 1
      sum += value
      squares += value * value
      positives += max(value, 0)
    }
    guard scored > 0 else { return }
    count = scored
    positive = positives
    let scale = Double(factor)
    mean = sum / Double(count) * scale
    let variance = squares / Double(count) - sum / Double(count) * (sum / Double(count))
    deviation = max(0, variance).squareRoot() * scale
    positive *= scale
  }

  /// Standard deviations above the mean of random documents; NaN where all score the same.
  package func z(_ value: Float) -> Double {
    deviation > 0 ? (Double(value) - mean) / deviation : .nan
  }

  /// A score as a part of the step's whole positive influence, from 0 to 1; below 0 for negative ones.
  package func share(_ value: Float) -> Double {
    positive > 0 ? Double(value) / positive : .nan
  }

  /// The last rank above the noise floor: 95 of 100 random documents rank below it.
  package var floorRank: Int { count / 20 }
}
