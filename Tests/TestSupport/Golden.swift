import Foundation

/// A reference made with independent libraries: `transformers` and kronfluence, in float64.
///
/// `STEMMA_GOLDENS` names a folder with references of another seed (`Tests/Scripts/record_golden.py all`).
package struct Golden {
  /// Families with a reference in the repository.
  package static let families: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: folder + "/\($0)/golden.json") }
      .sorted()
  }()

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden").path

  /// Where the references of families and their variants are.
  package static let folder = ProcessInfo.processInfo.environment["STEMMA_GOLDENS"] ?? root

  /// What kronfluence itself wrote: a checkpoint, factors, scores; of the texts of the golden "gpt2".
  package static let kronfluence = root + "/kronfluence"

  package let directory: String
  private let values: [String: Any]

  package init(_ family: String) throws {
    directory = Self.folder + "/" + family
    let data = try Data(contentsOf: URL(fileURLWithPath: directory + "/golden.json"))
    values = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  package var checkpoint: String { directory + "/checkpoint" }
  package var corpus: String { directory + "/corpus.jsonl" }
  package var questions: String { directory + "/questions.jsonl" }

  private func value<Value>(_ key: String, _ type: Value.Type, default fallback: Value) -> Value {
    values[key] as? Value ?? fallback
  }

  package var documentTokens: [[Int32]] {
    value("document_token_ids", [[Int]].self, default: []).map { $0.map(Int32.init) }
  }
  /// Prompt and steps of each question, tokenised apart.
  package var questionSegments: [[[Int32]]] {
    value("question_segment_token_ids", [[[Int]]].self, default: []).map {
      $0.map { $0.map(Int32.init) }
    }
  }
  package var firstDocumentLogits: [[Double]] {
    value("first_document_logits", [[Double]].self, default: [])
  }
  package var documentLosses: [Double] { value("document_loss_sum", [Double].self, default: []) }
  package var stepLosses: [[Double]] { value("step_loss_sum", [[Double]].self, default: []) }
  package var trackedModules: [String] { value("tracked_modules", [String].self, default: []) }
  package var selfScores: [Double] { value("self_scores", [Double].self, default: []) }

  /// Scores `[steps × documents]` under one of the golden's labels.
  package func scores(_ label: String) -> [[Double]] {
    let all = value("scores", [String: [String: Any]].self, default: [:])
    return all[label]?["total"] as? [[Double]] ?? []
  }

  /// Scores `[steps × documents]` of each module.
  package func moduleScores(_ label: String) -> [String: [[Double]]] {
    let all = value("scores", [String: [String: Any]].self, default: [:])
    return all[label]?["per_module"] as? [String: [[Double]]] ?? [:]
  }
}

/// Relative difference of two vectors in the Frobenius norm, infinite when their lengths differ.
package func relativeDifference(_ values: [Double], _ reference: [Double]) -> Double {
  guard values.count == reference.count, !values.isEmpty else { return .infinity }
  let difference = zip(values, reference).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let size = reference.reduce(0) { $0 + $1 * $1 }
  return (difference / max(size, .leastNormalMagnitude)).squareRoot()
}

/// Mean over rows of Spearman's rank correlation, for rows without ties.
package func meanSpearman(_ rows: [[Double]], _ reference: [[Double]]) -> Double {
  guard rows.count == reference.count, !rows.isEmpty else { return -.infinity }
  func ranks(_ row: [Double]) -> [Int] {
    var result = [Int](repeating: 0, count: row.count)
    for (rank, index) in row.indices.sorted(by: { row[$0] < row[$1] }).enumerated() {
      result[index] = rank
    }
    return result
  }
  let correlations = zip(rows, reference).map { row, other -> Double in
    guard row.count == other.count, row.count > 1 else { return -.infinity }
    let squares = zip(ranks(row), ranks(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let count = Double(row.count)
    return 1 - 6 * Double(squares) / (count * (count * count - 1))
  }
  return correlations.reduce(0, +) / Double(rows.count)
}

/// A flat vector as rows of the same length as the reference's.
package func rows(_ values: [Float], like reference: [[Double]]) -> [[Double]] {
  let width = reference.first?.count ?? 1
  return stride(from: 0, to: values.count - width + 1, by: max(1, width)).map {
    values[$0..<$0 + width].map(Double.init)
  }
}

extension Golden {
  /// The objects of a JSONL file.
  package func objects(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }
}
