import LinearAlgebra
import RunModel
import Transformer

/// Sums of `a aᵀ` and `g gᵀ` over tokens, float64: one per group of inputs, one per module's outputs.
///
/// Holds some of the model's groups, as many as memory allows; all workers add to the same sums.
final class CovarianceSums: Sendable {
  private let layout: GradientLayout
  /// The selected groups that take part.
  let groupIndices: Range<Int>
  let sums: DoubleSums
  /// By sum: the groups' inputs, then the modules' outputs.
  private let tiles: [TriangleTiles]

  init(
    _ layout: GradientLayout, groupIndices: Range<Int>, shares: [Range<Int>] = [], first: Int = 0,
    scratchIn folder: String? = nil
  ) throws {
    self.layout = layout
    self.groupIndices = groupIndices
    tiles =
      groupIndices.map { TriangleTiles(order: layout.groups[$0].group.inputWidth) }
      + layout.modules(of: groupIndices).map {
        TriangleTiles(order: layout.modules[$0].outputWidth)
      }
    // A bias's ones column is summed apart: its products are the inputs' own sums.
    let ones = groupIndices.map { layout.groups[$0].modules[0] }.map {
      $0.hasBias ? $0.inputWidth + 1 : 0
    }
    sums = try DoubleSums(
      counts: tiles.map(\.count) + ones, shares: shares, first: first, scratchIn: folder)
  }

  /// Bytes of the sums of one selected group and its modules.
  static func bytes(_ groupLayout: GroupLayout) -> Int {
    let orders = [groupLayout.group.inputWidth] + groupLayout.modules.map(\.outputWidth)
    return MemoryLayout<Double>.stride
      * orders.reduce(groupLayout.group.inputWidth + 1) { $0 + TriangleTiles(order: $1).count }
  }

  /// Floats that a worker needs to add.
  var scratch: Int { tiles.map(\.scratch).max() ?? 0 }

  func addInputs(_ inputs: Matrix, pack: Int, groupIndex: Int, scratch: FloatStorage) {
    let index = groupIndex - groupIndices.lowerBound
    sums.add(pack: pack, to: index) {
      tiles[index].add(gramOf: inputs, to: $0, scratch: scratch)
    }
    sums.add(pack: pack, to: tiles.count + index) { target in
      guard layout.groups[groupIndex].group.hasBias else { return }
      let row = Matrix(
        storage: scratch, offset: 0, rows: 1, columns: inputs.columns, stride: inputs.columns)
      for start in stride(from: 0, to: inputs.rows, by: TriangleTiles.tokens) {
        let block = inputs.rows(start..<min(start + TriangleTiles.tokens, inputs.rows))
        row.fill(0)
        row.addColumnSums(of: block)
        row.addElements(to: target)
      }
    }
  }

  func addGradients(_ gradients: Matrix, pack: Int, module: Int, scratch: FloatStorage) {
    let index = groupIndices.count + module - layout.modules(of: groupIndices).lowerBound
    sums.add(pack: pack, to: index) {
      tiles[index].add(gramOf: gradients, to: $0, scratch: scratch)
    }
  }

  /// Adds `Gᵀ G` and `G Gᵀ` of a pack's sequences instead, as Shampoo has them.
  ///
  /// Modules that read the same input share the sum of their `Gᵀ G`; a bias's gradient is G's last column.
  /// - Parameter chunk: gradients `[sequences × elements]` of the group.
  func addSequences(_ chunk: Matrix, _ groupLayout: GroupLayout, pack: Int, scratch: FloatStorage) {
    let index = groupLayout.index - groupIndices.lowerBound
    let group = groupLayout.group
    func weights(_ sequence: Int) -> Matrix {
      Matrix(
        storage: chunk.storage, offset: chunk.offset + sequence * chunk.stride,
        rows: group.outputWidth, columns: group.inputWidth, stride: group.inputWidth)
    }
    func biases(_ sequence: Int) -> Matrix {
      Matrix(
        storage: chunk.storage,
        offset: chunk.offset + sequence * chunk.stride + groupLayout.weights,
        rows: 1, columns: group.outputWidth, stride: group.outputWidth)
    }
    sums.add(pack: pack, to: index) {
      for sequence in 0..<chunk.rows {
        tiles[index].add(gramOf: weights(sequence), to: $0, scratch: scratch)
      }
    }
    sums.add(pack: pack, to: tiles.count + index) { target in
      guard group.hasBias else { return }
      let row = Matrix(rows: 1, columns: group.inputWidth)
      for sequence in 0..<chunk.rows {
        multiply(biases(sequence), weights(sequence), into: row)
        row.addElements(to: target)
        target[group.inputWidth] += biases(sequence).sumOfSquares
      }
    }
    for (position, module) in groupLayout.modules.enumerated() {
      let number = layout.firstModule[groupLayout.index] + position
      let own = groupIndices.count + number - layout.modules(of: groupIndices).lowerBound
      let gradient = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let turned = Matrix(rows: module.augmentedWidth, columns: module.outputWidth)
      sums.add(pack: pack, to: own) {
        for sequence in 0..<chunk.rows {
          groupLayout.gather(module, chunk.vector(row: sequence), into: gradient)
          let (target, source) = (turned.elements, gradient.elements)
          for row in 0..<gradient.rows {
            for column in 0..<gradient.columns {
              target[column * gradient.rows + row] = source[row * gradient.columns + column]
            }
          }
          tiles[own].add(gramOf: turned, to: $0, scratch: scratch)
        }
      }
    }
  }

