import Engine
import TestSupport
import Testing

/// What a random sample says of the missing top is nearly what is missing.
@Suite struct RecallEstimateTests {
  @Test(arguments: [Float(0.1), 0.5, 2]) func estimateIsNearlyTheTruth(noise: Float) {
    var random = RandomSource(seed: 3)
    func draw() -> Float {
      (0..<12).reduce(-6) { sum, _ in sum + .random(in: 0..<1, using: &random) }
    }
    let (count, steps, depth) = (2_000, 40, 60)
    let sample = Array(0..<100)
    var estimate = RecallEstimate(sample: sample)
    var found = 0
    for _ in 0..<steps {
      let coarse = (0..<count).map { _ in draw() }
      let truth = coarse.map { $0 + noise * draw() }
      let order = coarse.indices.sorted { coarse[$0] > coarse[$1] }
      let scored = Set(sample + order.prefix(depth) + order.suffix(depth))
      estimate.add(
        exact: truth.indices.map { scored.contains($0) ? truth[$0] : .nan }, coarse: coarse)
      let best = truth.indices.sorted { truth[$0] > truth[$1] }.prefix(10)
      found += best.count(where: scored.contains)
    }
    let share = Double(found) / Double(10 * steps)
    let recall = estimate.recall ?? -1
    #expect(abs(recall - share) < 0.1, "\(recall) for \(share)")
    #expect(estimate.steps == steps && estimate.exactShare > 0.1 && estimate.exactShare < 0.12)
  }

  @Test func nothingExactSaysNothing() {
    var estimate = RecallEstimate(sample: [0, 1])
    #expect(estimate.recall == nil)
    estimate.add(exact: [.nan, .nan, .nan], coarse: [1, 2, 3])
    #expect(estimate.recall == nil && estimate.exactShare == 0)
  }
}
