/// How a model is trained.
///
/// The defaults train a model of one to two million parameters in a few thousand steps.
package struct TrainingSettings: Sendable, Equatable, Codable {
  /// Tokens seen in all, repetitions included.
  package var tokens = 8_000_000
  /// Most tokens of one step; whole documents fill it as far as they fit.
  package var tokensPerStep = 16 * 256
  /// Longest sequence; longer documents are cut, at the context when this is nil.
  package var sequenceLength: Int?
  /// Learning rate after the warm-up.
  package var peakRate: Float = 3e-3
  /// Steps of linear warm-up.
  package var warmUpSteps = 100
  /// Share of the peak that the cosine ends at.
  package var finalShare: Float = 0
  package var beta1: Float = 0.9
  package var beta2: Float = 0.95
  package var epsilon: Float = 1e-8
  /// Decoupled decay, of matrices only (Loshchilov and Hutter 2019).
  package var weightDecay: Float = 0.1
  /// Longest gradient, in the Euclidean norm; 0 for no limit.
  package var clip: Float = 1
  /// Decides the order of the documents.
  package var seed: UInt64 = 0
  /// Token put after every document; nil for none.
  package var separator: Int32?
  /// Parts of a step whose gradients are summed in a fixed order.
  ///
  /// Part of the result's bits, which is why it is not the number of threads.
  package var shards = 2
  /// Tokens of one forward and backward pass within a shard.
  package var tokensPerPass = 1024
  /// Threads at work, at most one per shard; changes nothing in the result.
  package var threads = 2
  /// Steps between saved states.
  package var stepsPerSave = 200

  package init() {}

  /// The learning rate of a step, counted from 0.
  package func rate(step: Int, of steps: Int) -> Float {
    let warm = min(warmUpSteps, max(1, steps / 2))
    if step < warm { return peakRate * Float(step + 1) / Float(warm) }
    let share = Double(step - warm) / Double(max(1, steps - warm))
    let height = Float(0.5 * (1 + cosine(Double.pi * min(1, share))))
    return peakRate * (finalShare + (1 - finalShare) * height)
  }

  /// The same settings where only what the result does not depend on may differ.
  var essence: TrainingSettings {
    var copy = self
    copy.threads = 0
    copy.stepsPerSave = 0
    return copy
  }

  /// - Throws: `TrainingError` naming the first setting that is out of range.
  func check(vocabularySize: Int) throws {
    func require(_ isTrue: Bool, _ problem: String) throws {
      guard isTrue else { throw TrainingError(problem: problem) }
    }
    try require(tokens > 0, "the number of training tokens must be positive")
    try require(tokensPerStep > 1, "a step needs at least 2 tokens")
    try require(tokensPerPass > 1, "a pass needs at least 2 tokens")
    try require(sequenceLength.map { $0 > 1 } ?? true, "a sequence needs at least 2 tokens")
    try require(peakRate > 0 && peakRate.isFinite, "the learning rate must be positive")
    try require((0...1).contains(finalShare), "the final share of the rate lies between 0 and 1")
    try require((0..<1).contains(beta1) && (0..<1).contains(beta2), "betas lie between 0 and 1")
    try require(epsilon > 0, "epsilon must be positive")
    try require(weightDecay >= 0 && clip >= 0, "weight decay and clip must not be negative")
    try require(
      (1...64).contains(shards) && threads >= 1, "between 1 and 64 shards, at least one thread")
    try require(stepsPerSave > 0 && warmUpSteps >= 0, "step counts must not be negative")
    try require(
      separator.map { $0 >= 0 && Int($0) < vocabularySize } ?? true,
      "the separator token lies outside the vocabulary")
  }
}

/// Why a training run cannot start or go on.
package struct TrainingError: Error, CustomStringConvertible, Equatable {
  package let problem: String

  package init(problem: String) { self.problem = problem }

  package var description: String { problem }
}
