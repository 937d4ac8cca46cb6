import Foundation
import Influence
import Transformer

/// How well a gradient index orders passages before any is scored exactly.
///
/// Passages that taught the basis its directions are reported apart from those that did not.
enum IndexQuality {
  static func run(
    _ model: LanguageModel, _ tokens: InfluenceBenchmark.Tokens, _ settings: InfluenceSettings,
    components: [Int], landmarks: Int, factorPassages: Int
  ) throws {
    let documents = tokens.documents.filter { $0.count > 1 }
    let queries = tokens.queries.map { query in
      StepQuery(tokens: query.tokens, steps: query.steps.map { $0[0]..<$0[1] })
    }
    // A fixed stride is as good as a draw where the corpus is shuffled.
    let order = documents.indices.sorted { mixed(UInt64($0)) < mixed(UInt64($1)) }
    let taught = Set(order.prefix(landmarks))
    var clock = Stopwatch()
    let factors = try clock.factors(
      model, order.suffix(factorPassages).map { documents[$0] }, settings)
    let steps = try clock.time("steps") {
      try PreconditionedSteps(model: model, factors: factors, queries: queries, settings: settings)
    }
    let exact = try clock.time("exact scores") {
      try PassageScorer(model: model, steps: steps, settings: settings).score(documents)
    }
    print(
      "\(documents.count) passages, \(steps.count) steps, \(taught.count) landmarks, "
        + "\(factorPassages) factor passages")
    for entry in clock.entries { print(String(format: "  %-14@ %8.1f s", entry.name, entry.wall)) }
    for count in components {
      for rank in [32, 64] {
        var wish = IndexPlan.Wish()
        wish.components = count
        wish.landmarks = landmarks
        wish.rank = rank
        wish.memory = 4 << 30

        let taught = Set(order.prefix(landmarks))
        let outside = documents.indices.filter { !taught.contains($0) }
        var timer = Stopwatch()
        let basis = try timer.time("fit") {
          try GradientBasis.make(
            IndexPlan(model: model, settings: settings, passages: documents.count, wish: wish),
            model: model, factors: factors,
            landmarks: order.prefix(landmarks).map { documents[$0] },
            settings: settings)
        }
        let none = try PreconditionedSteps(
          model: model, factors: factors, queries: [], settings: settings)
        let coordinates = try timer.time("coordinates") {
          try PassageScorer(model: model, steps: none, settings: settings, basis: basis)
            .score(documents).coordinates
        }
        let (own, _) = try timer.time("query") {
          try basis.coordinates(model: model, queries: queries)
        }
        let folder = NSTemporaryDirectory() + "index-quality"
        try? FileManager.default.removeItem(atPath: folder)
        try basis.write(to: folder, fingerprint: "")
        try GradientIndex.writeBlock(
          directory: folder, first: 0, basis: basis, coordinates: coordinates, fingerprint: "")
        let index = try GradientIndex(
          directory: folder, basis: basis, passageCount: documents.count, fingerprint: "")
        let coarse = try index.scores(own, threads: 2)
        let bytes =
          (try FileManager.default.attributesOfItem(atPath: folder + "/basis.stemma")[.size] as? Int)
          ?? 0
        print(
          String(
            format:
              "rank %d, directions %d, k = %d: basis %.0f MB, %.0f %% of the landmarks' gradients; ",
            rank, count, basis.components,
            Double(bytes) / 1e6, 100 * (basis.captured ?? 0))
            + timer.entries.map { String(format: "%@ %.1f s", $0.name, $0.wall) }
            .joined(separator: ", "))
        report("  all passages    ", exact, coarse, Array(documents.indices))
        report("  outside landmarks", exact, coarse, outside)
      }
    }
  }

  private static func report(
    _ name: String, _ exact: PassageScores, _ coarse: [[Float]], _ passages: [Int]
  ) {
    var overlap = 0.0
    var found = [0.0, 0.0, 0.0]
    let shares = [0.05, 0.1, 0.2]
    for step in 0..<exact.stepCount {
      let row = Array(exact.row(step))
      let truth = passages.sorted { row[$0] > row[$1] }
      let guess = passages.sorted { coarse[step][$0] > coarse[step][$1] }
      overlap += Double(Set(truth.prefix(50)).intersection(guess.prefix(50)).count) / 50
      for (index, share) in shares.enumerated() {
        let head = Set(guess.prefix(Int(share * Double(passages.count))))
        found[index] += Double(head.intersection(truth.prefix(10)).count) / 10
      }
    }
    let count = Double(exact.stepCount)
    print(
      String(
        format:
          "%@ top-50 overlap %.2f; exact top 10 in coarse top 5 / 10 / 20 %%: %.2f / %.2f / %.2f",
        name, overlap / count, found[0] / count, found[1] / count, found[2] / count))
  }
}
