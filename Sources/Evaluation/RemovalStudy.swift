import Findings
import Foundation
import Influence
import Synchronization
import Training

/// Retrains without the documents that rank highest for a task, and measures every task.
///
/// A ranking is right if what it names, once it is gone, is missed: by the task it was named for, and less by others
/// (counterfactual removal; Koh and Liang 2017, section 5). Every retraining has a partner on all documents that
/// starts alike, so that what is compared differs by the documents alone.
package struct RemovalStudy {
  /// What removing some documents did to one task.
  package struct Effect: Encodable {
    /// The task whose top documents were removed; `–` for random ones.
    package let removed: String
    package let ranking: String
    /// How many documents.
    package let count: Int
    /// The task that was measured.
    package let task: String
    /// Rise of the loss of a step, nats, the mean over the task's steps and starts: QLD where the two tasks are one.
    package let rise: Double
    /// 95 % over starts and steps, by drawing starts with replacement.
    package let interval: [Double]?
    /// Change of the share of steps that greedy decoding writes word for word.
    package let writtenChange: Double
  }

  package struct Report: Encodable {
    package let setting: String
    package let tasks: [String]
    /// Share of steps that models on all documents write word for word, by task.
    package let written: [Double]
    package let effects: [Effect]
  }

  let study: DatamodelStudy
  let texts: DatamodelText
  let options: DatamodelOptions
  let isCancelled: @Sendable () -> Bool
  let note: @Sendable (String) -> Void

  /// One retraining: which documents are gone, and for what.
  private struct Removal: Sendable {
    let task: String
    let ranking: String
    let count: Int
    let documents: Set<Int>
  }

  /// What random removals are listed under.
  package static let random = "random"

  /// The removals of some methods' scores `[steps × documents]`.
  func measure(_ methods: [(String, [[Float]])]) throws -> Report {
    let tasks = Array(Set(texts.tasks)).sorted()
    let removals = removals(methods, tasks)
    let starts = options.removalSeeds
    note("\(removals.count + 1) trainings from each of \(starts) starts")
    let all = Array(texts.documents.indices)
    let jobs = (0..<starts).flatMap { start in
      ([nil] + removals.map { Optional($0) }).map { (start, $0) }
    }
    let outcomes = Mutex<[Int: [DatamodelStudy.Outcome]]>([:])
    let failure = Mutex<(any Error)?>(nil)
    let (study, isCancelled, note) = (study, isCancelled, note)
    let threads = max(1, min(options.threads, jobs.count))
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      for index in stride(from: thread, to: jobs.count, by: threads) {
        guard failure.withLock({ $0 == nil }) else { return }
        do {
          if isCancelled() { throw CancellationError() }
          let gone = jobs[index].1?.documents ?? []
          let model = try study.trained(
            on: all.filter { !gone.contains($0) }, start: UInt64(jobs[index].0))
          let found = study.outcomes(of: model)
          let done = outcomes.withLock {
            $0[index] = found
            return $0.count
          }
          note("training \(done) of \(jobs.count)")
        } catch { failure.withLock { $0 = $0 ?? error } }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let found = outcomes.withLock { $0 }
    return report(tasks, removals, jobs.indices.map { found[$0] ?? [] })
  }

  private func removals(_ methods: [(String, [[Float]])], _ tasks: [String]) -> [Removal] {
    let counts = options.removed.filter { 2 * $0 <= texts.documents.count }
    let wanted = [
      "EK-FAC", "EK-FAC / gradient norm", DatamodelMethods.solved,
      "gradient dot product", "BM25",
    ]
    var result: [Removal] = []
    for task in tasks {
      let steps = stepTasks.indices.filter { stepTasks[$0] == task }
      for (name, scores) in methods where wanted.contains(name) {
        let sums = texts.documents.indices.map { document in
          steps.reduce(0.0) { $0 + Double(scores[$1][document]) }
        }
        let order = sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }
        for count in counts {
          result.append(
            Removal(
              task: task, ranking: name, count: count, documents: Set(order.prefix(count))))
        }
      }
    }
    for count in counts {
      var random = options.seed &+ 0x52454D
      let order = texts.documents.indices.map { index -> (UInt64, Int) in
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (random >> 16, index)
      }.sorted { $0 < $1 }.map(\.1)
      result.append(
        Removal(
          task: "–", ranking: Self.random, count: count, documents: Set(order.prefix(count))))
    }
    return result
  }

  /// The task of every step.
  private var stepTasks: [String] {
    zip(texts.queries, texts.tasks).flatMap { query, task in query.steps.map { _ in task } }
  }

  private func report(
    _ tasks: [String], _ removals: [Removal], _ outcomes: [[DatamodelStudy.Outcome]]
  ) -> Report {
    let width = removals.count + 1
    let (starts, stepTasks) = (options.removalSeeds, stepTasks)
    func share(_ steps: [Int], _ job: (Int) -> Int) -> Double {
      let written = (0..<starts).reduce(0) { sum, start in
        sum + steps.count { outcomes[job(start)][$0].isWritten }
      }
      return Double(written) / Double(max(1, starts * steps.count))
    }
    let members = tasks.map { task in stepTasks.indices.filter { stepTasks[$0] == task } }
    let written = members.map { steps in share(steps) { $0 * width } }
    let effects = removals.enumerated().flatMap { number, removal in
      tasks.indices.map { taskIndex -> Effect in
        let steps = members[taskIndex]
        let rises = (0..<starts).map { start in
          steps.map {
            outcomes[start * width + number + 1][$0].loss - outcomes[start * width][$0].loss
          }
        }
        let values = rises.flatMap { $0 }
        let interval = Bootstrap.interval(clusters: rises)
        return Effect(
          removed: removal.task, ranking: removal.ranking, count: removal.count,
          task: tasks[taskIndex], rise: values.reduce(0, +) / Double(max(1, values.count)),
          interval: interval.map { [$0.lowerBound, $0.upperBound] },
          writtenChange: share(steps) { $0 * width + number + 1 } - written[taskIndex])
      }
    }
    return Report(
      setting:
        "\(texts.documents.count) documents, \(texts.queries.count) questions, \(stepTasks.count) steps; \(starts) starts, each with and without; 95 % intervals over starts",
      tasks: tasks, written: written, effects: effects)
  }
}
