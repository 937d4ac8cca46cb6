import Foundation
import Influence
import LinearAlgebra
import RunModel
import Transformer

/// Times every stage of an influence job against this machine's sgemm rate.
///
/// Reads a checkpoint folder and a JSON file of token ids that `Benchmarks/tokens.py` writes, so that
/// Stemma and its peer see the same tokens.
@main struct InfluenceBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      print(
        "usage: InfluenceBenchmark CHECKPOINT TOKENS.json [THREADS] [PACK-TOKENS] [STRATEGY] [scan PASSAGES]"
      )
      exit(2)
    }
    let model = try LanguageModel(directory: arguments[1])
    let tokens = try JSONDecoder().decode(
      Tokens.self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
    let threads = arguments.count > 3 ? Int(arguments[3]) ?? 2 : 2
    var settings = InfluenceSettings(threads: threads)
    if arguments.count > 4 { settings.packTokens = Int(arguments[4]) ?? settings.packTokens }
    if arguments.count > 5 { settings.strategy = Strategy(rawValue: arguments[5]) ?? .ekfac }
    if arguments.count > 6, arguments[6] == "scan" {
      let passages = arguments.count > 7 ? Int(arguments[7]) ?? 100_000 : 100_000
      return try IndexScan.run(model, tokens, settings, passages: passages)
    }
    if arguments.count > 7, arguments[6] == "factors" {
      settings.labels = .data
      try Factors.fit(
        model: model,
        passages: tokens.documents.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) },
        settings: settings
      ).write(to: arguments[7])
      return
    }
    try run(model, tokens, settings)
  }

  struct Tokens: Decodable {
    struct Query: Decodable {
      let tokens: [Int32]
      let steps: [[Int]]
    }
    let documents: [[Int32]]
    let queries: [Query]
  }

  static func run(_ model: LanguageModel, _ tokens: Tokens, _ settings: InfluenceSettings) throws {
    let documents = tokens.documents
    let queries = tokens.queries.map { query in
      StepQuery(tokens: query.tokens, steps: query.steps.map { $0[0]..<$0[1] })
    }
    let steps = queries.reduce(0) { $0 + $1.steps.count }
    let count = documents.reduce(0) { $0 + $1.count }
    let parameters = model.trackedModules.reduce(0) { $0 + $1.inputWidth * $1.outputWidth }
    // Of a core, since processor time is summed over cores.
    let rate = try sgemmRate(threads: settings.threads, repeats: 60, clock: processorTime)
    print(
      "\(documents.count) passages, \(count) tokens, \(steps) steps, \(parameters) tracked "
        + "parameters, \(settings.threads) threads, packs of \(settings.packTokens)")
    print(String(format: "sgemm %14.1f GFLOP/s a core by processor time", rate / 1e9))

    var clock = Stopwatch()
    let factors =
      settings.strategy == .identity ? nil : try clock.factors(model, documents, settings)
    let prepared = try clock.time("steps") {
      try PreconditionedSteps(model: model, factors: factors, queries: queries, settings: settings)
    }
    let scorer = PassageScorer(model: model, steps: prepared, settings: settings)
    _ = try scorer.score(Array(documents.prefix(8)))
    _ = try clock.time("scores") { try scorer.score(documents) }

    let forwardBackward = 4 * Double(count) * Double(parameters)
    let floors: [String: Double] = [
      "covariance": forwardBackward, "lambda": 1.5 * forwardBackward,
      "scores": 1.5 * forwardBackward
        + 2 * Double(parameters) * Double(steps) * Double(documents.count),
    ]
    for entry in clock.entries {
      var line = String(
        format: "%@ %10.2f s %10.2f s of processor time",
        entry.name.padding(toLength: 12, withPad: " ", startingAt: 0), entry.wall, entry.cpu)
      if let floor = floors[entry.name] {
        line += String(
          format: "   floor is %5.1f %% of sgemm's rate", 100 * floor / entry.cpu / rate)
      }
      print(line)
    }
    let wall = clock.entries.reduce(0) { $0 + $1.wall }
    let scoring = clock.entries.last?.wall ?? 1
    print(
      String(
        format: "total %13.2f s   scores %.1f passages/s", wall, Double(documents.count) / scoring))
  }

  /// Seconds the process has computed, over all threads.
  static func processorTime() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}

/// Wall and processor time of named stages.
struct Stopwatch {
  private(set) var entries: [(name: String, wall: Double, cpu: Double)] = []

  mutating func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let wall = Date()
    let cpu = InfluenceBenchmark.processorTime()
    let result = try body()
    entries.append((name, -wall.timeIntervalSinceNow, InfluenceBenchmark.processorTime() - cpu))
    return result
  }

  /// Fits factors, a stage at a time.
  mutating func factors(
    _ model: LanguageModel, _ documents: [[Int32]], _ settings: InfluenceSettings
  ) throws -> Factors {
    var stage = FitStage.covariance
    var wall = Date()
    var cpu = InfluenceBenchmark.processorTime()
    var found: [(String, Double, Double)] = []
    func lap() {
      found.append(
        (stage.rawValue, -wall.timeIntervalSinceNow, InfluenceBenchmark.processorTime() - cpu))
      wall = Date()
      cpu = InfluenceBenchmark.processorTime()
    }
    let factors = try Factors.fit(
      model: model,
      passages: documents.enumerated().map { FactorPassage(tokens: $1, key: UInt64($0)) },
      settings: settings
    ) { next, _, _ in
      if next != stage {
        lap()
        stage = next
      }
    }
    lap()
    entries += found
    return factors
  }
}
