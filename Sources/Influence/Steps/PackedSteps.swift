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
  /// The storage's memory, which it holds.
  private let memory: UnsafeMutableRawBufferPointer
  /// Random directions of the range finder.
  private let probes: Matrix

  init(_ layout: GradientLayout, _ form: StepForm, count: Int) {
    self.count = count
    plan = PackedPlan(layout, form)
    storage = FloatStorage(count: count * plan.bytesPerStep / 4)
    memory = UnsafeMutableRawBufferPointer(storage.vector.elements)
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
  func touch() { _ = memory.initializeMemory(as: UInt8.self, repeating: 1) }

  /// What lies in a step's bytes from an offset on.
  private func bytes<Element>(
    _ step: Int, at offset: Int, count: Int, as type: Element.Type
  ) -> UnsafeMutableBufferPointer<Element> {
    let start = step * plan.bytesPerStep + offset
    let length = count * MemoryLayout<Element>.stride
    precondition(offset >= 0 && offset + length <= plan.bytesPerStep, "beyond a step's bytes")
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + length])
      .assumingMemoryBound(to: Element.self)
  }

  /// All bytes of a step.
  func bytes(of step: Int) -> UnsafeMutableRawBufferPointer {
    let start = step * plan.bytesPerStep
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + plan.bytesPerStep])
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
      write(left, step, at: module.offset)
      write(right, step, at: module.offset + width * left.count)
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
    guard case .bytes = module.kind else {
      _ = bytes(step, at: module.offset, count: whole.count, as: Float.self)
        .update(fromContentsOf: whole.elements)
      return true
    }
    let packed = packed(step, module)
    for row in 0..<module.rows {
      NumberFormats.pack(whole.row(row), levels: packed.levels(row), scales: packed.scales(row))
    }
    return true
  }

  /// A module that is kept in bytes: levels and scales, row by row.
  private struct PackedRows {
    let levels: UnsafeMutableBufferPointer<Int8>
    let scales: UnsafeMutableBufferPointer<Float>
    let columns: Int
    let scalesPerRow: Int

    func levels(_ row: Int) -> UnsafeMutableBufferPointer<Int8> {
      UnsafeMutableBufferPointer(rebasing: levels[row * columns..<(row + 1) * columns])
    }

    func scales(_ row: Int) -> UnsafeMutableBufferPointer<Float> {
      UnsafeMutableBufferPointer(rebasing: scales[row * scalesPerRow..<(row + 1) * scalesPerRow])
    }
  }

  private func packed(_ step: Int, _ module: PackedPlan.Module) -> PackedRows {
    PackedRows(
      levels: bytes(
        step, at: module.offset, count: module.rows * module.columns, as: Int8.self),
      scales: bytes(
        step, at: module.scales, count: module.rows * module.scalesPerRow, as: Float.self),
      columns: module.columns, scalesPerRow: module.scalesPerRow)
  }

  /// Bytes of a number in a thin factor.
  private var width: Int { plan.isHalved ? 2 : 4 }

  private static func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    let result = Matrix(rows: left.rows, columns: right.columns)
    multiply(left, right, into: result)
    return result
  }

  private func write(_ matrix: Matrix, _ step: Int, at offset: Int) {
    if plan.isHalved {
      NumberFormats.round(
        UnsafeBufferPointer(matrix.elements),
        toBFloats: bytes(step, at: offset, count: matrix.count, as: UInt16.self))
    } else {
      _ = bytes(step, at: offset, count: matrix.count, as: Float.self)
        .update(fromContentsOf: matrix.elements)
    }
  }

  /// Writes some rows of a module's gradient of a step.
  /// - Parameters:
  ///   - weights: `[rows × dIn]`.
  ///   - biases: `[1 × rows]` where the module has a bias.
  func rebuild(
    step: Int, module index: Int, rows: Range<Int>, weights: Matrix,
    biases: Matrix?, _ scratch: RebuildScratch
  ) {
    let module = plan.modules[index]
    let width = weights.columns
    switch module.kind {
    case .whole:
      let elements = bytes(
        step, at: module.offset, count: module.rows * module.columns, as: Float.self)
      let biases = biases?.elements
      for (index, row) in rows.enumerated() {
        let start = row * module.columns
        _ = weights.row(index).update(fromContentsOf: elements[start..<start + width])
        biases?[index] = elements[start + width]
      }
    case .bytes:
      let packed = packed(step, module)
      let biases = biases?.elements
      for (index, row) in rows.enumerated() {
        let (levels, scales) = (packed.levels(row), packed.scales(row))
        NumberFormats.unpack(levels: levels, scales: scales, into: weights.row(index))
        biases?[index] = scales[width / NumberFormats.block] * Float(levels[width])
      }
    case .thin(let rank):
      let skipped = module.offset + rows.lowerBound * rank * self.width
      let left = read(step, at: skipped, rows: rows.count, rank, &scratch.left)
      let right = read(
        step, at: module.offset + module.rows * rank * self.width, rows: module.columns, rank,
        &scratch.right)
      multiply(left, .no, right.rows(0..<width), .yes, into: weights)
      if let biases { left.rowDots(right.vector(row: width), into: biases) }
    }
  }

  /// A thin factor, or some rows of one, as float32.
  private func read(
    _ step: Int, at offset: Int, rows: Int, _ rank: Int, _ spare: inout FloatStorage
  ) -> Matrix {
    if plan.isHalved {
      if spare.count < rows * rank { spare = FloatStorage(count: rows * rank) }
      NumberFormats.widen(
        bfloats: UnsafeBufferPointer(
          bytes(step, at: offset, count: rows * rank, as: UInt16.self)),
        into: spare.elements(0..<rows * rank))
      return Matrix(storage: spare, offset: 0, rows: rows, columns: rank, stride: rank)
    }
    return Matrix(
      storage: storage, offset: (step * plan.bytesPerStep + offset) / 4, rows: rows, columns: rank,
      stride: rank)
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
