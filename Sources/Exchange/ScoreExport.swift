package import Engine
import Foundation
import RunModel
import Safetensors
import Store
import Workspace

/// Scores as a file in kronfluence's pairwise layout.
package struct ScoreExport {
  private let results: Results

  package init(_ results: Results) { self.results = results }

  /// Writes `all_modules`, `[steps × passages]` float32.
  ///
  /// Row and column ids are JSON in the file's metadata: `rows` lists `[question, step]`, `columns` passage ids,
  /// `skipped` those whose scores are NaN because the model's numbers are not finite there. Of a run that stands
  /// coarse, approximate scores fill what is not exact; a second tensor, `is_exact`, is then 1 where a score is exact
  /// and 0 elsewhere, and `approximate` in the metadata says so in words.
  /// - Throws: `EngineError` that says what is missing when scores are incomplete.
  package func write(to path: String) throws {
    let passages = results.corpus.passages
    let questions = try results.questions().filter { !$0.isScratch }
    let unanswered = questions.filter { $0.completion == nil }.map(\.name)
    guard unanswered.isEmpty else {
      throw EngineError(
        "\(unanswered.count) of \(questions.count) questions are not answered yet (\(Self.some(unanswered))); run `stemma compute`"
      )
    }
    let scores = try collect(questions)
    guard !scores.rows.isEmpty else {
      throw EngineError("no question has a step; there is nothing to export")
    }
    let columns = try results.store.passageIDs(corpus: results.corpus.id)
    var metadata = try Self.metadata(
      rows: scores.rows, columns: columns, run: results.run,
      skipped: Status.Skipped.all(results.store, run: results.run).map(\.passage))
    if scores.isApproximate {
      metadata["approximate"] =
        try results.store.fact(CoarseFact.self, run: results.run.id)?.sentence
        ?? "scores are approximate where is_exact is 0"
    }
    var writer = SafetensorsWriter(metadata: metadata)
    writer.add("all_modules", shape: [scores.rows.count, passages], scores.values)
    if scores.isApproximate {
      writer.add("is_exact", shape: [scores.rows.count, passages], scores.isExact)
    }
    try writer.write(to: path)
  }

  /// The scores of all steps, row after row.
  private struct Scores {
    /// Question and step of each row.
    var rows: [[Any]] = []
    /// `[rows × passages]`.
    var values: [Float] = []
    /// `[rows × passages]`: 1 where a score is exact.
    var isExact: [Float] = []
    var isApproximate = false
  }

  private func collect(_ questions: [QuestionRecord]) throws -> Scores {
    let passages = results.corpus.passages
    var scores = Scores()
    var missing: [String] = []
    for question in questions {
      for step in try results.store.steps(question: question.row) {
        let vector = try results.store.scores(step: step.row, run: results.run, passages: passages)
        let estimates = try results.estimates([step.row])
        let skipped = try results.store.skipped(run: results.run.id).count
        let known = estimates.values.count { !$0.isNaN }
        guard vector.isComplete || known + skipped >= passages else {
          missing.append("\(question.name) step \(step.number)")
          continue
        }
        scores.rows.append([question.name, step.number])
        scores.values += estimates.values
        scores.isApproximate = scores.isApproximate || !vector.isComplete
        scores.isExact += estimates.exact.indices.map { estimates.isExact($0) ? 1 : 0 }
      }
    }
    guard missing.isEmpty else {
      throw EngineError(
        "scores are incomplete: \(missing.count) steps miss blocks (\(Self.some(missing))); run `stemma compute`"
      )
    }
    return scores
  }

  static func metadata(rows: [[Any]], columns: [String], run: RunRecord, skipped: [String]) throws
    -> [String: String]
  {
    let json = { (value: Any) in
      String(
        decoding: try JSONSerialization.data(
          withJSONObject: value, options: [.withoutEscapingSlashes]),
        as: UTF8.self)
    }
    return [
      "rows": try json(rows), "columns": try json(columns), "settings": run.settings,
      "format": "stemma scores 1", "skipped": try json(skipped),
    ]
  }

  private static func some(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
  }
}