  /// Writes a group's sum of `a aᵀ`, or `Gᵀ G`, as float32, both triangles, with a bias's column last.
  /// - Parameter tokens: the bias's own sum, where inputs were summed; nil where sequences were.
  func writeInputs(groupIndex: Int, tokens: Int?, into result: Matrix) {
    let index = groupIndex - groupIndices.lowerBound
    write(index, into: result)
    let width = tiles[index].order
    guard layout.groups[groupIndex].group.hasBias else { return }
    let ones = sums[tiles.count + index]
    for column in 0..<width {
      result[column, width] = Float(ones[column])
      result[width, column] = Float(ones[column])
    }
    result[width, width] = tokens.map(Float.init) ?? Float(ones[width])
  }

  /// Writes a module's sum of `g gᵀ` as float32, both triangles.
  func writeGradients(module: Int, into result: Matrix) {
    write(groupIndices.count + module - layout.modules(of: groupIndices).lowerBound, into: result)
  }

  private func write(_ index: Int, into result: Matrix) {
    tiles[index].write(sums[index], into: result)
  }
}

/// One worker's way to the covariances' sums.
final class CovarianceVisitor: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance.
  private let layout: GradientLayout
  private let sums: CovarianceSums
  private let scratch: FloatStorage
  private var pack = 0
  /// Whether the pack brought an infinity or a NaN.
  private(set) var sawNotFinite = false

  init(_ layout: GradientLayout, _ sums: CovarianceSums) {
    self.layout = layout
    self.sums = sums
    scratch = FloatStorage(count: sums.scratch)
  }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(pack: Int) {
    self.pack = pack
    sawNotFinite = false
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index],
      sums.groupIndices.contains(groupIndex)
    else { return }
    if !inputs.isFinite || !outputGradients.isFinite { sawNotFinite = true }
    sums.addInputs(inputs, pack: pack, groupIndex: groupIndex, scratch: scratch)
    for (index, module) in layout.groups[groupIndex].modules.enumerated() {
      sums.addGradients(
        outputGradients.columns(module.outputs), pack: pack,
        module: layout.firstModule[groupIndex] + index, scratch: scratch)
    }
  }
}

/// One worker's way to Shampoo's sums.
final class ShampooVisitor: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance.
  private let gradients: SequenceGradients
  private let sums: CovarianceSums
  private let scratch: FloatStorage
  private var pack = 0
  /// Whether the pack brought an infinity or a NaN.
  private(set) var sawNotFinite = false

  init(_ layout: GradientLayout, _ sums: CovarianceSums) {
    gradients = SequenceGradients(layout)
    self.sums = sums
    scratch = FloatStorage(count: sums.scratch)
    gradients.consume = { [unowned self] groupLayout, chunk in
      guard self.sums.groupIndices.contains(groupLayout.index) else { return }
      if !chunk.isFinite { sawNotFinite = true }
      self.sums.addSequences(chunk, groupLayout, pack: pack, scratch: scratch)
    }
  }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(_ pack: TokenPack, number: Int) {
    self.pack = number
    sawNotFinite = false
    gradients.prepare(pack)
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    gradients.visit(
      group, inputs: inputs, outputGradients: outputGradients, tokens: tokens)
  }
}
