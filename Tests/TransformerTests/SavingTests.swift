import Foundation
import LinearAlgebra
import Safetensors
import TestSupport
import Testing
import Transformer

@Suite struct SavingTests {
  private func folder() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  }

  private func logits(_ model: LanguageModel, _ tokens: [Int32]) -> [Float] {
    let buffers = ActivationBuffers(model)
    model.forward(TokenPack([tokens]), buffers)
    return model.logits(buffers, rows: 0..<tokens.count).values()
  }

  @Test(arguments: Golden.families)
  func aSavedModelIsTheSameModel(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path)
    let again = try LanguageModel(directory: path)
    let tokens = golden.documentTokens[0]
    #expect(logits(again, tokens) == logits(model, tokens))
  }

  @Test func halfTheBytesKeepThreeDigits() throws {
    let golden = try Golden("llama")
    let model = try LanguageModel(directory: golden.checkpoint)
    let path = folder()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path, as: .bf16)
    let again = try LanguageModel(directory: path)
    let worst = (0..<model.arena.count).reduce(Float(0)) { worst, index in
      let (a, b) = (model.arena[index], again.arena[index])
      return max(worst, abs(a - b) / max(abs(a), 1e-20))
    }
    #expect(worst > 0 && worst <= 1.0 / 256)
  }

  @Test func aSeedMakesAModel() throws {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 300, width: 64, layers: 8, heads: 4, feedForwardWidth: 96, contextLength: 64)
    let model = LanguageModel.randomlyInitialised(configuration: configuration, seed: 1)
    func values(_ name: String, _ model: LanguageModel) throws -> [Double] {
      let slot = try #require(model.layout.slots.first { $0.name == name })
      return (0..<slot.count).map { Double(model.arena[slot.offset + $0]) }
    }
    func deviation(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    let down = try values("model.layers.3.mlp.down_proj.weight", model)
    let up = try values("model.layers.3.mlp.up_proj.weight", model)
    #expect(abs(deviation(up) - 0.02) < 0.001)
    #expect(abs(deviation(down) - 0.005) < 0.0003)
    #expect(abs(up.reduce(0, +) / Double(up.count)) < 0.001)
    #expect(try values("model.norm.weight", model) == Array(repeating: 1, count: 64))
    let same = LanguageModel.randomlyInitialised(configuration: configuration, seed: 1)
    let other = LanguageModel.randomlyInitialised(configuration: configuration, seed: 2)
    #expect(try values("lm_head.weight", same) == values("lm_head.weight", model))
    #expect(try values("lm_head.weight", other) != values("lm_head.weight", model))
    // Neighbouring tensors are drawn apart.
    #expect(
      try values("model.layers.3.mlp.gate_proj.weight", model)
        != values("model.layers.4.mlp.gate_proj.weight", model))
  }
}
