import LinearAlgebra
import TestSupport
import Transformer

/// A model so small that the exact matrices can be formed, and sequences for it.
struct TinyWorld {
  let model: LanguageModel
  let documents: [[Int32]]

  init(documents count: Int, seed: UInt64 = 11) throws {
    let configuration = try ModelConfiguration.llama(
      vocabularySize: 12, width: 8, layers: 1, heads: 2, keyValueHeads: 1, feedForwardWidth: 12,
      contextLength: 16, endOfSequence: 0)
    model = .randomlyInitialised(configuration: configuration, seed: seed, deviation: 0.5)
    var random = RandomSource(seed: seed)
    documents = (0..<count).map { _ in
      let start = Int32.random(in: 0..<12, using: &random)
      let step = Int32.random(in: 1..<4, using: &random)
      return (0..<Int32.random(in: 4..<14, using: &random)).map {
        Int32.random(in: 0..<4, using: &random) == 0
          ? Int32.random(in: 0..<12, using: &random) : (start + $0 * step) % 12
      }
    }
  }

  /// The gradient of a sequence's loss for every module, float64, in the model's order.
  func gradients(_ tokens: [Int32], labels: [Int32]) -> [[Double]] {
    let pack = TokenPack([tokens])
    let buffers = ActivationBuffers(model)
    model.forward(pack, buffers)
    let final = Matrix(rows: pack.count, columns: model.configuration.width)
    _ = model.loss(.given(labels), buffers, finalGradient: final)
    let visitor = Collector(model)
    model.backward(final, buffers, visitor: visitor)
    return visitor.gradients
  }

  /// Forms `Σ_t g_t a_tᵀ` one multiplication at a time.
  private final class Collector: BackwardVisitor {
    let model: LanguageModel
    var gradients: [[Double]]

    init(_ model: LanguageModel) {
      self.model = model
      gradients = model.trackedModules.map {
        [Double](repeating: 0, count: $0.outputWidth * $0.inputWidth)
      }
    }

    func visit(
      _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
    ) {
      for index in group.modules {
        let module = model.trackedModules[index]
        for token in 0..<inputs.rows {
          for output in 0..<module.outputWidth {
            let g = Double(outputGradients[token, module.outputs.lowerBound + output])
            for input in 0..<module.inputWidth {
              gradients[index][output * module.inputWidth + input] +=
                g * Double(inputs[token, input])
            }
          }
        }
      }
    }
  }
}
