/// What retraining without the documents that rank highest for a task did to every task, as `stemma evaluate
/// --removal` found it.
package struct RemovalFact: RunFact, Equatable {
  package static let name = "removal"
  /// What stands for a task where the documents were drawn at random.
  package static let nothing = "–"

  /// What removing some documents did to one task.
  package struct Effect: Codable, Sendable, Equatable {
    /// The task whose top documents were removed; `–` for random ones.
    package var removed: String
    package var ranking: String
    /// How many documents.
    package var count: Int
    /// The task that was measured.
    package var task: String
    /// Rise of the loss of a step, nats, the mean over the task's steps and starts: QLD where the two tasks are one.
    package var rise: Double
    /// 95 % over starts and steps, by drawing starts with replacement.
    package var interval: [Double]?
    /// Change of the share of steps that greedy decoding writes word for word.
    package var writtenChange: Double

    package init(
      removed: String, ranking: String, count: Int, task: String, rise: Double,
      interval: [Double]?, writtenChange: Double
    ) {
      (self.removed, self.ranking, self.count, self.task) = (removed, ranking, count, task)
      (self.rise, self.interval, self.writtenChange) = (rise, interval, writtenChange)
    }
  }

  /// Documents, questions, steps and starts, in a sentence.
  package var setting: String
  package var tasks: [String]
  /// Share of steps that models on all documents write word for word, by task.
  package var written: [Double]
  package var effects: [Effect]

  package init(setting: String, tasks: [String], written: [Double], effects: [Effect]) {
    (self.setting, self.tasks, self.written, self.effects) = (setting, tasks, written, effects)
  }

  /// Effects that are looked at; a study has some hundreds.
  private static let limit = 20_000

  /// The same without what no study makes, as a database from elsewhere may hold it.
  package var checked: RemovalFact? {
    func isShort(_ text: String) -> Bool { text.utf8.count <= 1_000 }
    let isWhole =
      effects.count <= Self.limit && tasks.count <= 100 && written.count == tasks.count
      && isShort(setting) && tasks.allSatisfy(isShort)
      && effects.allSatisfy {
        isShort($0.removed) && isShort($0.ranking) && isShort($0.task) && $0.count >= 0
          && ($0.interval?.count ?? 2) == 2
      }
    return isWhole ? self : nil
  }

  /// The numbers of documents that were removed, ascending.
  package var counts: [Int] { Set(effects.map(\.count)).sorted() }

  /// The rankings, each once, in their order, random removals last.
  package var rankings: [String] {
    var seen: Set<String> = []
    return effects.map(\.ranking).filter { seen.insert($0).inserted }
  }

  /// The tasks whose documents a ranking named, in their order.
  package func removedTasks(by ranking: String) -> [String] {
    var seen: Set<String> = []
    return effects.filter { $0.ranking == ranking }.map(\.removed)
      .filter { seen.insert($0).inserted }
  }

  package func effect(removed: String, ranking: String, count: Int, task: String) -> Effect? {
    effects.first {
      $0.removed == removed && $0.ranking == ranking && $0.count == count && $0.task == task
    }
  }
}
