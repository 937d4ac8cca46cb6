import CKernels
import Glibc
import Hashing
import LinearAlgebra
import Transformer

/// Preconditioned gradients of steps in less memory than their elements take.
///
/// A module's gradient is packed as soon as it is there, so that no step is ever held whole.
final class PackedSteps: @unchecked Sendable {
  // Unchecked: writers partition the steps and modules between threads; nothing is written once all are in.
  let count: Int
  let plan: PackedPlan
  private let storage: FloatStorage
  private var base: UnsafeMutableRawPointer { UnsafeMutableRawPointer(storage.pointer) }
  /// Random directions of the range finder.
  private let probes: Matrix

  init(_ layout: GradientLayout, _ form: StepForm, count: Int) {
    self.count = count
    plan = PackedPlan(layout, form)
    storage = FloatStorage(count: count * plan.bytesPerStep / 4)
    guard case .factors(let rank, _) = form else {
      probes = Matrix(rows: 0, columns: 0)
      return
    }
    probes = Matrix(
      rows: rank + RangeFinder.oversampling, columns: plan.modules.map(\.columns).max() ?? 0)
    // Signs do as well as normally distributed numbers, and are the same bits with every mathematics library.
    for row in 0..<probes.rows {
      for column in 0..<probes.columns {
        let draw = SplitMix64.hash(
          SplitMix64.hash(0x5354_4550 ^ UInt64(row) << 32) ^ UInt64(column))
        probes[row, column] = draw >> 63 == 0 ? 1 : -1
      }
    }
  }

  /// Writes something everywhere, so that the memory is there and reading it takes what it takes.
  func touch() { memset(base, 1, count * plan.bytesPerStep) }

  private func place(_ step: Int, _ offset: Int) -> UnsafeMutableRawPointer {
    base + step * plan.bytesPerStep + offset
  }

  /// All bytes of a step.
  func bytes(of step: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: place(step, 0), count: plan.bytesPerStep)
  }

  /// Packs one module's gradient of one step.
  /// - Parameters:
  ///   - gradient: `[dOut × dIn(+1)]`, contiguous; in the eigenbasis and divided by the damped eigenvalues where
  ///     there are factors.
  ///   - factors: whose eigenvectors lead back from there; nil where the gradient is as it is.
  /// - Returns: whether all numbers are finite; nothing is packed otherwise.
  func pack(
    _ gradient: Matrix, module index: Int, step: Int, factors: ModuleFactors?
  ) throws -> Bool {
    guard gradient.isFinite else { return false }
    let module = plan.modules[index]
    if case .thin(let rank) = module.kind {
      var (left, right) = try RangeFinder.factors(of: gradient, rank: rank, probes: probes)
      if let factors {
        (left, right) = (
          Self.product(factors.gradientVectors, left),
          Self.product(factors.activationVectors, right)
        )
      }
      guard left.isFinite, right.isFinite else { return false }
      write(left, place(step, module.offset))
      write(right, place(step, module.offset + width * left.count))
      return true
    }
    var whole = gradient
    if let factors {
      let half = Matrix(rows: module.rows, columns: module.columns)
      whole = Matrix(rows: module.rows, columns: module.columns)
      multiply(gradient, .no, factors.activationVectors, .yes, into: half)
      multiply(factors.gradientVectors, half, into: whole)
    }
    guard whole.isFinite else { return false }
    let target = place(step, module.offset)
    guard case .bytes = module.kind else {
      target.copyMemory(from: whole.pointer, byteCount: 4 * whole.count)
      return true
    }
    let levels = target.assumingMemoryBound(to: Int8.self)
    let scales = place(step, module.scales).assumingMemoryBound(to: Float.self)
    for row in 0..<module.rows {
      stemma_to_blocks(
        whole.pointer + row * module.columns, levels + row * module.columns,
        scales + row * module.scalesPerRow, module.columns)
    }
    return true
  }

  /// Bytes of a number in a thin factor.
  private var width: Int { plan.isHalved ? 2 : 4 }

  private static func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    let result = Matrix(rows: left.rows, columns: right.columns)
    multiply(left, right, into: result)
    return result
  }

  private func write(_ thin: Matrix, _ target: UnsafeMutableRawPointer) {
    if plan.isHalved {
      stemma_to_bf16(thin.pointer, target.assumingMemoryBound(to: UInt16.self), thin.count)
    } else {
      target.copyMemory(from: thin.pointer, byteCount: 4 * thin.count)
    }
  }

  /// Writes some rows of a module's gradient of a step.
  /// - Parameters:
  ///   - weights: `[rows × dIn]`.
  ///   - biases: as many elements as rows where the module has a bias, one after another.
  func rebuild(
    step: Int, module index: Int, rows: Range<Int>, weights: Matrix,
    biases: UnsafeMutablePointer<Float>?, _ scratch: RebuildScratch
  ) {
    let module = plan.modules[index]
    let source = place(step, module.offset)
    let width = weights.columns
    switch module.kind {
    case .whole:
      let elements = source.assumingMemoryBound(to: Float.self)
      for (place, row) in rows.enumerated() {
        let own = elements + row * module.columns
        (weights.pointer + place * weights.stride).update(from: own, count: width)
        if let biases { biases[place] = own[width] }
      }
    case .bytes:
      let levels = source.assumingMemoryBound(to: Int8.self)
      let scales = self.place(step, module.scales).assumingMemoryBound(to: Float.self)
      for (place, row) in rows.enumerated() {
        let own = levels + row * module.columns
        let ownScales = scales + row * module.scalesPerRow
        stemma_from_blocks(own, ownScales, weights.pointer + place * weights.stride, width)
        biases?[place] = ownScales[width / 64] * Float(own[width])
      }
    case .thin(let rank):
      let skipped = rows.lowerBound * rank * self.width
      let left = read(source + skipped, rows: rows.count, rank, &scratch.left)
      let right = read(
        source + module.rows * rank * self.width, rows: module.columns, rank, &scratch.right)
      multiply(left, .no, right.rows(0..<width), .yes, into: weights)
      if let biases {
        stemma_row_dots(
          left.pointer, rank, right.pointer + width * rank, 0, biases, rows.count, rank)
      }
    }
  }

  /// A thin factor, or some rows of one, as float32.
  private func read(
    _ source: UnsafeMutableRawPointer, rows: Int, _ rank: Int, _ spare: inout FloatStorage
  ) -> Matrix {
    if plan.isHalved {
      if spare.count < rows * rank { spare = FloatStorage(count: rows * rank) }
      stemma_from_bf16(source.assumingMemoryBound(to: UInt16.self), spare.pointer, rows * rank)
      return Matrix(storage: spare, offset: 0, rows: rows, columns: rank, stride: rank)
    }
    let offset = (source - base) / 4
    return Matrix(storage: storage, offset: offset, rows: rows, columns: rank, stride: rank)
  }
}

/// One worker's memory for rebuilding, kept from pack to pack.
final class RebuildScratch: @unchecked Sendable {
  // Unchecked: a list of them is shared, but number i is touched by thread i alone.
  var left = FloatStorage(count: 0)
  var right = FloatStorage(count: 0)
  private var tile = FloatStorage(count: 0)

  /// Rows of a product's factor, further apart than they are long so that they do not share cache sets.
  func tile(rows: Int, columns: Int) -> Matrix {
    let stride = (columns + 15) / 16 * 16 + 16
    if tile.count < rows * stride { tile = FloatStorage(count: rows * stride) }
    return Matrix(storage: tile, offset: 0, rows: rows, columns: columns, stride: stride)
  }
}
