import Foundation
import Influence
import Transformer

/// How fast an index of many passages is read from end to end for one question.
///
/// The coordinates of the passages that there are stand for as many as are asked for; only their number
/// and their bytes decide the time.
enum IndexScan {
  static func run(
    _ model: LanguageModel, _ tokens: InfluenceBenchmark.Tokens, _ settings: InfluenceSettings,
    passages: Int
  ) throws {
    let documents = tokens.documents.filter { $0.count > 1 }
    var clock = Stopwatch()
    let factors = try clock.factors(model, Array(documents.prefix(200)), settings)
    let plan = IndexPlan(model: model, settings: settings, passages: passages)
    let basis = try clock.time("basis") {
      try GradientBasis.make(
        plan, model: model, factors: factors, landmarks: Array(documents.prefix(plan.landmarks)),
        settings: settings)
    }
    let none = try PreconditionedSteps(
      model: model, factors: factors, queries: [], settings: settings)
    let block = Array(documents.prefix(1_024))
    let coordinates = try clock.time("coordinates") {
      try PassageScorer(model: model, steps: none, settings: settings, basis: basis).score(block)
        .coordinates
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "index-scan-\(getpid())")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try basis.write(to: folder, fingerprint: "")
    for first in stride(from: 0, to: passages, by: block.count) {
      let count = min(block.count, passages - first)
      try GradientIndex.writeBlock(
        directory: folder, first: first, basis: basis,
        coordinates: Array(coordinates.prefix(count * basis.components)), fingerprint: "")
    }
    let index = try clock.time("open and check") {
      try GradientIndex(
        directory: folder, basis: basis, passageCount: passages, fingerprint: "")
    }
    let query = tokens.queries[0]
    let steps = try clock.time("query") {
      try basis.coordinates(
        model: model,
        queries: [StepQuery(tokens: query.tokens, steps: query.steps.map { $0[0]..<$0[1] })]
      ).coordinates
    }
    for name in ["first scan", "scan, warm", "scan, warm", "scan, warm"] {
      _ = try clock.time(name) { try index.scores(steps, threads: settings.threads) }
    }
    let bytes = GradientIndex.bytesPerPassage(components: basis.components)
    print(
      "\(passages) passages of \(bytes) bytes, \(basis.learned) directions, \(steps.count) steps, \(settings.threads) threads"
    )
    for entry in clock.entries {
      print(
        String(
          format: "  %@ %8.3f s", entry.name.padding(toLength: 16, withPad: " ", startingAt: 0),
          entry.wall))
    }
  }
}
