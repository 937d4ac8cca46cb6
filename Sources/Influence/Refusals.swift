import LinearAlgebra
import Synchronization
import Transformer

/// Passages whose numbers cannot be used, gathered by all workers.
final class Refusals: Sendable {
  private let reasons = Mutex<[Int: String]>([:])

  func note(_ passage: Int, _ reason: String) { reasons.withLock { $0[passage] = reason } }

  var isEmpty: Bool { reasons.withLock(\.isEmpty) }

  /// In the order of the passages, whichever worker met its own first.
  var all: [RefusedPassage] {
    reasons.withLock { $0 }.sorted { $0.key < $1.key }
      .map { RefusedPassage(index: $0.key, reason: $0.value) }
  }
}

/// Finds where in the model the numbers of a pack stop being finite.
final class FiniteVisitor: BackwardVisitor {
  private let layout: GradientLayout
  /// Lowest module whose inputs are bad, and highest whose output gradients are.
  private var inputs: String?
  private var gradients: String?

  init(_ layout: GradientLayout) { self.layout = layout }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index] else { return }
    let name = layout.groups[groupIndex].modules[0].name
    // Layers come last first: the first bad gradient is where it began, the last bad input is.
    if !inputs.isFinite { self.inputs = name }
    if gradients == nil, !outputGradients.isFinite { gradients = name }
  }

  /// What is wrong, nil if nothing is.
  var reason: String? {
    if let inputs { return "the inputs of \(inputs) are not finite" }
    return gradients.map { "the gradient at the outputs of \($0) is not finite" }
  }
}

extension PackWorker {
  /// Why a sequence alone cannot be used; nil if it can.
  func fault(of tokens: [Int32], _ labels: (TokenPack) -> Labels) -> String? {
    let visitor = FiniteVisitor(layout)
    let pack = TokenPack([tokens])
    forward(pack)
    _ = backward(labels(pack), visitor)
    return visitor.reason
  }
}
