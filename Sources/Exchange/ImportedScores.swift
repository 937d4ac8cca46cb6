package import Foundation
import Safetensors
import Workspace

/// A file of scores as kronfluence writes them, checked before anything is believed.
package struct ImportedScores {
  /// Largest score, so that the sum of as many as there can be is finite.
  private static let largest: Float = 1e30

  /// Question and step of each row, steps counted from 1.
  package let rows: [(question: String, step: Int)]
  /// Passage ids.
  package let columns: [String]
  /// `all_modules`, or the sum over modules where the file has each by itself; row-major `[rows × columns]`,
  /// every one finite.
  package let values: [Float]

  /// A store of bergson's, whose queries and documents are those of the workspace in their order unless named.
  ///
  /// - Parameters:
  ///   - rows: JSON of `[[question, step], …]`; all steps if nil.
  ///   - columns: JSON of passage ids; all passages if nil.
  ///   - higherIsBetter: whether positive scores help; what the store says if nil.
  /// - Throws: an error naming the folder and what does not fit.
  package init(
    store folder: String, rows: Data?, columns: Data?,
    steps: [(question: String, step: Int)], passages: [String], higherIsBetter: Bool?
  ) throws {
    let rows = try rows.map { try Self.pairs($0, folder) } ?? steps
    let columns = try columns.map { try Self.strings($0, folder) } ?? passages
    (self.rows, self.columns) = (rows, columns)
    let store = try BergsonStore(
      folder, steps: rows.count, passages: columns.count, higherIsBetter: higherIsBetter)
    let documents = store.candidates.map { $0.allSatisfy { $0 < columns.count } }
    guard rows.count == store.queries, documents ?? (columns.count == store.rows) else {
      throw EngineError(
        "\(folder): holds \(store.queries) queries × \(store.rows) documents where \(rows.count) steps × \(columns.count) passages are named; say by --rows and --columns which they are"
      )
    }
    guard let candidates = store.candidates else {
      values = store.values
      return
    }
    // What was not scored has no score, as in a file of the PAIR viewer.
    var values = [Float](repeating: .nan, count: rows.count * columns.count)
    for query in rows.indices {
      for (row, column) in candidates.enumerated() {
        values[query * columns.count + column] = store.values[query * store.rows + row]
      }
    }
    self.values = values
  }

  /// A file for the PAIR viewer: for each question or step the documents at both ends of its order.
  ///
  /// - Throws: an error naming the file and line that does not fit.
  package init(pair path: String, steps: [(question: String, step: Int)], passages: [String]) throws
  {
    let file = try PairFile(path)
    let count = Dictionary(grouping: steps, by: \.question).mapValues(\.count)
    rows = try file.records.map { record in
      if count[record.example] == 1 { return (record.example, 1) }
      if let colon = record.example.lastIndex(of: ":"),
        let step = Int(record.example[record.example.index(after: colon)...]),
        let known = count[String(record.example[..<colon])], (1...known).contains(step)
      {
        return (String(record.example[..<colon]), step)
      }
      throw EngineError(
        "\(path):\(record.line): the example \(record.example) is no question of one step here, and no QUESTION:STEP"
      )
    }
    // Every row has a number for each passage: more rows than steps would take memory before they are refused.
    guard rows.count <= steps.count else {
      throw EngineError("\(path): holds \(rows.count) records of \(steps.count) steps")
    }
    columns = passages
    let numberOf = Dictionary(
      passages.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var values = [Float](repeating: .nan, count: rows.count * passages.count)
    for (row, record) in file.records.enumerated() {
      for (id, score) in record.scores {
        guard let passage = numberOf[id] else {
          throw EngineError(
            "\(path):\(record.line): names the passage \(id), which is not in this corpus")
        }
        values[row * passages.count + passage] = score
      }
    }
    // A passage that no record names has no score.
    guard values.allSatisfy({ $0.isNaN || Self.isPossible($0) }) else {
      throw Self.impossible(path)
    }
    self.values = values
  }

  /// - Parameters:
  ///   - rows: JSON of `[[question, step], …]`; the file's metadata if nil.
  ///   - columns: JSON of passage ids; the file's metadata if nil.
  /// - Throws: an error naming the file and what does not fit.
  package init(path: String, rows: Data?, columns: Data?) throws {
    let file = try SafetensorsFile(path: path)
    let isSummed = file.tensors["all_modules"] != nil || file.tensors.isEmpty
    let names = isSummed ? ["all_modules"] : file.tensors.keys.sorted()
    self.columns = try Self.strings(columns ?? file.metadata["columns"].map { Data($0.utf8) }, path)
    self.rows = try Self.pairs(rows ?? file.metadata["rows"].map { Data($0.utf8) }, path)
    for name in names {
      let shape = try file.information(name).shape
      guard shape == [self.rows.count, self.columns.count] else {
        throw EngineError(
          "\(path): \(name) has shape \(shape), rows and columns name \(self.rows.count) × \(self.columns.count)"
        )
      }
    }
    var sum = try file.floats(names[0])
    for name in names.dropFirst() {
      for (passage, value) in try file.floats(name).enumerated() { sum[passage] += value }
    }
    values = sum
    guard values.allSatisfy(Self.isPossible) else { throw Self.impossible(path) }
  }

  /// Sums over steps, and over modules before, must be numbers too.
  private static func isPossible(_ score: Float) -> Bool { abs(score) <= largest }

  private static func impossible(_ path: String) -> EngineError {
    EngineError("\(path): a score is not finite, or beyond 1e30; mend the file")
  }

  private static func strings(_ data: Data?, _ path: String) throws -> [String] {
    guard let data, let list = try? JSONDecoder().decode([String].self, from: data) else {
      throw EngineError(
        "\(path): columns are needed: a JSON list of passage ids, in the file's metadata or by --columns"
      )
    }
    return list
  }

  private static func pairs(_ data: Data?, _ path: String) throws -> [(
    question: String, step: Int
  )] {
    guard let data, let list = try? JSONSerialization.jsonObject(with: data) as? [[Any]] else {
      throw EngineError(
        "\(path): rows are needed: a JSON list of [question, step], in the file's metadata or by --rows"
      )
    }
    return try list.map { pair in
      guard pair.count == 2, let question = pair[0] as? String, let step = pair[1] as? Int else {
        throw EngineError("\(path): a row is not [question, step]")
      }
      return (question, step)
    }
  }
}
