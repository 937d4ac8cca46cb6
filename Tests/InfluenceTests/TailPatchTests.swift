import Influence
import TestSupport
import Testing
import Transformer

/// One training step does what first-order theory says, and scores point the same way.
@Suite struct TailPatchTests {
  @Test(arguments: GoldenWorld.some)
  func theLengthIsFoundForEachPassage(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let query = GoldenWorld.query(golden.questionSegments[0])
    let passages = Array(golden.documentTokens.prefix(10))
    let patch = TailPatch(model: model, threads: 2)
    let changes = try patch.changes(of: query, passages: passages)
    // The passage's own loss falls by what its gradient predicts, within a fifth, and not by nothing.
    for change in changes {
      #expect(change.isLinear && change.predicted > 1e-3)
      #expect(abs(change.fell - change.predicted) <= 0.2 * change.predicted)
      let square = change.gradientNorm * change.gradientNorm
      #expect(abs(change.rate * square - change.predicted) < 1e-9)
    }
    // Undone every time: the same again, whatever is computed beside it.
    #expect(
      try TailPatch(model: model, threads: 1).changes(of: query, passages: passages) == changes)
    // Training on the question itself makes it likelier.
    let own = try patch.changes(of: query, passages: [query.tokens])
    #expect(own[0].rises.allSatisfy { $0 > 0 })
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
      let changes = try patch.changes(of: query, passages: documents)
      for step in query.steps.indices {
        let own = Array(scores.row(row))
        let order = documents.indices.sorted { own[$0] > own[$1] }
        for passage in order.prefix(3) where changes[passage].rises[step] > 0 { raised += 1 }
        func mean(_ passages: ArraySlice<Int>) -> Double {
          passages.reduce(0.0) { $0 + changes[$1].slopes[step] } / Double(passages.count)
        }
        if mean(order.prefix(3)) > mean(order.suffix(3)) { told += 1 }
        row += 1
      }
    }
    // 12 steps, three passages at the top: far more often than not, and more than those at the bottom.
    #expect(raised >= 30)
    #expect(told >= 11)
  }

  /// A loss `slope·x − curvature·x²/2` along the step: short enough is where the second term is small.
  @Test(arguments: [0.0, 1, 40, -40])
  func theStepIsHalvedUntilTheLossFallsAsPredicted(curvature: Double) {
    let (found, square) = (
      StepLength.find(squaredNorm: 4) { rate in 4 * rate - curvature * rate * rate / 2 * 16 }, 4.0
    )
    #expect(abs(found.rate * square - found.predicted) < 1e-12)
    #expect(abs(found.fell - found.predicted) <= 0.2 * found.predicted)
    // Not shorter than need be: twice the step would have been too long, or is the first.
    let twice = 2 * found.rate
    let fell = 4 * twice - curvature * twice * twice / 2 * 16
    #expect(
      found.predicted == StepLength.firstFall
        || !StepLength.agree(fell, 2 * found.predicted))
  }

  @Test func aLossThatNeverFallsIsSaidToBeSo() {
    let found = StepLength.find(squaredNorm: 1) { _ in -1 }
    #expect(!StepLength.agree(found.fell, found.predicted))
    #expect(found.predicted > 0)
    let flat = StepLength.find(squaredNorm: 0) { _ in 0 }
    #expect(flat.rate == 0)
  }
}
