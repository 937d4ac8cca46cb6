import Influence
import TestSupport
import Testing
import Transformer

/// One training step does what first-order theory says, and scores point the same way.
@Suite struct TailPatchTests {
  @Test(arguments: GoldenWorld.some)
  func smallStepsFollowTheGradients(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let query = GoldenWorld.query(golden.questionSegments[0])
    let passages = Array(golden.documentTokens.prefix(10))
    let patch = TailPatch(model: model, threads: 2)
    let small = try patch.changes(of: query, passages: passages, share: 5e-4)
    let smaller = try patch.changes(of: query, passages: passages, share: 2.5e-4)
    // Half the step, half the change.
    #expect(abs(small.rate / smaller.rate - 2) < 1e-6)
    let halves = smaller.rises.flatMap { $0 }.map { 2 * $0 }
    #expect(relativeDifference(halves, small.rises.flatMap { $0 }) < 0.3)
    // Undone every time: the same again.
    let again = try patch.changes(of: query, passages: passages, share: 5e-4)
    #expect(relativeDifference(again.rises.flatMap { $0 }, small.rises.flatMap { $0 }) < 1e-6)
    // Training on the question itself makes it likelier.
    let own = try patch.changes(of: query, passages: [query.tokens])
    #expect(own.rises[0].allSatisfy { $0 > 0 })
  }

  @Test(arguments: GoldenWorld.some)
  func theSignOfScoresIsRight(family: String) throws {
    let settings = InfluenceSettings(labels: .data, threads: 2)
    let world = try GoldenWorld(family, settings)
    let documents = world.golden.documentTokens
    let scores = try world.score(documents)
    let patch = TailPatch(model: world.model, threads: 2)
    var row = 0
    var raised = 0
    var told = 0
    for segments in world.golden.questionSegments {
      let query = GoldenWorld.query(segments)
      let changes = try patch.changes(of: query, passages: documents, share: 5e-4)
      for step in query.steps.indices {
        let own = Array(scores.row(row))
        let order = documents.indices.sorted { own[$0] > own[$1] }
        for passage in order.prefix(3) where changes.rises[passage][step] > 0 { raised += 1 }
        func mean(_ passages: ArraySlice<Int>) -> Double {
          passages.reduce(0.0) { $0 + changes.rises[$1][step] } / Double(passages.count)
        }
        if mean(order.prefix(3)) > mean(order.suffix(3)) { told += 1 }
        row += 1
      }
    }
    // 12 steps, three passages at the top: far more often than not, and more than those at the bottom.
    #expect(raised >= 30)
    #expect(told >= 11)
  }
}
