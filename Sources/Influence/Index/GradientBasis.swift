import CKernels
import LinearAlgebra
package import Transformer

/// Directions onto which gradients are projected so that inner products of the few numbers left come
/// close to scores.
///
/// Scores are inner products of whitened gradients `w = H^-1/2 G`, and sums over groups of modules. Each
/// group has directions U of its own: `w_s·w_x ≈ (Uᵀw_s)·(Uᵀw_x)`. Since `Uᵀw = (H^-1/2 U)ᵀG`, the rows of
/// `M = (H^-1/2 U)ᵀ` meet a raw gradient as preconditioned steps do, and no gradient needs rotating.
package final class GradientBasis: Sendable {
  /// Where the directions come from.
  package enum Kind: String, Sendable, Codable {
    /// Principal components of some passages' gradients.
    case learned
    /// The leading eigenvectors of each layer's factors, or random signs without any: for models whose
    /// learned basis would be too large.
    case sketch
  }

  /// Directions of one group.
  enum Directions: Sendable {
    /// Rows of M in int8, `[directions × elements]`, and their scales, `[directions × runs]`.
    case learned(codes: [Int8], scales: [Float])
    /// One rectangle of coordinates for each module.
    case sketch([ModuleSketch])
  }

  /// Elements that share a scale.
  static let run = 128

  package let kind: Kind
  package let settings: InfluenceSettings
  /// Share of the landmarks' weighted whitened gradients, squared, that the directions carry; 0 if none
  /// were learned.
  package let captured: Double
  let layout: GradientLayout
  let directions: [Directions]
  /// Coordinates of each group.
  let ranges: [Range<Int>]
  /// Usual size of each coordinate, which a passage's are divided by before they are rounded to int8.
  let sizes: [Float]

  /// Numbers a gradient is reduced to.
  package var components: Int { ranges.last?.upperBound ?? 0 }

  init(
    kind: Kind, captured: Double, settings: InfluenceSettings, layout: GradientLayout,
    directions: [Directions], counts: [Int], sizes: [Float]
  ) {
    self.kind = kind
    self.captured = captured
    self.settings = settings
    self.layout = layout
    self.directions = directions
    var end = 0
    ranges = counts.map { count in
      defer { end += count }
      return end..<end + count
    }
    precondition(sizes.count == end)
    self.sizes = sizes
  }

  static func runs(_ count: Int) -> Int { (count + run - 1) / run }

  /// Coordinates of raw gradients, `[gradients × components]`.
  private func project(_ rows: [Matrix], count: Int, threads: Int) throws -> Matrix {
    let result = Matrix(rows: count, columns: components)
    Threads.setProductThreads(1)
    let groups = layout.groups
    try runWorkers(threads) { worker in
      for index in stride(from: worker, to: groups.count, by: threads) {
        GroupProjection(self, groups[index])
          .project(rows[index], into: result.columns(ranges[index]))
      }
    }
    return result
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

/// One group's directions, ready to meet gradients.
struct GroupProjection: Sendable {
  private let shape: GroupGradient
  /// Rows of M in float32; nil for a sketch.
  private let rows: Matrix?
  private let sketches: [ModuleSketch]

  init(_ basis: GradientBasis, _ shape: GroupGradient) {
    self.shape = shape
    switch basis.directions[shape.slot] {
    case .sketch(let sketches):
      self.sketches = sketches
      rows = nil
    case .learned(let codes, let scales):
      sketches = []
      let rows = shape.matrix(rows: basis.ranges[shape.slot].count)
      let runs = GradientBasis.runs(shape.count)
      codes.withUnsafeBufferPointer { codes in
        scales.withUnsafeBufferPointer { scales in
          guard let code = codes.baseAddress, let scale = scales.baseAddress else { return }
          for row in 0..<rows.rows {
            stemma_from_i8(
              code + row * shape.count, scale + row * runs, rows.pointer + row * rows.stride,
              shape.count, GradientBasis.run)
          }
        }
      }
      self.rows = rows
    }
  }

  /// Coordinates of some of the group's gradients, `[gradients × directions]`.
  func project(_ gradients: Matrix, into result: Matrix) {
    if let rows { return multiply(gradients, .no, rows, .yes, into: result) }
    for row in 0..<gradients.rows {
      var column = 0
      for (module, sketch) in zip(shape.modules, sketches) {
        sketch.project(
          gradients.pointer + row * gradients.stride, shape, module,
          into: result.pointer + row * result.stride + column)
        column += sketch.count
      }
    }
  }
}
