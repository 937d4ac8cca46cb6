package import Transformer

/// Which states of a training are kept as checkpoints, beside the last.
package enum KeptSteps: Sendable, Equatable {
  /// So many, evenly between the start and the end.
  case evenly(Int)
  /// Those after these steps.
  case after([Int])

  /// The steps after which a checkpoint is kept, ascending.
  ///
  /// - Parameter total: steps of the whole training; the state after the last is no one of these.
  /// - Throws: `TrainingError` for a step that is none, or more checkpoints than there are steps.
  package func steps(of total: Int) throws -> [Int] {
    switch self {
    case .evenly(let count):
      guard count >= 0, count < total else {
        throw TrainingError(
          problem:
            "\(count) checkpoints cannot be kept along \(total) steps; keep fewer than there are steps"
        )
      }
      return (0..<count).map { (($0 + 1) * total + (count + 1) / 2) / (count + 1) }
    case .after(let steps):
      if let odd = steps.first(where: { $0 < 1 || $0 >= total }) {
        throw TrainingError(
          problem:
            "no checkpoint can be kept after step \(odd): the training has \(total), and the last is written anyway"
        )
      }
      return Set(steps).sorted()
    }
  }
}

/// Where a training stands, as it is recorded with a checkpoint.
package struct TrainingMark: Sendable, Equatable, Codable {
  /// Steps done and steps in all.
  package let step: Int
  package let steps: Int
  package let tokensSeen: Int
  /// Learning rate of the last step, and the sum of those of all steps so far.
  package let rate: Float
  package let rateSum: Double

  init(step: Int, steps: Int, tokens: Int, settings: TrainingSettings) {
    self.step = step
    self.steps = steps
    tokensSeen = tokens
    let rates = (0..<step).map { settings.rate(step: $0, of: steps) }
    rate = rates.last ?? 0
    rateSum = rates.reduce(0) { $0 + Double($1) }
  }
}

/// Keeps checkpoints along a training.
package struct CheckpointKeeper {
  package let choice: KeptSteps
  /// Whether the checkpoint after a step is there already.
  let isKept: (Int) -> Bool
  /// Writes one; where one is there already it is replaced by the same.
  let keep: (LanguageModel, TrainingMark) throws -> Void

  package init(
    _ choice: KeptSteps, isKept: @escaping (Int) -> Bool,
    keep: @escaping (LanguageModel, TrainingMark) throws -> Void
  ) {
    (self.choice, self.isKept, self.keep) = (choice, isKept, keep)
  }

  /// The steps to keep after, where a training that has come some way can still keep them all.
  func steps(of total: Int, after done: Int) throws -> Set<Int> {
    let steps = try choice.steps(of: total)
    if let missed = steps.first(where: { $0 <= done && !isKept($0) }) {
      throw TrainingError(
        problem:
          "the state after step \(missed) is gone: the saved run has done \(done) steps; ask for what it kept, or begin again in another folder"
      )
    }
    return Set(steps)
  }
}
