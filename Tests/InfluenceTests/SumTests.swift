import Influence
import RunModel
import TestSupport
import Testing
import Transformer

/// Finer views of a score add up to it.
@Suite struct SumTests {
  static let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)

  @Test(arguments: GoldenWorld.some)
  func modulesAddUp(family: String) throws {
    let world = try GoldenWorld(family, Self.settings)
    let documents = world.golden.documentTokens
    let whole = try world.score(documents)
    let parts = try world.score(documents, perModule: true)
    let sums = whole.scores.indices.map { index in
      parts.moduleScores.reduce(0.0) { $0 + Double($1[index]) }
    }
    #expect(relativeDifference(sums, whole.scores.map(Double.init)) < 1e-5)
    var halves = [Double](repeating: 0, count: sums.count)
    for selection in [ModuleSelection.mlp, .attention] {
      var settings = Self.settings
      settings.modules = selection
      let scores = try GoldenWorld(family, settings).score(documents)
      for index in halves.indices { halves[index] += Double(scores.scores[index]) }
    }
    #expect(relativeDifference(halves, whole.scores.map(Double.init)) < 1e-4)
  }

  @Test(arguments: GoldenWorld.some)
  func stepsAddUp(family: String) throws {
    let world = try GoldenWorld(family, Self.settings)
    let steps = world.golden.questionSegments.map(GoldenWorld.query)
    let whole = try PreconditionedSteps(
      model: world.model, factors: world.factors,
      queries: steps.map {
        StepQuery(
          tokens: $0.tokens,
          steps: [($0.steps.first?.lowerBound ?? 1)..<($0.steps.last?.upperBound ?? 1)])
      }, settings: Self.settings)
    let documents = world.golden.documentTokens
    let completions = try PassageScorer(model: world.model, steps: whole, settings: Self.settings)
      .score(documents)
    let scores = try world.score(documents)
    var sums: [Double] = []
    var row = 0
    for query in steps {
      for document in documents.indices {
        sums.append(
          query.steps.indices.reduce(0.0) {
            $0 + Double(scores.row(row + $1)[(row + $1) * documents.count + document])
          })
      }
      row += query.steps.count
    }
    #expect(relativeDifference(sums, completions.scores.map(Double.init)) < 1e-5)
    #expect(abs(whole.nats.reduce(0, +) - world.steps.nats.reduce(0, +)) < 1e-3)
  }

  @Test(arguments: GoldenWorld.some)
  func tokensAddUp(family: String) throws {
    let world = try GoldenWorld(family, Self.settings)
    let documents = Array(world.golden.documentTokens.prefix(3))
    let scorer = PassageScorer(model: world.model, steps: world.steps, settings: Self.settings)
    let scores = try scorer.score(documents)
    let size = scores.scores.map { abs($0) }.max() ?? 0
    for (index, document) in documents.enumerated() {
      for step in [0, 4, 11] {
        let score = scores.scores[step * documents.count + index]
        let heat = try scorer.tokenHeat(passage: document, step: step)
        #expect(heat.count == document.count)
        #expect(abs(heat.reduce(0, +) - score) < 1e-4 * size)
        let other = try scorer.stepTokenHeat(passage: document, step: step)
        #expect(abs(other.reduce(0, +) - score) < 2e-4 * size)
      }
    }
  }

  @Test func heatStaysWithinTheStep() throws {
    let world = try GoldenWorld("llama", Self.settings)
    let scorer = PassageScorer(model: world.model, steps: world.steps, settings: Self.settings)
    let document = world.golden.documentTokens[0]
    let query = GoldenWorld.query(world.golden.questionSegments[0])
    let heat = try scorer.stepTokenHeat(passage: document, step: 0)
    #expect(heat.count == query.tokens.count)
    // Nothing flows back from the future: the step's last token is predicted one position earlier.
    #expect(heat[(query.steps[0].upperBound - 1)...].allSatisfy { $0 == 0 })
    // A passage's last position predicts nothing.
    #expect(try scorer.tokenHeat(passage: document, step: 0).last == 0)
  }
}
