/// Scores of some passages under all steps.
package struct PassageScores: Sendable {
  package let stepCount: Int
  package let passageCount: Int
  /// Row-major `[steps × passages]`; positive: training on the passage makes the step likelier.
  package let scores: [Float]
  /// ‖∇L‖ of each passage over the selected modules.
  package let gradientNorms: [Float]
  /// Names of the selected modules.
  package let moduleNames: [String]
  /// By module, row-major `[steps × passages]`; empty unless asked for.
  package let moduleScores: [[Float]]
  /// What the gradient index keeps of the passages; nil unless asked for.
  package let codes: GradientCodes?

  /// Scores of one step.
  package func row(_ step: Int) -> ArraySlice<Float> {
    scores[step * passageCount..<(step + 1) * passageCount]
  }

  /// As many passages as wanted, these at the places given and all others NaN.
  ///
  /// - Returns: scores `[steps × total]`, row-major, and norms `[total]`.
  package func spread(to targets: [Int], of total: Int) -> (scores: [Float], gradientNorms: [Float])
  {
    if targets.count == total { return (scores, gradientNorms) }
    var wide = [Float](repeating: .nan, count: stepCount * total)
    var norms = [Float](repeating: .nan, count: total)
    for (column, target) in targets.enumerated() {
      norms[target] = gradientNorms[column]
      for step in 0..<stepCount {
        wide[step * total + target] = scores[step * passageCount + column]
      }
    }
    return (wide, norms)
  }
}
