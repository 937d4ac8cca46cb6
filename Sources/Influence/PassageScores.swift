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
}
