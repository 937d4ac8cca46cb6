import Findings
import Foundation
package import Influence
import LinearAlgebra
import RunModel
import Store
import Transformer
package import Workspace

/// How well a workspace's gradient index orders passages, beside the exact scores that are stored.
package struct IndexQuality: Sendable {
  /// Means over steps.
  package struct Figures: Sendable {
    /// Share of the exact top 50 in the coarse top 50.
    package var overlap = 0.0
    /// Share of the exact top 10 in the first 5 and 10 % of the coarse order.
    package var within5 = 0.0
    package var within10 = 0.0
  }

  /// The index cut to its leading bits.
  package struct Row: Sendable {
    package let bytesPerPassage: Int
    package let figures: Figures
  }

  package let rows: [Row]
  package let steps: Int
  package let passages: Int
  package let summary: IndexSummary

  /// Queries whose gradients are held at once.
  private static let batch = 16

  /// Measures over every step whose scores are complete.
  ///
  /// - Throws: `EngineError` when there is no whole index, or no exact scores.
  package init(
    _ workspace: Workspace, _ results: Results, progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    let (store, run, corpus) = (results.store, results.run, results.corpus)
    let finished = try FinishedRun(workspace, results)
    let (model, influence) = (finished.model, finished.influence)
    let (factors, prints) = (finished.factors, finished.prints)
    guard
      let summary = try IndexSummary(
        directory: workspace.indexFolder, fingerprint: prints.index),
      summary.indexed == corpus.passages
    else { throw EngineError("there is no whole gradient index; run `stemma compute` first") }
    let coder = try GradientCoder(
      model: model, factors: factors, settings: influence, bits: summary.bits)
    let index = try GradientIndex(
      directory: workspace.indexFolder, coder: coder, passageCount: corpus.passages,
      fingerprint: prints.index)
    let sizes = Self.sizes(of: coder.bits)
    var sums = sizes.map { _ in Figures() }
    var counted = 0
    let questions = try QuestionTokens.all(store, set: run.questionSet)
    for start in stride(from: 0, to: questions.count, by: Self.batch) {
      let chosen = Array(questions[start..<min(start + Self.batch, questions.count)])
      let steps = chosen.flatMap(\.steps)
      let coordinates = try coder.coordinates(
        model: model,
        queries: chosen.map { StepQuery(tokens: $0.tokens, steps: $0.ranges) }
      ).coordinates
      let exact = try steps.map {
        try store.scores(step: $0.row, run: run, passages: corpus.passages)
      }
      for (place, size) in sizes.enumerated() {
        let coarse = try index.scores(
          coordinates, leading: size, threads: influence.threads)
        for (step, truth) in exact.enumerated() where truth.isComplete {
          try Self.add(truth.withSkippedAsZero, coarse[step], to: &sums[place])
        }
      }
      counted += exact.count(where: \.isComplete)
      try progress(min(start + Self.batch, questions.count), questions.count)
    }
    guard counted > 0 else {
      throw EngineError("no step is scored completely; run `stemma compute` first")
    }
    rows = zip(sizes, sums).map { size, sum in
      Row(
        bytesPerPassage: GradientIndex.bytesPerPassage(bits: size),
        figures: sum.divided(by: counted))
    }
    steps = counted
    passages = corpus.passages
    self.summary = summary
  }

  /// Numbers of bits to measure: all of them, and halves of halves down to half a kilobyte.
  private static func sizes(of bits: Int) -> [Int] {
    var sizes = [bits]
    while let last = sizes.first, last / 2 >= 4_096 { sizes.insert(last / 2 / 64 * 64, at: 0) }
    return sizes
  }

  private static func add(
    _ exact: [Float], _ coarse: [Float], to sums: inout Figures
  ) throws {
    let truth = try Ranking(exact)
    let guess = try Ranking(coarse)
    let count = exact.count
    sums.overlap +=
      Double(Set(truth.order.prefix(50)).intersection(guess.order.prefix(50)).count)
      / Double(max(1, min(50, count)))
    let best = truth.order.prefix(10)
    func found(_ share: Double) -> Double {
      let head = Set(guess.order.prefix(Int((share * Double(count)).rounded(.up))))
      return Double(head.intersection(best).count) / Double(max(1, best.count))
    }
    sums.within5 += found(0.05)
    sums.within10 += found(0.1)
  }
}

extension IndexQuality.Figures {
  fileprivate func divided(by count: Int) -> Self {
    let count = Double(count)
    return Self(overlap: overlap / count, within5: within5 / count, within10: within10 / count)
  }
}
