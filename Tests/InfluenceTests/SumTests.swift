import Influence
import LinearAlgebra
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

  /// Tokens by their losses add up to the score, each being the score of its own loss alone.
  @Test(arguments: GoldenWorld.some)
  func lossesAddUp(family: String) throws {
    let world = try GoldenWorld(family, Self.settings)
    let documents = Array(world.golden.documentTokens.prefix(2))
    let scorer = PassageScorer(model: world.model, steps: world.steps, settings: Self.settings)
    let scores = try scorer.score(documents)
    let size = scores.scores.map { abs($0) }.max() ?? 0
    for (index, document) in documents.enumerated() {
      for step in [0, 4, 11] {
        let score = scores.scores[step * documents.count + index]
        let heat = try #require(try scorer.losses(passage: document, step: step))
        #expect(heat.passage.count == document.count && heat.passage[0] == 0)
        #expect(abs(heat.passage.reduce(0, +) - score) < 1e-4 * size)
        #expect(abs(heat.step.reduce(0, +) - score) < 2e-4 * size)
      }
    }
    // A step of one token has that token's influence, whatever else its step held.
    let query = GoldenWorld.query(world.golden.questionSegments[0])
    let tokens = query.steps[0].map { $0..<$0 + 1 }
    let single = try PreconditionedSteps(
      model: world.model, factors: world.factors,
      queries: [StepQuery(tokens: query.tokens, steps: tokens)], settings: Self.settings)
    let alone = try PassageScorer(model: world.model, steps: single, settings: Self.settings)
      .score([documents[0]])
    let shares = try #require(try scorer.losses(passage: documents[0], step: 0)).step
    #expect(shares.count == tokens.count)
    #expect(relativeDifference(shares.map(Double.init), alone.scores.map(Double.init)) < 1e-3)
  }

  /// By finite differences: moving the parameters along the step's preconditioned gradient changes each
  /// predicted token's loss by its share.
  @Test func lossesAreDerivatives() throws {
    var settings = Self.settings
    settings.strategy = .identity
    let world = try GoldenWorld("llama", settings)
    let document = world.golden.documentTokens[0]
    let scorer = PassageScorer(model: world.model, steps: world.steps, settings: settings)
    let heat = try #require(try scorer.losses(passage: document, step: 0)).passage
    // Without an inverse the direction is the step's own gradient.
    let query = GoldenWorld.query(world.golden.questionSegments[0])
    let model = try LanguageModel(directory: world.golden.checkpoint)
    let gradients = FloatStorage(count: model.layout.size)
    let buffers = ActivationBuffers(model)
    var labels = [Int32](repeating: -1, count: query.tokens.count)
    for token in query.steps[0] { labels[token - 1] = query.tokens[token] }
    let final = Matrix(rows: query.tokens.count, columns: model.configuration.width)
    model.forward(TokenPack([query.tokens]), buffers)
    _ = model.loss(.given(labels), buffers, finalGradient: final)
    model.backward(final, buffers, visitor: nil, gradients: gradients)
    let names = Set(model.trackedModules.map { $0.name + ".weight" })
    let tracked = model.layout.slots.filter { names.contains($0.name) }
    #expect(tracked.count == names.count)
    func weights(_ slot: ParameterSlot, of storage: FloatStorage) -> Matrix {
      storage.vector(slot.offset, count: slot.count)
    }
    func losses(_ step: Double) -> [Double] {
      let moved = LanguageModel(configuration: model.configuration)
      moved.arena.vector.add(model.arena.vector)
      for slot in tracked {
        weights(slot, of: moved.arena).add(weights(slot, of: gradients), factor: Float(step))
      }
      let own = ActivationBuffers(moved)
      let pack = TokenPack([document])
      moved.forward(pack, own)
      return [0] + moved.loss(.given(pack.nextTokens), own).dropLast().map(Double.init)
    }
    let norm = tracked.reduce(0.0) { $0 + weights($1, of: gradients).sumOfSquares }
      .squareRoot()
    let step = 1e-2 / norm
    let (up, down) = (losses(step), losses(-step))
    let slopes = zip(up, down).map { ($0 - $1) / (2 * step) }
    #expect(relativeDifference(heat.map(Double.init), slopes) < 1e-2)
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
