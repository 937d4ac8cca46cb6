import CKernels
import LinearAlgebra
package import Transformer

/// Directions onto which gradients are projected so that inner products of the few numbers left come
/// close to scores.
///
/// The directions are principal components of some passages' whitened gradients `w = H^-1/2 G`: with
/// them as the columns of U, `score(s, x) = w_s·w_x ≈ (Uᵀw_s)·(Uᵀw_x)`. Since `Uᵀw = (H^-1/2 U)ᵀG`, a row
/// of `M = (H^-1/2 U)ᵀ` meets a raw gradient as a preconditioned step does, and no gradient needs rotating.
package final class GradientBasis: Sendable {
  /// Elements that share a scale.
  static let run = 128

  /// Numbers a gradient is reduced to.
  package let components: Int
  /// Share of the landmarks' weighted whitened gradients, squared, that the directions carry.
  package let captured: Double
  package let settings: InfluenceSettings
  let layout: GradientLayout
  /// Rows of M by group, int8 `[components × elements]`.
  let codes: [[Int8]]
  /// Scales by group, `[components × runs]`.
  let scales: [[Float]]

  init(
    components: Int, captured: Double, settings: InfluenceSettings, layout: GradientLayout,
    codes: [[Int8]], scales: [[Float]]
  ) {
    self.components = components
    self.captured = captured
    self.settings = settings
    self.layout = layout
    self.codes = codes
    self.scales = scales
  }

  /// Bytes of a basis on disk.
  package static func bytes(
    _ model: LanguageModel, components: Int, settings: InfluenceSettings
  ) -> Int {
    GradientLayout(model, settings.modules).groups.reduce(0) {
      $0 + components * ($1.count + 4 * runs($1.count))
    }
  }

  static func runs(_ count: Int) -> Int { (count + run - 1) / run }

  /// Rows of M of one group in float32.
  func decoded(_ shape: GroupGradient) -> Matrix {
    let result = shape.matrix(rows: components)
    let runs = Self.runs(shape.count)
    codes[shape.slot].withUnsafeBufferPointer { codes in
      scales[shape.slot].withUnsafeBufferPointer { scales in
        guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
        for row in 0..<components {
          stemma_from_i8(
            code + row * shape.count, scale + row * runs, result.pointer + row * result.stride,
            shape.count, Self.run)
        }
      }
    }
    return result
  }

  /// Coordinates of raw gradients, `[gradients × components]`.
  private func project(_ rows: [Matrix], count: Int, threads: Int) throws -> Matrix {
    let parts = (0..<threads).map { _ in Matrix(rows: count, columns: components) }
    Threads.setProductThreads(1)
    let groups = layout.groups
    try runWorkers(threads) { worker in
      for index in stride(from: worker, to: groups.count, by: threads) {
        multiply(rows[index], .no, decoded(groups[index]), .yes, into: parts[worker], beta: 1)
      }
    }
    for part in parts.dropFirst() { add(part, to: parts[0]) }
    return parts[0]
  }

  /// Coordinates of steps, one array of `components` per step; also the steps' nats.
  /// - Throws: `InfluenceError`.
  package func coordinates(
    model: LanguageModel, queries: [StepQuery]
  ) throws -> (coordinates: [[Float]], nats: [Double]) {
    var plain = settings
    plain.strategy = .identity
    let steps = try PreconditionedSteps(
      model: model, factors: nil, queries: queries, settings: plain)
    let result = try project(steps.rows, count: steps.count, threads: settings.threads)
    return ((0..<steps.count).map { Array(result.row($0)) }, steps.nats)
  }
}
