import Foundation
import SafeFiles
import Workspace

/// A file of the PAIR viewer (github.com/PAIR-code/pretraining-tda): a line for each query with the documents at
/// the top and the bottom of its order.
struct PairFile {
  struct Record {
    let example: String
    let line: Int
    /// Passage ids with their scores.
    let scores: [(id: String, score: Float)]
  }

  let records: [Record]

  /// A name that may be a number.
  private struct Name: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      text = try (try? value.decode(String.self)) ?? String(value.decode(Int64.self))
    }
  }

  private struct Line: Decodable {
    let example: Name
    let proponents: [Name]
    let proponentScores: [Float]
    let opponents: [Name]?
    let opponentScores: [Float]?

    enum CodingKeys: String, CodingKey {
      case example = "example_id"
      case proponents = "proponent_ids"
      case proponentScores = "proponent_scores"
      case opponents = "opponent_ids"
      case opponentScores = "opponent_scores"
    }
  }

  /// - Throws: `EngineError` naming the file and line.
  init(_ path: String) throws {
    let data = try EngineError.naming { try SafeFile.input(path, atMost: 1 << 31) }
    var records: [Record] = []
    var number = 0
    for bytes in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if bytes.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let line = try? JSONDecoder().decode(Line.self, from: bytes) else {
        throw EngineError(
          "\(path):\(number): has no example_id with proponent_ids and proponent_scores")
      }
      let (opponents, opponentScores) = (line.opponents ?? [], line.opponentScores ?? [])
      guard line.proponents.count == line.proponentScores.count,
        opponents.count == opponentScores.count
      else { throw EngineError("\(path):\(number): has more ids than scores, or fewer") }
      let pairs = Array(
        zip(line.proponents + opponents, line.proponentScores + opponentScores))
      guard pairs.allSatisfy({ $0.1.isFinite }) else {
        throw EngineError("\(path):\(number): has a score that is not finite")
      }
      records.append(
        Record(
          example: line.example.text, line: number,
          scores: pairs.map { (id: $0.text, score: $1) }))
    }
    guard !records.isEmpty else { throw EngineError("\(path): holds no record") }
    self.records = records
  }
}
