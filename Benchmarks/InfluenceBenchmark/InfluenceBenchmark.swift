import Foundation
import Influence
import LinearAlgebra
import Transformer

/// Scans a gradient index, or writes factors that kronfluence reads, from token ids that `Benchmarks/tokens.py` wrote.
///
/// The stages of a job are timed by `stemma bench`.
@main struct InfluenceBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, ["scan", "factors"].contains(arguments[3]) else {
      print("usage: InfluenceBenchmark CHECKPOINT TOKENS.json (scan PASSAGES | factors FOLDER)")
      exit(2)
    }
    let model = try LanguageModel(directory: arguments[1])
    let tokens = try JSONDecoder().decode(
      Tokens.self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
    var settings = InfluenceSettings()
    if arguments[3] == "scan" {
      return try IndexScan.run(
        model, tokens, settings, passages: max(1, Int(arguments[4]) ?? 100_000))
    }
    settings.labels = .data
    try Factors.fit(
      model: model,
      passages: tokens.documents.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) },
      settings: settings
    ).write(to: arguments[4])
  }

  struct Tokens: Decodable {
    struct Query: Decodable {
      let tokens: [Int32]
      let steps: [[Int]]
    }
    let documents: [[Int32]]
    let queries: [Query]
  }
}
