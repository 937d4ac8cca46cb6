import LinearAlgebra
import Transformer

/// Forms the gradient of every sequence of a pack, one group at a time.
///
/// `G = Σ_t g_t a_tᵀ` as one product per sequence; a group's rows live only until the next group's.
final class SequenceGradients: BackwardVisitor {
  private let layout: GradientLayout
  private var chunk = FloatStorage(count: 0)
  private var boundaries: [Int] = []
  /// Receives a group and its gradients `[sequences × elements]`.
  var consume: (GroupLayout, Matrix) -> Void = { _, _ in }

  init(_ layout: GradientLayout) { self.layout = layout }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(_ pack: TokenPack) {
    boundaries = pack.boundaries
    let needed = pack.sequenceCount * layout.largestRow
    if chunk.count < needed { chunk = FloatStorage(count: needed) }
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index] else { return }
    let groupLayout = layout.groups[groupIndex]
    let boundaries = tokens.boundaries(boundaries)
    let sequences = boundaries.count - 1
    let rows = Matrix(
      storage: chunk, offset: 0, rows: sequences, columns: groupLayout.count,
      stride: groupLayout.stride)
    for sequence in 0..<sequences {
      let span = boundaries[sequence]..<boundaries[sequence + 1]
      let gradients = outputGradients.rows(span)
      let weights = Matrix(
        storage: chunk, offset: sequence * groupLayout.stride, rows: group.outputWidth,
        columns: group.inputWidth, stride: group.inputWidth)
      multiply(gradients, .yes, inputs.rows(span), .no, into: weights)
      guard group.hasBias else { continue }
      let biases = rows.vector(row: sequence).columns(groupLayout.weights..<groupLayout.count)
      biases.fill(0)
      biases.addColumnSums(of: gradients)
    }
    consume(groupLayout, rows)
  }
}
