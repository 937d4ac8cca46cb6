package import RunModel

/// One set of settings over one corpus and one question set.
package struct RunRecord: Sendable, Equatable {
  package let id: Int64
  package let fingerprint: String
  /// Seconds since 1970.
  package let created: Double
  package let corpus: Int64
  package let questionSet: Int64
  /// The settings, as JSON.
  package let settings: String
  /// Passages in one block of scores.
  package let blockSize: Int
  /// What the engine found worth saying about these numbers.
  package let warnings: [String]
  /// Names of the tracked modules, in the order of per-module scores.
  package let modules: [String]
  /// Why the run no longer matches its inputs; nil while it does.
  package let stale: String?
  /// The run over the last checkpoint of the training, where this one is over an earlier one; nil else.
  package let last: Int64?

  /// Where its scores come from; nil where the settings cannot be read.
  package var origin: ScoreOrigin? { (try? RunSettings(json: settings))?.origin }

  /// Blocks that so many passages are scored in; the last may be short.
  package func blocks(of passages: Int) -> Int { (passages + blockSize - 1) / blockSize }
}

/// How much of a run exists.
package struct RunProgress: Sendable, Equatable {
  /// Steps whose every block is there.
  package var stepsScored: Int
  package var steps: Int
  package var questions: Int
  package var questionsAnswered: Int
  /// Questions all of whose steps are scored.
  package var questionsScored: Int
  /// Score blocks there and needed.
  package var blocks: Int
  package var blocksNeeded: Int
}

/// A step's scores, with holes where blocks are still missing.
package struct ScoreVector: Sendable, Equatable {
  /// One score for each passage, positive = training on the passage makes the step more likely; NaN where not yet computed.
  package var values: [Float]
  /// Which blocks are there.
  package var blocks: [Bool]

  package init(values: [Float], blocks: [Bool]) {
    self.values = values
    self.blocks = blocks
  }

  /// Whether every passage is scored.
  package var isComplete: Bool { !blocks.contains(false) }
  /// The values where every block is there, skipped passages counted as 0: as if they had no influence.
  package var withSkippedAsZero: [Float] { values.map { $0.isNaN ? 0 : $0 } }
  /// Whether any value is a number: scores from elsewhere come without gradient norms.
  package var hasNumbers: Bool { values.contains { !$0.isNaN } }
  /// Blocks that are there.
  package var blocksPresent: Int { blocks.count { $0 } }
}

/// A passage without scores.
package struct SkippedPassage: Sendable, Equatable {
  /// Number of the passage.
  package let number: Int
  /// What is not finite, and where in the model.
  package let reason: String

  package init(number: Int, reason: String) {
    self.number = number
    self.reason = reason
  }
}

/// One block of a pass on its way into the store.
package struct NewBlock: Sendable {
  package var number: Int
  /// Scores, row-major `[steps × passages of the block]`.
  package var scores: [Float]
  /// Gradient norm of each passage of the block.
  package var gradientNorms: [Float]
  /// By layer or by module, the same as the scores; nil where only whole scores are kept.
  package var shares: [[Float]]?

  package init(number: Int, scores: [Float], gradientNorms: [Float]) {
    self.number = number
    self.scores = scores
    self.gradientNorms = gradientNorms
  }
}

/// Where on a passage, on a step and in the model one score comes from.
package struct HeatRecord: Sendable, Equatable {
  /// Share of the score at each token of the passage.
  package var tokens: [Float]
  /// Share of the score at each token of the step.
  package var stepTokens: [Float]
  /// Share of the score at each tracked module, in the run's order.
  package var modules: [Float]
  /// Shares by the tokens whose losses carry the score; nil where an engine of before divided it.
  package var losses: Losses?

  /// Shares of the score by predicted token; empty where nothing can be known.
  package struct Losses: Sendable, Equatable {
    /// At each token of the passage.
    package var passage: [Float]
    /// At each token of the step.
    package var step: [Float]

    package init(passage: [Float], step: [Float]) { (self.passage, self.step) = (passage, step) }
  }

  package init(tokens: [Float], stepTokens: [Float], modules: [Float], losses: Losses? = nil) {
    self.tokens = tokens
    self.stepTokens = stepTokens
    self.modules = modules
    self.losses = losses
  }
}
