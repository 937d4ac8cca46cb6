import CKernels
import LinearAlgebra
import RunModel
import Transformer

/// What one worker has summed so far, in a form that can be kept on disk.
protocol PartialSums: AnyObject, Sendable {
  var matrices: [[Double]] { get }
  var tokens: Int { get }
  func restore(_ matrices: [[Double]], tokens: Int)
  /// Adds another worker's sums.
  func merge(_ other: Self)
}

/// Sums of squares of rotated gradients by module, float64.
final class LambdaSums: PartialSums, @unchecked Sendable {
  // Unchecked: one worker adds to one instance; they are merged after the workers have ended.
  private(set) var matrices: [[Double]]

  init(_ layout: GradientLayout) {
    matrices = layout.modules.map {
      [Double](repeating: 0, count: $0.outputWidth * $0.augmentedWidth)
    }
  }

  func add(_ rows: Matrix, _ module: Int) {
    matrices[module].withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      stemma_add_squares(rows.pointer, rows.stride, rows.rows, rows.columns, base)
    }
  }

  /// Not counted here.
  var tokens: Int { 0 }

  func restore(_ matrices: [[Double]], tokens: Int) { self.matrices = matrices }

  func merge(_ other: LambdaSums) {
    for module in matrices.indices {
      for index in matrices[module].indices {
        matrices[module][index] += other.matrices[module][index]
      }
    }
  }
}
