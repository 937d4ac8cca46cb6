import Influence
import LinearAlgebra
import RunModel
import TestSupport
import Testing
import Transformer

/// Influence is linear in the query: a combination of stored scores is the score of the combined gradient.
@Suite struct ContrastTests {
  @Test(arguments: GoldenWorld.some)
  func aContrastOfScoresIsTheScoreOfTheContrastedGradient(family: String) throws {
    let settings = InfluenceSettings(labels: .data, threads: 2, packTokens: 300)
    let world = try GoldenWorld(family, settings)
    let documents = world.golden.documentTokens
    let scores = try world.score(documents)
    // Mean of the first two steps less a third one.
    let weights: [(row: Int, factor: Float)] = [(0, 0.5), (1, 0.5), (2, -1)]
    let stored = documents.indices.map { column in
      weights.reduce(0.0) { $0 + Double($1.factor) * Double(Array(scores.row($1.row))[column]) }
    }
    let direct = world.steps.combined(weights)
    let scored = try PassageScorer(model: world.model, steps: direct, settings: settings)
      .score(documents)
    #expect(relativeDifference(scored.scores.map(Double.init), stored) < 1e-5)
  }
}
