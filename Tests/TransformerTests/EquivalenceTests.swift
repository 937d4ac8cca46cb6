import LinearAlgebra
import TestSupport
import Testing
import Transformer

/// Ways of computing the same thing, in every family.
@Suite struct EquivalenceTests {
  private func logits(_ model: LanguageModel, _ pack: TokenPack) -> Matrix {
    let buffers = ActivationBuffers(model)
    model.forward(pack, buffers)
    return model.logits(buffers, rows: 0..<pack.count)
  }

  @Test(arguments: Golden.families)
  func aPackIsItsSequences(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let sequences = Array(golden.documentTokens.prefix(4)) + [[7]]
    let pack = TokenPack(sequences)
    let together = logits(model, pack)
    let packed = Gradients(model, pack).analytic()
    let summed = FloatStorage(count: packed.count)
    for (index, sequence) in sequences.enumerated() {
      let alone = logits(model, TokenPack([sequence])).values().map(Double.init)
      let own = together.rows(pack.rows(index)).values().map(Double.init)
      #expect(relativeDifference(own, alone) < 1e-5)
      guard sequence.count > 1 else { continue }
      let gradients = Gradients(model, TokenPack([sequence])).analytic()
      summed.vector.add(gradients.vector)
    }
    func doubles(_ storage: FloatStorage) -> [Double] {
      storage.vector.elements.map(Double.init)
    }
    #expect(relativeDifference(doubles(packed), doubles(summed)) < 1e-5)
  }

  /// Buffers that have seen longer packs compute the same.
  @Test func aUsedWorkspaceIsAsGoodAsNew() throws {
    let golden = try Golden("gemma2")
    let model = try LanguageModel(directory: golden.checkpoint)
    let buffers = ActivationBuffers(model)
    model.forward(TokenPack(golden.documentTokens), buffers)
    let tokens = golden.documentTokens[2]
    model.forward(TokenPack([tokens]), buffers)
    let used = model.logits(buffers, rows: 0..<tokens.count).values()
    #expect(used == logits(model, TokenPack([tokens])).values())
  }

  @Test(arguments: Golden.families)
  func greedyGenerationIsTheLikeliestTokenOfAFullPass(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    let prompt = Array(golden.documentTokens[0].prefix(9))
    let (tokens, reason) = try model.generate(prompt: prompt, maximumTokens: 40, stop: [])
    #expect(tokens.count == 40 && reason == .maximumTokens)
    let whole = logits(model, TokenPack([prompt + tokens]))
    for (index, token) in tokens.enumerated() {
      let row = Array(whole.row(prompt.count - 1 + index))
      let best = try #require(row.max())
      #expect(row[Int(token)] > best - 1e-4)
    }
  }

  /// Two layers with a window of three see four tokens back, and no further.
  @Test func aSlidingWindowHidesWhatLiesBeforeIt() throws {
    let model = try Variants.model(Golden("llama")) { $0.windows = [3, 3] }
    var random = RandomSource(seed: 1)
    let tokens = (0..<150).map { _ in Int32.random(in: 0..<300, using: &random) }
    let before = logits(model, TokenPack([tokens]))
    // Inside a block of attention rows and at the edge of one.
    for place in [20, 63, 64, 127] {
      var changed = tokens
      changed[place] = (changed[place] + 1) % 300
      let after = logits(model, TokenPack([changed]))
      for row in 0..<tokens.count {
        let differs = zip(before.row(row), after.row(row)).contains { abs($0 - $1) > 1e-5 }
        #expect(differs == (place...place + 4).contains(row), "token \(place), row \(row)")
      }
    }
  }

  @Test func nothingSeesTheFuture() throws {
    let golden = try Golden("qwen2")
    let model = try LanguageModel(directory: golden.checkpoint)
    let tokens = Array(golden.documentTokens.flatMap { $0 }.prefix(200))
    let whole = logits(model, TokenPack([tokens]))
    let part = logits(model, TokenPack([Array(tokens.prefix(130))]))
    let own = whole.rows(0..<130).values().map(Double.init)
    #expect(relativeDifference(own, part.values().map(Double.init)) < 1e-5)
  }
}
