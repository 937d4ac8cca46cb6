import Influence
import RunModel
import TestSupport
import Testing
import Transformer

/// What must not matter does not: packing, order, threads, blocks.
@Suite struct InvarianceTests {
  static let settings = InfluenceSettings(
    labels: .sampled(seed: 7), threads: 2, packTokens: 300)

  private func whole(_ settings: InfluenceSettings) throws -> PassageScores {
    let world = try GoldenWorld("gpt2", settings)
    return try world.score(world.golden.documentTokens)
  }

  private func difference(_ left: [Float], _ right: [Float]) -> Double {
    relativeDifference(left.map(Double.init), right.map(Double.init))
  }

  @Test(arguments: [1, 64, 5000]) func packing(tokens: Int) throws {
    var settings = Self.settings
    settings.packTokens = tokens
    let one = try whole(Self.settings)
    let other = try whole(settings)
    #expect(difference(other.scores, one.scores) < 2e-5)
    #expect(difference(other.gradientNorms, one.gradientNorms) < 1e-5)
  }

  @Test(arguments: [1, 3, 4]) func threads(count: Int) throws {
    var settings = Self.settings
    settings.threads = count
    #expect(try difference(whole(settings).scores, whole(Self.settings).scores) < 2e-5)
  }

  @Test func threadsOfAProduct() throws {
    var settings = Self.settings
    settings.productThreads = 2
    #expect(try difference(whole(settings).scores, whole(Self.settings).scores) < 2e-5)
  }

  @Test func order() throws {
    let world = try GoldenWorld("gpt2", Self.settings)
    let documents = world.golden.documentTokens
    let forward = try world.score(documents)
    let backward = try world.score(documents.reversed())
    for step in 0..<forward.stepCount {
      #expect(difference(backward.row(step).reversed(), Array(forward.row(step))) < 1e-5)
    }
    // The factor sample's order matters by rounding only: labels follow the passages' keys.
    let factors = try Factors.fit(
      model: world.model, passages: GoldenWorld.factorPassages(documents).reversed(),
      settings: Self.settings)
    let steps = try PreconditionedSteps(
      model: world.model, factors: factors,
      queries: world.golden.questionSegments.map(GoldenWorld.query), settings: Self.settings)
    let scores = try PassageScorer(model: world.model, steps: steps, settings: Self.settings)
      .score(documents)
    #expect(difference(scores.scores, forward.scores) < 2e-5)
  }

  @Test func blocks() throws {
    let world = try GoldenWorld("gpt2", Self.settings)
    let documents = world.golden.documentTokens
    let scorer = PassageScorer(model: world.model, steps: world.steps, settings: Self.settings)
    let whole = try scorer.score(documents)
    let halves = try [0..<11, 11..<24].map { try scorer.score(Array(documents[$0])) }
    for step in 0..<whole.stepCount {
      #expect(difference(halves.flatMap { $0.row(step) }, Array(whole.row(step))) < 1e-5)
    }
    // Computed twice, the same bits.
    #expect(try scorer.score(documents).scores == whole.scores)
  }

  @Test func seedsOfSampledLabelsMatter() throws {
    var settings = Self.settings
    settings.labels = .sampled(seed: 8)
    #expect(try difference(whole(settings).scores, whole(Self.settings).scores) > 1e-3)
  }

  @Test func badInputIsNamed() throws {
    let world = try GoldenWorld("llama", Self.settings)
    func refusal(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "accepted"
      } catch { return "\(error)" }
    }
    let fine = world.golden.documentTokens[0]
    #expect(refusal { _ = try world.score([fine, []]) }.contains("passage 2 has no tokens"))
    #expect(refusal { _ = try world.score([fine, [-1]]) }.contains("passage 2 holds token -1"))
    let long = [Int32](repeating: 5, count: 257)
    #expect(refusal { _ = try world.score([long]) }.contains("257 tokens"))
    #expect(
      refusal {
        _ = try PreconditionedSteps(
          model: world.model, factors: world.factors,
          queries: [StepQuery(tokens: fine, steps: [0..<2])], settings: Self.settings)
      }.contains("step 1 of question 1"))
    #expect(
      refusal {
        _ = try PreconditionedSteps(
          model: world.model, factors: nil, queries: [], settings: Self.settings)
      }.contains("needs factors"))
    // One token predicts nothing, so it influences nothing.
    let single = try world.score([[5]])
    #expect(single.scores.allSatisfy { $0 == 0 } && single.gradientNorms == [0])
    #expect(try world.score([]).scores.isEmpty)
  }
}
