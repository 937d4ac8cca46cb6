package import Store
import Workspace

/// Scores summed over the checkpoints of a training, each weighed by how much of it it stands for.
///
/// TracIn (Pruthi et al. 2020): the sum over checkpoints of learning rate × score. A checkpoint stands for the steps
/// since the one before, so that its weight is the sum of their learning rates; where a trainer has not recorded these
/// all weigh the same. Weights are divided by their mean: equal ones are 1.
package struct CheckpointSum: Sendable {
  package struct Member: Sendable, Equatable {
    package let checkpoint: CheckpointRecord
    package let weight: Double
  }
  package let members: [Member]
  /// Whether the weights are learning rates.
  package let isByRate: Bool

  package init(_ results: Results) throws {
    self.init(try results.checkpoints())
  }

  init(_ checkpoints: [CheckpointRecord]) {
    let sums = checkpoints.compactMap(\.rateSum)
    let rates = zip([0] + sums, sums).map { $1 - $0 }
    let mean = rates.reduce(0, +) / Double(max(1, rates.count))
    let isByRate = sums.count == checkpoints.count && mean > 0 && rates.allSatisfy { $0 >= 0 }
    self.isByRate = isByRate
    members = checkpoints.enumerated().map { number, checkpoint in
      Member(checkpoint: checkpoint, weight: isByRate ? rates[number] / mean : 1)
    }
  }

  /// What is summed, in a sentence.
  package var sentence: String {
    let parts = members.map { member in
      let weight = String((member.weight * 1000).rounded() / 1000)
      return isByRate ? "\(weight) × \(member.checkpoint.label)" : member.checkpoint.label
    }
    return "sum over \(members.count) checkpoints "
      + (isByRate
        ? "by their learning rates: " : "of equal weight, no learning rates being known: ")
      + parts.joined(separator: ", ")
  }

  /// The sum over all of them; NaN where one has no score.
  func scores(_ steps: [Int64], _ store: Store, passages: Int) throws -> [Float] {
    var total = [Double](repeating: 0, count: passages)
    for member in members {
      let own = try store.scores(steps: steps, run: member.checkpoint.run, passages: passages)
      for index in total.indices { total[index] += member.weight * Double(own.values[index]) }
    }
    return total.map { Float($0) }
  }
}

extension Results {
  /// The checkpoints of the run's training; it throws where the run stands alone.
  package func checkpoints() throws -> [CheckpointRecord] {
    let found = try store.checkpoints(of: run.id)
    guard found.count > 1 else {
      throw EngineError(
        "run \(run.id) is of one checkpoint; name earlier ones of its training as `checkpoints` in stemma.yaml and run `stemma compute`"
      )
    }
    return found
  }

  /// The same corpus and questions under another run.
  package func under(_ run: RunRecord) -> Results {
    Results(store: store, run: run, corpus: corpus)
  }
}
