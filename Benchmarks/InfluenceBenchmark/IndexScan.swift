import Foundation
import Influence
import Transformer

/// How fast an index of many passages is read from end to end for one question.
///
/// The codes of the passages that there are stand for as many as are asked for; only their number
/// and their bytes decide the time.
enum IndexScan {
  static func run(
    _ model: LanguageModel, _ tokens: InfluenceBenchmark.Tokens, _ settings: InfluenceSettings,
    passages: Int
  ) throws {
    let documents = tokens.documents.filter { $0.count > 1 }
    var clock = Stopwatch()
    let factors = try Factors.fit(
      model: model,
      passages: documents.prefix(200).enumerated().map {
        FactorPassage(tokens: $1, key: UInt64($0))
      }, settings: settings)
    let plan = IndexPlan(model: model, settings: settings, passages: passages)
    let coder = try GradientCoder(
      model: model, factors: factors, settings: settings, bits: plan.bits)
    let none = try PreconditionedSteps(
      model: model, factors: factors, queries: [], settings: settings)
    let block = Array(documents.prefix(1_024))
    let codes = try clock.time("codes") {
      try PassageScorer(model: model, steps: none, settings: settings, coder: coder).score(block)
        .codes
    }
    guard let codes else { return }
    let folder = FileManager.default.temporaryDirectory.appending(path: "index-scan-\(getpid())")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for first in stride(from: 0, to: passages, by: block.count) {
      let count = min(block.count, passages - first)
      try GradientIndex.writeBlock(
        directory: folder, first: first, codes: codes.prefix(count), fingerprint: "")
    }
    let index = try clock.time("open and check") {
      try GradientIndex(
        directory: folder, coder: coder, passageCount: passages, fingerprint: "")
    }
    let query = tokens.queries[0]
    let steps = try clock.time("query") {
      try coder.coordinates(
        model: model,
        queries: [StepQuery(tokens: query.tokens, steps: query.steps.map { $0[0]..<$0[1] })]
      ).coordinates
    }
    for name in ["first scan", "scan, warm", "scan, warm", "scan, warm"] {
      _ = try clock.time(name) { try index.scores(steps, threads: settings.threads) }
    }
    print(
      "\(passages) passages of \(plan.bytesPerPassage) bytes, \(steps.count) steps, \(settings.threads) threads"
    )
    for entry in clock.entries {
      print(
        String(
          format: "  %@ %8.3f s", entry.name.padding(toLength: 16, withPad: " ", startingAt: 0),
          entry.wall))
    }
  }
}

/// Wall time of named pieces of work.
struct Stopwatch {
  private(set) var entries: [(name: String, wall: Double)] = []

  mutating func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let start = Date()
    let result = try body()
    entries.append((name, -start.timeIntervalSinceNow))
    return result
  }
}
