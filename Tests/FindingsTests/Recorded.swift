import Findings
import Foundation
import Testing

/// Matrices and their statistics as Tests/Scripts/record_findings.py computed them in numpy.
struct Recorded: Decodable {
  struct Block: Decodable {
    let first: String
    let second: String
    let pairs: Int
    let mean: Double
    let maximum: Double
    let median: Double
  }
  struct Sides<Value: Decodable>: Decodable {
    let positive: Value
    let negative: Value
    subscript(side: Side) -> Value { side == .positive ? positive : negative }
  }
  struct Answer: Decodable {
    let ranks: [Int]
    let found: Bool
    let expected: Double
  }
  struct Reuse: Decodable {
    let minimum: Int
    let documents: [Int]
    let occurrences: Int
  }
  struct Multiplier: Decodable {
    let group: String
    let k: Int
    let type: Int
    let multiplier: Double
    let low: Double
    let high: Double
  }
  struct CrossRun: Decodable {
    let correlation: Double?
    let greater: Double
  }

  let k: Int
  let scores: [[Float]]
  let nats: [Double]
  let groups: [String]
  let types: [UInt8]
  let hits: [[Int]]
  let other: [[Float]]
  let order: [[UInt32]]
  let pearson: [[Double?]]
  let spearman: [[Double?]]
  let blocks: [Block]
  let jaccard: [[Double?]]
  let coverage: Sides<[[Double]]>
  let slope: Sides<[Double?]>
  let pareto: Sides<[Double?]>
  let gini: Sides<[Double?]>
  let answers: [Answer]
  let reuse: Reuse
  let overRepresentation: Sides<[Multiplier]>
  let crossRun: [CrossRun]

  static let names = ["random", "adversarial"]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Golden/findings/\(name).json")
    self = try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
  }

  func rankings() throws -> [Ranking] { try scores.map { try Ranking($0) } }
}

/// Expects two numbers to agree to rounding, nil and NaN being the same absence.
func expectClose(
  _ value: Double?, _ expected: Double?, tolerance: Double = 1e-9, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let value = value.flatMap { $0.isNaN ? nil : $0 }
  guard let value, let expected else {
    #expect(value == expected, "\(what)", sourceLocation: sourceLocation)
    return
  }
  #expect(
    abs(value - expected) <= tolerance * max(1, abs(expected)), "\(what): \(value), \(expected)",
    sourceLocation: sourceLocation)
}
