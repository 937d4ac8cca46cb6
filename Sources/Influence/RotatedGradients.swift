import LinearAlgebra
import RunModel
import Transformer

/// Forms every sequence's gradient in the eigenbasis: `Q_Sᵀ G Q_A`, one module at a time.
///
/// Each side is rotated where it costs less: the pack's tokens, as `(g Q_S)ᵀ (a Q_A)`, while sequences are
/// shorter than the layer is wide, and the gradients beyond. Modules that share an input share its rotation.
final class RotatedGradients: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance.
  private let layout: GradientLayout
  private let factors: [ModuleFactors]
  /// The selected groups that take part.
  private let groupIndices: Range<Int>
  private let releasesFactors: Bool
  private var boundaries: [Int] = []
  private var turnedInputs = FloatStorage(count: 0)
  private var turnedGradients = FloatStorage(count: 0)
  private var chunk = FloatStorage(count: 0)
  private var spare = FloatStorage(count: 0)
  /// Receives a module's number and its gradients `[sequences × dOut·dIn(+1)]`, which it may overwrite.
  var consume: (Int, Matrix) -> Void = { _, _ in }

  /// - Parameters:
  ///   - groupIndices: selected groups that take part, all if nil.
  ///   - releasesFactors: whether eigenvectors go from memory once they have been used.
  init(
    _ layout: GradientLayout, _ factors: [ModuleFactors], groupIndices: Range<Int>? = nil,
    releasesFactors: Bool = false
  ) {
    self.releasesFactors = releasesFactors
    self.layout = layout
    self.factors = factors
    self.groupIndices = groupIndices ?? layout.groups.indices
  }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(_ pack: TokenPack) {
    boundaries = pack.boundaries
    let modules = layout.modules[layout.modules(of: groupIndices)]
    grow(&turnedInputs, pack.count * (modules.map(\.augmentedWidth).max() ?? 0))
    grow(&turnedGradients, pack.count * (modules.map(\.outputWidth).max() ?? 0))
    grow(
      &chunk,
      pack.sequenceCount * (modules.map { $0.outputWidth * $0.augmentedWidth }.max() ?? 0))
  }

  private func grow(_ storage: inout FloatStorage, _ count: Int) {
    if storage.count < count { storage = FloatStorage(count: count) }
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index],
      groupIndices.contains(groupIndex)
    else { return }
    let first = layout.firstModule[groupIndex]
    let width = layout.modules[first].augmentedWidth
    let boundaries = tokens.boundaries(boundaries)
    let sequences = boundaries.count - 1
    // n·dIn² operations on tokens stand against dIn²·ΣdOut on each gradient, and n·dOut² against dOut²·dIn.
    let turnsInputs = inputs.rows < sequences * group.outputWidth
    let turnsOutputs = inputs.rows < sequences * width
    var right = inputs
    if !turnsInputs && group.hasBias { right = withOnes(inputs) }
    var basis: Matrix?
    for (index, module) in layout.groups[groupIndex].modules.enumerated() {
      let own = factors[first + index]
      if turnsInputs && basis?.storage !== own.activationVectors.storage {
        right = rotate(inputs, own.activationVectors, hasBias: group.hasBias)
        basis = own.activationVectors
      }
      var left = outputGradients.columns(module.outputs)
      if turnsOutputs { left = rotate(left, own.gradientVectors) }
      let output = module.outputWidth
      for sequence in 0..<sequences {
        let span = boundaries[sequence]..<boundaries[sequence + 1]
        multiply(
          left.rows(span), .yes, right.rows(span), .no,
          into: gradients(chunk, output, width, sequence..<sequence + 1))
      }
      if !turnsInputs {
        grow(&spare, chunk.count)
        multiply(
          gradients(chunk, output, width, 0..<sequences), own.activationVectors,
          into: gradients(spare, output, width, 0..<sequences))
        swap(&chunk, &spare)
      }
      if !turnsOutputs {
        grow(&spare, chunk.count)
        for sequence in 0..<sequences {
          let part = sequence..<sequence + 1
          multiply(
            own.gradientVectors, .yes, gradients(chunk, output, width, part), .no,
            into: gradients(spare, output, width, part))
        }
        swap(&chunk, &spare)
      }
      consume(
        first + index,
        gradients(chunk, output, width, 0..<sequences).reshaped(
          rows: sequences, columns: output * width))
      if releasesFactors {
        own.activationVectors.storage.releasePages()
        own.gradientVectors.storage.releasePages()
      }
    }
  }

  /// Some sequences' gradients of a module, one below the other: `[sequences·dOut × dIn(+1)]`.
  private func gradients(
    _ storage: FloatStorage, _ output: Int, _ width: Int, _ sequences: Range<Int>
  ) -> Matrix {
    Matrix(
      storage: storage, offset: sequences.lowerBound * output * width,
      rows: sequences.count * output, columns: width, stride: width)
  }

  /// `g Q_G`.
  private func rotate(_ outputGradients: Matrix, _ basis: Matrix) -> Matrix {
    let result = Matrix(
      storage: turnedGradients, offset: 0, rows: outputGradients.rows,
      columns: outputGradients.columns, stride: outputGradients.columns)
    multiply(outputGradients, basis, into: result)
    return result
  }

  /// `a Q_A`, where a bias's ones column adds the last row of Q_A.
  private func rotate(_ inputs: Matrix, _ basis: Matrix, hasBias: Bool) -> Matrix {
    let result = Matrix(
      storage: turnedInputs, offset: 0, rows: inputs.rows, columns: basis.columns,
      stride: basis.columns)
    multiply(inputs, basis.rows(0..<inputs.columns), into: result)
    if hasBias {
      result.addToEveryRow(basis.vector(row: inputs.columns))
    }
    return result
  }

  /// The inputs with a bias's ones column.
  private func withOnes(_ inputs: Matrix) -> Matrix {
    let width = inputs.columns + 1
    let result = Matrix(
      storage: turnedInputs, offset: 0, rows: inputs.rows, columns: width, stride: width)
    result.columns(0..<inputs.columns).copy(from: inputs)
    result.columns(inputs.columns..<width).fill(1)
    return result
  }
}
