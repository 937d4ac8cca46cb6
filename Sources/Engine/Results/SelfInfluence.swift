import Findings
import Influence
import RunModel
import Store
package import Workspace

/// Self-influence of every passage, `⟨H⁻¹G_x, G_x⟩`: what training on it does to itself, large for odd ones.
package struct SelfInfluence {
  private let results: Results

  package init(_ results: Results) { self.results = results }

  /// A passage at its place in the order, from 1.
  package struct Row: Sendable {
    package let rank: Int
    package let passage: String
    package let type: String
    package let score: Double
    package let text: String
  }

  /// Computes what is missing, block by block; each is committed once done.
  ///
  /// - Parameter progress: passages done and their number; may throw to cancel.
  /// - Throws: `EngineError` when inputs changed since the run, or `InfluenceError` naming a passage.
  package func complete(
    _ workspace: Workspace, progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    let (store, run, corpus) = (results.store, results.run, results.corpus)
    let known = try values()
    let missing = known.blocks.indices.filter { !known.blocks[$0] }
    guard !missing.isEmpty else { return }
    let finished = try FinishedRun(workspace, results)
    let skipped = Set(try store.skipped(run: run.id).map(\.number))
    for (done, block) in missing.enumerated() {
      let range = block * run.blockSize..<min((block + 1) * run.blockSize, corpus.passages)
      let tokens = try store.tokens(of: range, corpus: corpus.id)
      let kept = range.filter { !skipped.contains($0) }
      let scores = try selfScores(
        model: finished.model, factors: finished.factors,
        passages: kept.map { tokens[$0 - range.lowerBound] }, settings: finished.influence)
      var whole = [Float](repeating: .nan, count: range.count)
      for (passage, score) in zip(kept, scores) { whole[passage - range.lowerBound] = score }
      try store.commit(selfScores: whole, block: block, run: run.id)
      try progress((done + 1) * run.blockSize, missing.count * run.blockSize)
    }
  }

  /// The passages with the largest values.
  package func top(_ limit: Int) throws -> [Row] {
    let values = try values().values
    let scored = values.indices.filter { !values[$0].isNaN }
    let numbers = try Ranking(scored.map { values[$0] }).order.prefix(limit).map { scored[Int($0)] }
    let columns = try results.store.columns(corpus: results.corpus.id)
    let passages = try results.store.passages(numbers, corpus: results.corpus.id)
    return zip(numbers, passages).enumerated().map { index, found in
      Row(
        rank: index + 1, passage: found.1.id,
        type: columns.typeLabels[Int(columns.types[found.0])], score: Double(values[found.0]),
        text: found.1.text)
    }
  }

  private func values() throws -> ScoreVector {
    try results.store.selfScores(run: results.run, passages: results.corpus.passages)
  }
}
