import Influence
import RunModel
import TestSupport
import Testing
import Transformer

/// Steps that are kept in less memory score nearly as whole ones do, and everything else follows them.
@Suite struct StepFormTests {
  static let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)

  private func scorer(
    _ world: GoldenWorld, _ forms: [StepForm], _ settings: InfluenceSettings = settings
  ) throws -> PassageScorer {
    let steps = try PreconditionedSteps(
      model: world.model, factors: world.factors,
      queries: world.golden.questionSegments.map(GoldenWorld.query), settings: settings,
      forms: forms)
    return PassageScorer(model: world.model, steps: steps, settings: settings)
  }

  private func difference(_ left: some Sequence<Float>, _ right: some Sequence<Float>) -> Double {
    relativeDifference(left.map(Double.init), right.map(Double.init))
  }

  /// With more columns the error falls, and with as many as the layers have it is gone.
  @Test(arguments: GoldenWorld.some, [Strategy.ekfac, .identity])
  func errorFallsWithRank(family: String, strategy: Strategy) throws {
    var settings = Self.settings
    settings.strategy = strategy
    let world = try GoldenWorld(family, settings)
    let documents = world.golden.documentTokens
    let whole = try world.score(documents)
    let forms: [StepForm] =
      [2, 4, 8, 16].map { .factors(rank: $0, isHalved: false) } + [
        .factors(rank: 16, isHalved: true), .factors(rank: 10_000, isHalved: true), .bytes, .whole,
      ]
    let all = try scorer(world, forms, settings).score(documents)
    #expect(all.stepCount == forms.count * whole.stepCount)
    let size = whole.scores.count
    let errors = forms.indices.map {
      difference(all.scores[$0 * size..<($0 + 1) * size], whole.scores)
    }
    // The gradients of random weights have no steep spectra, so that much is lost.
    #expect(errors[3] < errors[1] && errors[3] < 0.3, "\(errors)")
    // Eight bits of mantissa in either factor.
    #expect(errors[4] < errors[3] + 0.01)
    // Layers that two factors would not make smaller are kept as they are.
    #expect(errors[5] < 1e-5)
    #expect(errors[6] < 0.01 && errors[6] > 0)
    #expect(errors[7] < 1e-5)
  }

  @Test(arguments: [
    StepForm.bytes, .factors(rank: 4, isHalved: true), .factors(rank: 4, isHalved: false),
  ])
  func finerViewsAddUp(form: StepForm) throws {
    let world = try GoldenWorld("gpt2", Self.settings)
    let documents = Array(world.golden.documentTokens.prefix(4))
    let scorer = try scorer(world, [form])
    let whole = try scorer.score(documents)
    let parts = try scorer.score(documents, perModule: true)
    #expect(difference(parts.scores, whole.scores) < 1e-5)
    let size = whole.scores.map { abs($0) }.max() ?? 0
    for step in [0, 5] {
      let heat = try scorer.tokenHeat(passage: documents[1], step: step)
      let score = whole.scores[step * documents.count + 1]
      #expect(abs(heat.reduce(0, +) - score) < 1e-4 * size)
    }
  }

  /// Twice the same bits, whatever stands beside.
  @Test func bitsAreFixed() throws {
    let world = try GoldenWorld("llama", Self.settings)
    let documents = world.golden.documentTokens
    let form = StepForm.factors(rank: 8, isHalved: true)
    let once = try scorer(world, [form]).score(documents)
    let again = try scorer(world, [form]).score(documents)
    #expect(once.scores == again.scores)
    let beside = try scorer(world, [.bytes, form]).score(documents)
    #expect(Array(beside.scores.suffix(once.scores.count)) == once.scores)
  }

  @Test func sizesFollowTheForm() throws {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 16, width: 128, layers: 2, heads: 4, keyValueHeads: 4,
      feedForwardWidth: 384, contextLength: 64, endOfSequence: 0)
    let model = LanguageModel.randomlyInitialised(
      configuration: configuration, seed: 1, deviation: 0.1)
    func bytes(_ form: StepForm) -> Int { form.bytes(model, .all) }
    let widths = 2 * (4 * (128 + 128) + 3 * (128 + 384))
    #expect(bytes(.factors(rank: 16, isHalved: false)) == 4 * 16 * widths)
    #expect(bytes(.factors(rank: 16, isHalved: true)) == 2 * 16 * widths)
    #expect(bytes(.bytes) * 100 < 27 * bytes(.whole) && bytes(.bytes) * 4 > bytes(.whole))
  }

  /// Codes from tokens alone are those from gradients, but for signs that rounding decides.
  @Test(arguments: GoldenWorld.some, [Strategy.ekfac, .identity])
  func codesNeedNoGradients(family: String, strategy: Strategy) throws {
    var settings = Self.settings
    settings.strategy = strategy
    let world = try GoldenWorld(family, settings)
    let documents = world.golden.documentTokens
    let coder = try GradientCoder(
      model: world.model, factors: world.factors, settings: settings, bits: 8_192, rank: 8)
    let scored = try #require(
      try PassageScorer(
        model: world.model, steps: world.steps, settings: settings, coder: coder
      ).score(documents).codes)
    let alone = try PassageSketcher(model: world.model, coder: coder).codes(documents)
    #expect(alone.count == scored.count)
    let differing = zip(alone.words, scored.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    #expect(differing < 8_192 * documents.count / 1_000, "\(differing)")
    #expect(difference(alone.scales, scored.scales) < 1e-4)
    let again = try PassageSketcher(model: world.model, coder: coder).codes(documents)
    #expect(again == alone)
  }

  @Test func sketcherNamesPassages() throws {
    let world = try GoldenWorld("llama", Self.settings)
    let coder = try GradientCoder(
      model: world.model, factors: world.factors, settings: Self.settings, bits: 4_096)
    let sketcher = PassageSketcher(model: world.model, coder: coder)
    do {
      _ = try sketcher.codes([[1, 2], []])
      Issue.record("an empty passage was taken")
    } catch let error as InfluenceError {
      #expect(error.problem.contains("passage 2"))
    }
  }
}
