import LinearAlgebra
import TestSupport
import Testing
import Transformer

/// The backward pass against differences of the loss, tensor by tensor.
@Suite struct BackwardTests {
  /// Checks the largest gradients and some others of every tensor.
  private func check(_ model: LanguageModel, _ pack: TokenPack, _ label: String) {
    let gradients = Gradients(model, pack)
    let analytic = gradients.analytic()
    var random = RandomSource(seed: 11)
    for slot in model.layout.slots {
      let own = (slot.offset..<slot.offset + slot.count).map { Double(analytic[$0]) }
      let order = own.indices.sorted { abs(own[$0]) > abs(own[$1]) }
      let largest = abs(own[order[0]])
      #expect(largest > 0, "\(label): \(slot.name) has no gradient")
      let others = (0..<2).map { _ in own.indices.randomElement(using: &random) ?? 0 }
      let chosen = Array(order.prefix(2)) + others
      for index in chosen {
        // A step across the kink of a clamp or a relu says nothing; a shorter one may not cross it.
        let numeric = [1e-2, 2e-3, 5e-4].lazy.map {
          gradients.numeric(slot.offset + index, step: $0)
        }
        let tolerance = 5e-3 * largest + 2e-3
        #expect(
          numeric.contains { abs($0 - own[index]) < tolerance },
          "\(label): \(slot.name)[\(index)] is \(own[index]), differences say \(Array(numeric))")
      }
    }
  }

  @Test(arguments: Golden.families)
  func everyTensorOfEveryFamily(family: String) throws {
    let golden = try Golden(family)
    let model = try LanguageModel(directory: golden.checkpoint)
    // Where a token is near a tie between experts, the loss jumps; in this text of OLMoE's none is.
    let text = golden.documentTokens[family == "olmoe" ? 2 : 0]
    check(model, TokenPack([Array(text.prefix(14)), [5, 9, 2, 77]]), family)
  }

  /// Sequences longer than a block of attention rows, windows across its edges.
  @Test func attentionInBlocks() throws {
    let golden = try Golden("llama")
    var random = RandomSource(seed: 2)
    let tokens = (0..<200).map { _ in Int32.random(in: 0..<300, using: &random) }
    for window in [nil, 5, 100] {
      let model = try Variants.model(golden) { $0.windows = [window, nil] }
      let slots = model.layout.slots.filter { $0.name.contains("layers.0.self_attn") }
      let gradients = Gradients(model, TokenPack([tokens]))
      let analytic = gradients.analytic()
      for slot in slots {
        let own = (slot.offset..<slot.offset + slot.count).map { Double(analytic[$0]) }
        let index = own.indices.max { abs(own[$0]) < abs(own[$1]) } ?? 0
        let numeric = gradients.numeric(slot.offset + index, step: 2e-3)
        #expect(
          abs(numeric - own[index]) < 1e-2 * abs(own[index]),
          "window \(window ?? 0): \(slot.name) is \(own[index]), differences say \(numeric)")
      }
    }
  }

  /// What no family's reference uses: every branch of the configuration.
  @Test(arguments: Variants.all)
  func everyVariant(variant: Variants.Named) throws {
    let golden = try Golden(variant.family)
    let model = try Variants.model(golden, variant.change)
    check(model, TokenPack([Array(golden.documentTokens[0].prefix(12)), [5, 9, 2]]), variant.name)
  }

  @Test func visitorsSeeWhatTheGradientsAreMadeOf() throws {
    let golden = try Golden("qwen2")
    let model = try LanguageModel(directory: golden.checkpoint)
    let pack = TokenPack(Array(golden.documentTokens.prefix(2)))
    let gradients = Gradients(model, pack).analytic()
    let buffers = ActivationBuffers(model)
    model.forward(pack, buffers)
    let final = Matrix(rows: pack.count, columns: model.configuration.width)
    _ = model.loss(.given(pack.nextTokens), buffers, finalGradient: final)
    let collector = Collector(model)
    model.backward(final, buffers, visitor: collector)
    #expect(collector.order == Array((0..<model.groups.count).reversed()))
    for module in model.trackedModules {
      let slot = try #require(model.layout.slots.first { $0.name == module.name + ".weight" })
      let whole = collector.products[module.group].rows(module.outputs).values()
      let own = (0..<slot.count).map { Double(gradients[slot.offset + $0]) }
      #expect(relativeDifference(whole.map(Double.init), own) < 1e-5, "\(module.name)")
    }
  }

  private final class Collector: BackwardVisitor {
    var products: [Matrix]
    var order: [Int] = []

    init(_ model: LanguageModel) {
      products = model.groups.map { Matrix(rows: $0.outputWidth, columns: $0.inputWidth) }
    }

    func visit(
      _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
    ) {
      order.append(group.index)
      multiply(outputGradients, .yes, inputs, .no, into: products[group.index])
    }
  }
}
