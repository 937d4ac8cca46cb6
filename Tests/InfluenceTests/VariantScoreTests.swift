import Foundation
import Influence
import LinearAlgebra
import RunModel
import TestSupport
import Testing
import Transformer

/// Two further configurations of every family against `transformers` and kronfluence in float64:
/// `Tests/Scripts/record_golden.py variants`.
@Suite struct VariantScoreTests {
  struct Recorded {
    let seed: UInt64
    let documents: [[Int32]]
    let questions: [[[Int32]]]
    let variants: [[String: Any]]

    init() throws {
      let path = URL(fileURLWithPath: Golden.folder + "/variants.json")
      let object = try JSONSerialization.jsonObject(with: Data(contentsOf: path))
      let values = try #require(object as? [String: Any])
      seed = UInt64(try #require(values["seed"] as? Int))
      documents = try #require(values["documents"] as? [[Int]]).map { $0.map(Int32.init) }
      questions = try #require(values["questions"] as? [[[Int]]]).map {
        $0.map { $0.map(Int32.init) }
      }
      variants = try #require(values["variants"] as? [[String: Any]])
    }
  }

  @Test(arguments: ModelConfiguration.knownFamilies)
  func lossesLogitsAndScoresAgree(family: String) throws {
    let recorded = try Recorded()
    var count = 0
    for variant in recorded.variants {
      let config = try #require(variant["config"] as? [String: Any])
      guard config["model_type"] as? String == family else { continue }
      count += 1
      let name = "\(variant["change"] ?? "")"
      let model = try model(config, family, recorded.seed)
      let buffers = ActivationBuffers(model)
      let first = recorded.documents[0]
      model.forward(TokenPack([first]), buffers)
      let logits = model.logits(buffers, rows: first.count - 1..<first.count).values()
      let expected = try #require(variant["last_logits"] as? [Double])
      #expect(relativeDifference(logits.map(Double.init), expected) < 1e-5, "\(name)")

      let pack = TokenPack(recorded.documents)
      model.forward(pack, buffers)
      let losses = model.loss(.given(pack.nextTokens), buffers)
      let sums = (0..<pack.sequenceCount).map { document in
        pack.rows(document).reduce(0.0) { $0 + Double(losses[$1]) }
      }
      let references = try #require(variant["document_loss_sum"] as? [Double])
      for (sum, reference) in zip(sums, references) {
        #expect(abs(sum - reference) < 1e-5 * reference, "\(name)")
      }
      try checkScores(model, recorded, variant, name)
    }
    #expect(count >= 2)
  }

  private func model(_ config: [String: Any], _ family: String, _ seed: UInt64) throws
    -> LanguageModel
  {
    let json = try JSONSerialization.data(withJSONObject: config)
    let model = LanguageModel(
      configuration: try ModelConfiguration(json: json, path: "config.json"))
    for slot in model.layout.slots {
      let values = NamedWeights.values(slot.name, shape: slot.shape, family: family, seed: seed)
      for (index, value) in values.enumerated() {
        let width = slot.shape[slot.shape.count - 1]
        let (row, column) = (index / width, index % width)
        let place = slot.transposed ? column * slot.shape[0] + row : index
        model.arena[slot.offset + place] = value
      }
    }
    return model
  }

  private func checkScores(
    _ model: LanguageModel, _ recorded: Recorded, _ variant: [String: Any], _ name: String
  ) throws {
    let settings = InfluenceSettings(
      strategy: .ekfac, damping: .relativeToMean(0.1), labels: .data, threads: 2, packTokens: 200)
    let factors = try Factors.fit(
      model: model, passages: GoldenWorld.factorPassages(recorded.documents), settings: settings)
    let steps = try PreconditionedSteps(
      model: model, factors: factors, queries: recorded.questions.map(GoldenWorld.query),
      settings: settings)
    let scores = try PassageScorer(model: model, steps: steps, settings: settings)
      .score(recorded.documents, perModule: false)
    let all = try #require(variant["scores"] as? [String: [String: Any]])
    let expected = try #require(all["damping_0.1_mean"]?["total"] as? [[Double]])
    let difference = relativeDifference(scores.scores.map(Double.init), expected.flatMap { $0 })
    #expect(difference < 1e-4, "\(name)")
    let nats = try #require(variant["step_loss_sum"] as? [[Double]]).flatMap { $0 }
    for (own, reference) in zip(steps.nats, nats) {
      #expect(abs(own - reference) < 1e-5 * reference, "\(name)")
    }
  }
}
