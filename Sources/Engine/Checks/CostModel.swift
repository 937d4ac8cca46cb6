import Foundation
import Influence
package import RunModel

/// The seconds that are left of a job, from its one list of costs.
///
/// What a stage takes by the list is corrected by what it and those before it took.
package final class CostModel {
  private var cost: JobCost?
  /// What comes after the job.
  private var later: [StageCost] = []
  private var rates = WorkRates(sgemmRate: 1)
  /// Seconds spent for each second expected, by stage.
  private var slowness: [Stage: Double] = [:]
  /// When the last units were done, and what was left then: until the next are, the clock alone tells.
  private var last: (stage: Stage, done: Int, elapsed: Double, left: Double)?

  package init() {}

  /// - Parameter later: what is to be done when the job is.
  package func expect(_ cost: JobCost, rates: WorkRates, then later: [StageCost] = []) {
    self.cost = cost
    self.later = later
    self.rates = rates
  }

  /// Operations that `WorkMeter` counts in a stage; nil where that is not known.
  package func meteredOperations(_ stage: Stage) -> Double? {
    guard let cost, let passes = cost[stage]?.amounts[.passes] else { return nil }
    let operations = passes * cost.blockShare
    return operations > 0 ? operations : nil
  }

  /// Seconds until the whole job is done; nil until that can be told.
  ///
  /// - Parameters:
  ///   - already: units that were done when the stage began.
  ///   - elapsed: seconds since then.
  package func remaining(_ stage: Stage, done: Int, already: Int, total: Int, elapsed: Double)
    -> Double?
  {
    // What comes after is not known before the corpus is read.
    guard total > 0, let cost else { return nil }
    if let last, last.stage == stage, last.done == done, last.elapsed <= elapsed {
      // It does not tell the end.
      return max(last.left / 20, last.left - (elapsed - last.elapsed))
    }
    guard
      let left = measured(
        cost, stage, done: done, already: already, total: total, elapsed: elapsed)
    else { return nil }
    last = (stage, done, elapsed, left)
    return left
  }

  /// What is left now that some more units are done.
  private func measured(
    _ cost: JobCost, _ stage: Stage, done: Int, already: Int, total: Int, elapsed: Double
  ) -> Double? {
    let share = Double(done - already) / Double(total)
    let rest = Double(max(0, total - done)) / Double(total)
    var left: Double
    if let own = cost[stage] {
      let expected = rates.seconds(own)
      if share > 0.02, elapsed > 0.3, expected > 0 {
        slowness[stage] = elapsed / (expected * share)
      }
      left = expected * rest * currentSlowness(stage)
    } else {
      guard share > 0.02 else { return nil }
      left = elapsed * rest / share
    }
    let order = Stage.allCases
    let position = order.firstIndex(of: stage) ?? 0
    for later in cost.stages where (order.firstIndex(of: later.stage) ?? 0) > position {
      left += rates.seconds(later) * currentSlowness(later.stage)
    }
    return self.later.reduce(left) { $0 + rates.seconds($1) * currentSlowness($1.stage) }
  }

  private func currentSlowness(_ stage: Stage) -> Double {
    if let own = slowness[stage] { return own }
    // Reading and answering say nothing of products.
    let products = slowness.filter { $0.key != .ingest && $0.key != .generation }.map(\.value)
    guard !products.isEmpty, stage != .ingest, stage != .generation else { return 1 }
    return products.reduce(0, +) / Double(products.count)
  }
}
