import LinearAlgebra
import RunModel
import Transformer

/// Sums of squares of rotated gradients by module, float64, which all workers add to in turns.
final class LambdaSums: Sendable {
  /// The modules that take part.
  let modules: Range<Int>
  let sums: DoubleSums

  init(
    _ layout: GradientLayout, groupIndices: Range<Int>, shares: [Range<Int>] = [], first: Int = 0,
    scratchIn folder: String? = nil
  ) throws {
    modules = layout.modules(of: groupIndices)
    sums = try DoubleSums(
      counts: modules.map { layout.modules[$0].outputWidth * layout.modules[$0].augmentedWidth },
      shares: shares, first: first, scratchIn: folder)
  }

  /// Bytes of the sums of one selected group's modules.
  static func bytes(_ groupLayout: GroupLayout) -> Int {
    groupLayout.count * MemoryLayout<Double>.stride
  }

  /// Adds a pack's gradients of a module, `[sequences × dOut·dIn(+1)]`.
  func add(_ rows: Matrix, pack: Int, module: Int) {
    sums.add(pack: pack, to: module - modules.lowerBound) {
      rows.addSquares(to: $0)
    }
  }

  /// Writes a module's sums as float32.
  func write(module: Int, into result: Matrix) {
    result.round(sums[module - modules.lowerBound])
  }
}
