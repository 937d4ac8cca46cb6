import LinearAlgebra
import Transformer

/// One worker's memory: activations, loss gradient and the gradients of a pack's sequences.
///
/// Kept from pack to pack, since allocating anew costs as much as computing.
final class PackWorker: @unchecked Sendable {
  // Unchecked: a list of workers is shared, but worker i is touched by thread i alone.
  let model: LanguageModel
  let layout: GradientLayout
  let workspace: Workspace
  private var finalGradientRows = Matrix(rows: 0, columns: 0)
  lazy var gradients = SequenceGradients(layout)

  init(_ model: LanguageModel, _ layout: GradientLayout) {
    self.model = model
    self.layout = layout
    workspace = Workspace(model)
  }

  /// Runs the blocks over a pack.
  func forward(_ pack: TokenPack) {
    model.forward(pack, workspace)
    if finalGradientRows.rows < pack.count {
      finalGradientRows = Matrix(rows: pack.count, columns: model.configuration.width)
    }
  }

  /// Losses of the pack that went forward, whose gradients a visitor then sees.
  func backward(_ labels: Labels, _ visitor: any BackwardVisitor) -> [Float] {
    let finalGradient = finalGradientRows.rows(0..<workspace.pack.count)
    let losses = model.loss(labels, workspace, finalGradient: finalGradient)
    model.backward(
      finalGradient, workspace, visitor: visitor, lowestGroup: layout.lowestGroup)
    return losses
  }
}

/// Runs a body over packs: pack i on worker i modulo their number, each worker's packs in order.
///
/// Which thread computes which pack is fixed, so sums by worker do not depend on scheduling.
/// - Parameters:
///   - count: number of packs.
///   - first: packs that were done before, whole rounds of them.
///   - workers: packs side by side at most.
///   - productThreads: threads of each product.
///   - afterRound: called on this thread when some packs more are done, with the number done.
func forEachPack(
  _ count: Int, from first: Int = 0, workers: Int, productThreads: Int = 1, packsPerRound: Int = 4,
  _ body: @Sendable (Int, Int) throws -> Void,
  afterRound: (Int) throws -> Void = { _ in }
) throws {
  let workers = max(1, min(workers, count))
  precondition(first >= 0 && first <= count && (first % workers == 0 || first == count))
  var done = first
  while done < count {
    let end = packsPerRound < count ? min(count, done + workers * packsPerRound) : count
    let start = done
    try runWorkers(workers, productThreads: productThreads) { worker in
      for pack in stride(from: start + worker, to: end, by: workers) { try body(worker, pack) }
    }
    done = end
    try afterRound(done)
  }
}
