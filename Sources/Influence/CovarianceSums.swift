import CKernels
import LinearAlgebra
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
  private var scratch: [Double] = []

  init(_ layout: GradientLayout) {
    self.layout = layout
    activations = layout.groups.map { shape in
      let width = shape.modules[0].augmentedWidth
      return [Double](repeating: 0, count: width * width)
    }
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
  /// In float64: the smallest eigenvalues, which damping barely lifts, would drown in float32's rounding.
  private func add(_ matrix: Matrix, to sums: inout [Double], ones: Bool) {
    let width = matrix.columns
    let order = width + (ones ? 1 : 0)
    // Blocks that stay in the cache while they are converted and used.
    let block = 256
    if scratch.count < block * width { scratch = [Double](repeating: 0, count: block * width) }
    scratch.withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      for start in stride(from: 0, to: matrix.rows, by: block) {
        let rows = matrix.rows(start..<min(start + block, matrix.rows))
        stemma_to_f64(rows.pointer, rows.stride, rows.rows, width, base)
        addGram(of: base, rows: rows.rows, columns: width, to: &sums, order: order)
        guard ones else { continue }
        for row in 0..<rows.rows {
          for column in 0..<width { sums[column * order + width] += base[row * width + column] }
        }
      }
      if ones { sums[width * order + width] += Double(matrix.rows) }
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
