package import Engine
import Formatting
import Foundation
import RunModel
import SafeFiles
import Store
import Workspace

/// Writes the scores of a run for the PAIR viewer (github.com/PAIR-code/pretraining-tda, "TDA method results").
///
/// A line for each step: the prompt with the steps before it, the step, and the documents at the top and the bottom
/// of its order. `example_id` is the question's id, with `:2` and so on where it has several steps.
package struct PairExport {
  private let results: Results

  package init(_ results: Results) { self.results = results }

  private struct Line: Encodable {
    let example: String
    let task: String
    let inputs: String
    let targets: String
    var proponents: [String] = []
    var proponentIDs: [String] = []
    var proponentScores: [Double] = []
    var opponents: [String] = []
    var opponentIDs: [String] = []
    var opponentScores: [Double] = []

    enum CodingKeys: String, CodingKey {
      case example = "example_id"
      case task = "query_set"
      case inputs = "inputs_plaintext"
      case targets = "targets_plaintext"
      case proponents
      case proponentIDs = "proponent_ids"
      case proponentScores = "proponent_scores"
      case opponents
      case opponentIDs = "opponent_ids"
      case opponentScores = "opponent_scores"
    }
  }

  /// - Parameter limit: documents of each end of the order.
  /// - Throws: an error when nothing is scored or the file cannot be written.
  package func write(to path: String, limit: Int) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for question in try results.questions() where question.completion != nil {
      let steps = try results.store.steps(question: question.row)
      for step in steps {
        guard let line = try line(question, step, steps, limit: limit) else { continue }
        let text = String(decoding: try encoder.encode(line), as: UTF8.self)
        data += Data((HiddenCharacters.escapedJSON(text) + "\n").utf8)
      }
    }
    guard !data.isEmpty else {
      throw EngineError("no step is scored yet; run `stemma compute` first")
    }
    try EngineError.naming { try SafeFile.export(data, to: path) }
  }

  private func line(
    _ question: QuestionRecord, _ step: StepRecord, _ steps: [StepRecord], limit: Int
  ) throws -> Line? {
    var filter = Results.Filter()
    filter.limit = Int.max
    guard
      let all = try? results.top(question, step: step.number, view: .raw, filter: filter).rows,
      !all.isEmpty
    else { return nil }
    var line = Line(
      example: steps.count == 1 ? question.name : "\(question.name):\(step.number)",
      task: question.task,
      inputs: question.prompt + steps.prefix(step.number - 1).map(\.text).joined(),
      targets: step.text)
    for row in all.prefix(limit) where row.score >= 0 {
      line.proponents.append(row.text)
      line.proponentIDs.append(row.passage)
      line.proponentScores.append(row.score)
    }
    for row in all.reversed().prefix(limit) where row.score < 0 {
      line.opponents.append(row.text)
      line.opponentIDs.append(row.passage)
      line.opponentScores.append(row.score)
    }
    return line
  }
}
