package import Engine
import Foundation
import Influence
import RunModel
import Safetensors
import Store
package import Workspace

/// Scores of each tracked module, computed anew because only their sums are stored.
package struct ModuleExport {
  private let workspace: Workspace
  private let results: Results

  package init(_ workspace: Workspace, _ results: Results) {
    self.workspace = workspace
    self.results = results
  }

  /// Writes one tensor `[steps × passages]` float32 for each tracked module, under its dotted name.
  ///
  /// - Throws: `EngineError` when inputs changed since, or the factors are not there.
  package func write(to path: String) throws {
    let run = results.run
    let finished = try FinishedRun(workspace, results)
    let counted = try results.questions().filter { $0.completion != nil && !$0.isScratch }
    let questions = try counted.map { try QuestionTokens(results.store, $0) }
      .filter { !$0.steps.isEmpty }
    let names = Dictionary(
      counted.map { ($0.row, $0.name) }, uniquingKeysWith: { first, _ in first })
    let steps = questions.flatMap(\.steps)
    guard !steps.isEmpty else {
      throw EngineError("no question is answered yet; run `stemma compute`")
    }
    let queries = try QuestionTokens.queries(questions, steps: steps.map(\.row))
    let prepared = try PreconditionedSteps(
      model: finished.model, factors: finished.factors, queries: queries,
      settings: finished.influence, forms: [finished.form],
      matrixPassages: finished.matrixPassages)
    let scorer = PassageScorer(
      model: finished.model, steps: prepared, settings: finished.influence)
    let passages = results.corpus.passages
    let skipped = Set(try results.store.skipped(run: run.id).map(\.number))
    var planes = run.modules.map { _ in [Float](repeating: .nan, count: steps.count * passages) }
    for start in stride(from: 0, to: passages, by: run.blockSize) {
      let range = start..<min(start + run.blockSize, passages)
      let tokens = try results.store.tokens(of: range, corpus: results.corpus.id)
      let kept = range.filter { !skipped.contains($0) }
      let block = try scorer.score(kept.map { tokens[$0 - start] }, perModule: true)
      guard block.moduleNames == run.modules else {
        throw EngineError(
          "the checkpoint's modules are not those of run \(run.id); run `stemma compute`")
      }
      for (plane, scores) in block.moduleScores.enumerated() {
        for step in steps.indices {
          for (column, passage) in kept.enumerated() {
            planes[plane][step * passages + passage] = scores[step * kept.count + column]
          }
        }
      }
    }
    let columns = try results.store.passageIDs(corpus: results.corpus.id)
    let rows: [[Any]] = steps.map { [names[$0.question] ?? "", $0.number] }
    var writer = SafetensorsWriter(
      metadata: try ScoreExport.metadata(
        rows: rows, columns: columns, run: run,
        skipped: Status.Skipped.all(results.store, run: run).map(\.passage)))
    for (name, values) in zip(run.modules, planes) {
      writer.add(name, shape: [steps.count, passages], values)
    }
    try writer.write(to: path)
  }
}
