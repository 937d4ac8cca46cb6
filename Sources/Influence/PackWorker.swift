import LinearAlgebra
import Transformer

/// One worker's memory: activations, loss gradient and the gradients of a pack's sequences.
///
/// Kept from pack to pack, since allocating anew costs as much as computing.
final class PackWorker: @unchecked Sendable {
  // Unchecked: a list of workers is shared, but worker i is touched by thread i alone.
  let model: LanguageModel
  let layout: GradientLayout
  let buffers: ActivationBuffers
  private var finalGradientRows = Matrix(rows: 0, columns: 0)
  lazy var gradients = SequenceGradients(layout)

  init(_ model: LanguageModel, _ layout: GradientLayout) {
    self.model = model
    self.layout = layout
    buffers = ActivationBuffers(model)
  }

  /// Runs the blocks over a pack.
  func forward(_ pack: TokenPack) {
    model.forward(pack, buffers)
    if finalGradientRows.rows < pack.count {
      finalGradientRows = Matrix(rows: pack.count, columns: model.configuration.width)
    }
  }

  /// Losses of the pack that went forward, whose gradients a visitor then sees.
  /// - Parameter lowestGroup: where the pass may end, of the model's groups; the layout's lowest if nil.
  func backward(
    _ labels: Labels, _ visitor: any BackwardVisitor, lowestGroup: Int? = nil
  ) -> [Float] {
    let finalGradient = finalGradientRows.rows(0..<buffers.pack.count)
    let losses = model.loss(labels, buffers, finalGradient: finalGradient)
    model.backward(
      finalGradient, buffers, visitor: visitor, lowestGroup: lowestGroup ?? layout.lowestGroup)
    return losses
  }
}
