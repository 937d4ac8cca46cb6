import Foundation
import Influence
import RunModel

/// What a whole job costs, in floating-point operations by stage, and the seconds that are left of it.
///
/// Counts follow the products alone; each stage's own pace, once seen, replaces the common one.
final class CostModel {
  /// Operations of each stage, for the whole job.
  private(set) var operations: [Stage: Double] = [:]
  /// Operations per second seen so far, by stage.
  private var pace: [Stage: Double] = [:]
  /// Operations per second where nothing has been seen; what follows is known only once sizes are.
  private var assumedPace = 1.0

  /// Sizes that decide the cost.
  struct Sizes {
    var factors: FactorSizes
    var factorTokens = 0
    var factorPassages = 0
    var corpusTokens = 0
    var passages = 0
    var steps = 0
    var stepTokens = 0
    var questions = 0
    var passes = 1
    var needsFactors = true
    /// Width × vocabulary: the unembedding runs forward and back but has no gradient of its own.
    var unembedding = 0
    /// Share of the score blocks that an earlier engine has committed.
    var scored = 0.0
    /// Operations that a passage's place in the index adds.
    var indexing = 0.0
  }

  /// - Parameter sgemmRate: operations per second of this machine's products.
  func expect(_ sizes: Sizes, sgemmRate: Double) {
    // What the stages reached on the sample, element-wise work and attention included.
    assumedPace = 0.6 * sgemmRate
    let pass = { (tokens: Int) in
      Double(tokens) * (4 * Double(sizes.factors.parameters) + 4 * Double(sizes.unembedding))
    }
    if sizes.needsFactors {
      operations[.covariances] =
        pass(sizes.factorTokens) + Double(sizes.factorTokens)
        * Double(sizes.factors.covarianceEntries)
      operations[.eigenbases] = 25 * Double(sizes.factors.eigenCubes)
      operations[.eigenvalues] =
        pass(sizes.factorTokens) + 2 * Double(sizes.factorTokens) * Double(sizes.factors.parameters)
        + 2 * Double(sizes.factorPassages) * Double(sizes.factors.rotationProducts)
    }
    operations[.stepGradients] =
      Double(sizes.steps) * 4 * Double(sizes.factors.rotationProducts) + 2 * pass(sizes.stepTokens)
    let gradients = { (tokens: Int) in
      pass(tokens) + 2 * Double(tokens) * Double(sizes.factors.parameters)
    }
    let scores =
      Double(sizes.passes) * gradients(sizes.corpusTokens)
      + 2 * Double(sizes.passages) * Double(sizes.factors.parameters) * Double(sizes.steps)
      + Double(sizes.passages) * sizes.indexing
    operations[.scores] = scores * (1 - sizes.scored)
  }

  /// Seconds until the whole job is done; nil until that can be told.
  ///
  /// - Parameters:
  ///   - already: units that were done when the stage began.
  ///   - elapsed: seconds since then.
  func remaining(_ stage: Stage, done: Int, already: Int, total: Int, elapsed: Double) -> Double? {
    // What comes after is not known before the corpus is read and the questions are answered.
    guard total > 0, !operations.isEmpty else { return nil }
    let share = Double(done - already) / Double(total)
    let rest = Double(max(0, total - done)) / Double(total)
    var left: Double
    if let cost = operations[stage], cost > 0 {
      if share > 0.02, elapsed > 0.3 { pace[stage] = cost * share / elapsed }
      left = cost * rest / currentPace(stage)
    } else {
      guard share > 0.02 else { return nil }
      left = elapsed * rest / share
    }
    let order = Stage.allCases
    let position = order.firstIndex(of: stage) ?? 0
    for later in order[(position + 1)...] { left += (operations[later] ?? 0) / currentPace(later) }
    return left
  }

  private func currentPace(_ stage: Stage) -> Double {
    if let own = pace[stage] { return own }
    guard !pace.isEmpty else { return assumedPace }
    return pace.values.reduce(0, +) / Double(pace.count)
  }
}
