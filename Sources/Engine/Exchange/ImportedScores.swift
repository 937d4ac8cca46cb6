package import Foundation
import Safetensors

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
      for (place, value) in try file.floats(name).enumerated() { sum[place] += value }
    }
    values = sum
    // Sums over steps, and over modules before, must be numbers too.
    guard values.allSatisfy({ abs($0) <= Self.largest }) else {
      throw EngineError("\(path): a score is not finite, or beyond 1e30; mend the file")
    }
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
