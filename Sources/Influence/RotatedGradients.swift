import CKernels
import LinearAlgebra
import Transformer

/// Forms every sequence's gradient in the eigenbasis: `Q_Sᵀ G Q_A`, one module at a time.
///
/// Rotates tokens rather than gradients: `(g Q_S)ᵀ (a Q_A)`, cheaper for sequences shorter than the
/// layers are wide, and modules that share an input share its rotation.
final class RotatedGradients: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance.
  private let layout: GradientLayout
  private let factors: [ModuleFactors]
  private var boundaries: [Int] = []
  private var rotatedInputs = FloatStorage(count: 0)
  private var rotatedGradients = FloatStorage(count: 0)
  private var chunk = FloatStorage(count: 0)
  /// Receives a module's number and its gradients `[sequences × dOut·dIn(+1)]`.
  var consume: (Int, Matrix) -> Void = { _, _ in }

  init(_ layout: GradientLayout, _ factors: [ModuleFactors]) {
    self.layout = layout
    self.factors = factors
  }

  /// Prepares for the pack whose backward pass comes next.
  func prepare(_ pack: TokenPack) {
    boundaries = pack.boundaries
    func grow(_ storage: inout FloatStorage, _ count: Int) {
      if storage.count < count { storage = FloatStorage(count: count) }
    }
    let modules = layout.modules
    grow(&rotatedInputs, pack.count * (modules.map(\.augmentedWidth).max() ?? 0))
    grow(&rotatedGradients, pack.count * (modules.map(\.outputWidth).max() ?? 0))
    grow(
      &chunk,
      pack.sequenceCount * (modules.map { $0.outputWidth * $0.augmentedWidth }.max() ?? 0))
  }

  func visit(_ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix) {
    guard let slot = layout.slotOfGroup[group.index] else { return }
    let first = layout.firstModule[slot]
    let width = layout.modules[first].augmentedWidth
    let rotated = Matrix(
      storage: rotatedInputs, offset: 0, rows: inputs.rows, columns: width, stride: width)
    var basis: Matrix?
    for (index, module) in layout.groups[slot].modules.enumerated() {
      let own = factors[first + index].activationVectors
      if basis?.storage !== own.storage {
        rotate(inputs, own, hasBias: group.hasBias, into: rotated)
        basis = own
      }
      let output = module.outputWidth
      let pulled = Matrix(
        storage: rotatedGradients, offset: 0, rows: inputs.rows, columns: output, stride: output)
      multiply(
        outputGradients.columns(module.outputs), factors[first + index].gradientVectors,
        into: pulled)
      let sequences = boundaries.count - 1
      for sequence in 0..<sequences {
        let span = boundaries[sequence]..<boundaries[sequence + 1]
        let target = Matrix(
          storage: chunk, offset: sequence * output * width, rows: output, columns: width,
          stride: width)
        multiply(pulled.rows(span), .yes, rotated.rows(span), .no, into: target)
      }
      consume(
        first + index,
        Matrix(
          storage: chunk, offset: 0, rows: sequences, columns: output * width,
          stride: output * width))
    }
  }

  /// `a Q_A`, where a bias's ones column adds the last row of Q_A.
  private func rotate(_ inputs: Matrix, _ basis: Matrix, hasBias: Bool, into result: Matrix) {
    multiply(inputs, basis.rows(0..<inputs.columns), into: result)
    guard hasBias else { return }
    let ones = basis.pointer + inputs.columns * basis.stride
    stemma_add_bias(result.pointer, result.stride, ones, result.rows, result.columns)
  }
}
