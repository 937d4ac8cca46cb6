import LinearAlgebra
import Transformer

/// Sketches of a pack's gradients from its tokens alone: `Lᵀ G R = Σ_t (Lᵀ g_t)(Rᵀ a_t)ᵀ`, so that no gradient is
/// ever formed.
///
/// 2·rank·(dOut + dIn + rank) operations for a token and module, where forming its gradient takes 2·dOut·dIn.
final class TokenProjection: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance.
  private let layout: GradientLayout
  private let sketch: GradientSketch
  private var boundaries: [Int] = []
  private var storage = FloatStorage(count: 0)
  private var lefts = FloatStorage(count: 0)
  private var rights = FloatStorage(count: 0)
  /// Of the pack that went back last, `[sequences × sketch.count]`.
  private(set) var sketches = Matrix(rows: 0, columns: 0)

  init(_ layout: GradientLayout, _ sketch: GradientSketch) {
    self.layout = layout
    self.sketch = sketch
  }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(_ pack: TokenPack) {
    boundaries = pack.boundaries
    let rank = sketch.modules.map { max($0.left.columns, $0.right.columns) }.max() ?? 0
    func grow(_ storage: inout FloatStorage, _ count: Int) {
      if storage.count < count { storage = FloatStorage(count: count) }
    }
    grow(&lefts, pack.count * rank)
    grow(&rights, pack.count * rank)
    grow(&storage, pack.sequenceCount * sketch.count)
    sketches = Matrix(
      storage: storage, offset: 0, rows: pack.sequenceCount, columns: sketch.count,
      stride: sketch.count)
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index] else { return }
    let first = layout.firstModule[groupIndex]
    let boundaries = tokens.boundaries(boundaries)
    for (index, module) in layout.groups[groupIndex].modules.enumerated() {
      let own = sketch.modules[first + index]
      let left = matrix(lefts, inputs.rows, own.left.columns)
      let right = matrix(rights, inputs.rows, own.right.columns)
      multiply(outputGradients.columns(module.outputs), own.left, into: left)
      multiply(inputs, own.right.rows(0..<module.inputWidth), into: right)
      if module.hasBias {
        right.addToEveryRow(own.right.vector(row: module.inputWidth))
      }
      let range = sketch.ranges[first + index]
      for sequence in 0..<boundaries.count - 1 {
        let span = boundaries[sequence]..<boundaries[sequence + 1]
        let whole = Matrix(
          storage: storage, offset: sequence * sketch.count + range.lowerBound,
          rows: left.columns, columns: right.columns, stride: right.columns)
        multiply(left.rows(span), .yes, right.rows(span), .no, into: whole)
        whole.multiplyElements(by: own.weights)
      }
    }
  }

  private func matrix(_ storage: FloatStorage, _ rows: Int, _ columns: Int) -> Matrix {
    Matrix(storage: storage, offset: 0, rows: rows, columns: columns, stride: columns)
  }
}
