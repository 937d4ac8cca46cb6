import Foundation
import LinearAlgebra
import TestSupport
import Transformer

/// Analytic and numeric gradients of a model's summed loss on a pack.
struct Gradients {
  let model: LanguageModel
  let pack: TokenPack
  private let buffers: ActivationBuffers

  init(_ model: LanguageModel, _ pack: TokenPack) {
    self.model = model
    self.pack = pack
    buffers = ActivationBuffers(model)
  }

  func loss() -> Double {
    model.forward(pack, buffers)
    return model.loss(.given(pack.nextTokens), buffers).reduce(0) { $0 + Double($1) }
  }

  /// Gradients of all parameters, laid out as the arena.
  func analytic() -> FloatStorage {
    let gradients = FloatStorage(count: model.layout.size)
    model.forward(pack, buffers)
    let final = Matrix(rows: pack.count, columns: model.configuration.width)
    _ = model.loss(
      .given(pack.nextTokens), buffers, finalGradient: final, gradients: gradients)
    model.backward(final, buffers, visitor: nil, gradients: gradients)
    return gradients
  }

  /// Derivative by one parameter from four losses, exact but for the fourth order of the step.
  func numeric(_ index: Int, step: Float = 1e-2) -> Double {
    let arena = model.arena
    let kept = arena[index]
    defer { arena[index] = kept }
    func change(_ steps: Float) -> Double {
      arena[index] = kept + steps * step
      let (above, up) = (loss(), arena[index])
      arena[index] = kept - steps * step
      let (below, down) = (loss(), arena[index])
      // The parameters' own rounding is part of the distance.
      return (above - below) / (Double(up) - Double(down))
    }
    return (4 * change(1) - change(2)) / 3
  }
}
