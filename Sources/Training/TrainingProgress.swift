/// Where a training run stands after a step.
package struct TrainingProgress: Sendable {
  /// Steps done and steps in all.
  package let step: Int
  package let steps: Int
  /// Tokens seen, by runs before a resume too.
  package let tokens: Int
  /// Mean loss of the step's predictions before it was taken, in nats.
  package let loss: Double
  package let rate: Float
  /// Length of the gradient before it was clipped.
  package let gradientNorm: Double
  package let tokensPerSecond: Double
  /// Seconds left at the rate so far.
  package let remainingSeconds: Double
}
