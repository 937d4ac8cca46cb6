import CKernels
import LinearAlgebra
import RunModel
import Transformer

/// Sums of `a aᵀ` and `g gᵀ` over tokens, float64: one per group of inputs, one per module's outputs.
final class CovarianceSums: BackwardVisitor, PartialSums, @unchecked Sendable {
  // Unchecked: one worker adds to one instance; they are merged after the workers have ended.
  private let layout: GradientLayout
  /// By selected group, `[dIn(+1) × dIn(+1)]`, upper triangle.
  private(set) var activations: [[Double]]
  /// By module, `[dOut × dOut]`, upper triangle.
  private(set) var gradients: [[Double]]
  private(set) var tokens = 0
  /// Whether a pack brought an infinity or a NaN since this was last set.
  var sawNotFinite = false
  /// One block's Gram matrix.
  private let product: FloatStorage
  /// Rows that are summed in float32.
  ///
  /// With 200 scores under an absolute damping of 1e-4 leave their tolerance.
  private static let blockRows = 64

  init(_ layout: GradientLayout) {
    self.layout = layout
    activations = layout.groups.map { shape in
      let width = shape.modules[0].augmentedWidth
      return [Double](repeating: 0, count: width * width)
    }
    product = FloatStorage(
      count: layout.groups.map {
        let widest = max($0.group.inputWidth, $0.modules.map(\.outputWidth).max() ?? 0)
        return widest * widest
      }.max() ?? 0)
    gradients = layout.modules.map {
      [Double](repeating: 0, count: $0.outputWidth * $0.outputWidth)
    }
  }

  /// Counts the tokens of a pack whose backward pass comes next.
  func count(tokens: Int) { self.tokens += tokens }

  func visit(_ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix) {
    guard let slot = layout.slotOfGroup[group.index] else { return }
    if !inputs.isFinite || !outputGradients.isFinite { sawNotFinite = true }
    add(inputs, to: &activations[slot], ones: group.hasBias)
    for (index, module) in layout.groups[slot].modules.enumerated() {
      add(
        outputGradients.columns(module.outputs), to: &gradients[layout.firstModule[slot] + index],
        ones: false)
    }
  }

  /// Adds a pack's Gram matrix, with a ones column last on request.
  ///
  /// The smallest eigenvalues, which damping barely lifts, would drown in the rounding of long float32 sums. So
  /// float32 products span short blocks, whose results are added in float64.
  private func add(_ matrix: Matrix, to sums: inout [Double], ones: Bool) {
    let width = matrix.columns
    let order = width + (ones ? 1 : 0)
    let gram = Matrix(storage: product, offset: 0, rows: width, columns: width, stride: width)
    sums.withUnsafeMutableBufferPointer { target in
      guard let target = target.baseAddress else { return }
      for start in stride(from: 0, to: matrix.rows, by: Self.blockRows) {
        let rows = matrix.rows(start..<min(start + Self.blockRows, matrix.rows))
        upperGram(of: rows, into: gram)
        stemma_add_triangle(gram.pointer, width, target, order)
        guard ones else { continue }
        let columns = gram.row(0)
        columns.update(repeating: 0)
        stemma_add_column_sums(rows.pointer, rows.stride, gram.pointer, rows.rows, width)
        for column in 0..<width { target[column * order + width] += Double(columns[column]) }
      }
      if ones { target[width * order + width] += Double(matrix.rows) }
    }
  }

  var matrices: [[Double]] { activations + gradients }

  func restore(_ matrices: [[Double]], tokens: Int) {
    activations = Array(matrices.prefix(activations.count))
    gradients = Array(matrices.dropFirst(activations.count))
    self.tokens = tokens
  }

  func merge(_ other: CovarianceSums) {
    tokens += other.tokens
    for index in activations.indices { Self.add(other.activations[index], &activations[index]) }
    for index in gradients.indices { Self.add(other.gradients[index], &gradients[index]) }
  }

  private static func add(_ source: [Double], _ target: inout [Double]) {
    for index in target.indices { target[index] += source[index] }
  }

  /// A covariance as float32 sums, both triangles, as the factor files hold it.
  static func symmetric(_ sums: [Double], order: Int) -> Matrix {
    let result = Matrix(rows: order, columns: order)
    for row in 0..<order {
      for column in row..<order {
        let value = Float(sums[row * order + column])
        result[row, column] = value
        result[column, row] = value
      }
    }
    return result
  }
}
