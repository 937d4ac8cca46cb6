import CKernels
import LinearAlgebra
import Transformer

/// Multiplies gradients by the damped inverse: `Q_S [(Q_Sᵀ G Q_A) ∘ 1/(Λ+d)] Q_Aᵀ`.
struct Preconditioner: Sendable {
  private let layout: GradientLayout
  private let factors: Factors
  /// 1/(Λ+d) by module.
  let inverses: [Matrix]

  init(_ layout: GradientLayout, _ factors: Factors, _ settings: InfluenceSettings) throws {
    guard factors.modules.map(\.module) == layout.modules else {
      throw InfluenceError(
        .badFactors,
        "the factors belong to other modules than the settings select; fit them anew")
    }
    self.layout = layout
    self.factors = factors
    inverses = try layout.modules.indices.map { try factors.inverse($0, settings) }
  }

  /// Preconditions one group's gradients in place.
  /// - Parameter row: one gradient, laid out as the group's.
  func apply(_ shape: GroupGradient, _ row: UnsafeMutablePointer<Float>) {
    forEachModule(of: shape, row) { number, values, spare in
      rotate(number, values, spare)
      scale(values, inverses[number]) { $0 }
      rotateBack(number, values, spare)
    }
  }

  /// `(Q_Sᵀ G Q_A) ∘ (Λ+d)^-1/2` in place: gradients whose plain inner products are scores.
  func whiten(_ shape: GroupGradient, _ row: UnsafeMutablePointer<Float>) {
    forEachModule(of: shape, row) { number, values, spare in
      rotate(number, values, spare)
      scale(values, inverses[number]) { $0.squareRoot() }
    }
  }

  /// `Q_S (W ∘ (Λ+d)^-1/2) Q_Aᵀ` in place: what meets a raw gradient as W meets a whitened one.
  func unwhiten(_ shape: GroupGradient, _ row: UnsafeMutablePointer<Float>) {
    forEachModule(of: shape, row) { number, values, spare in
      scale(values, inverses[number]) { $0.squareRoot() }
      rotateBack(number, values, spare)
    }
  }

  private func rotate(_ number: Int, _ values: Matrix, _ spare: Matrix) {
    multiply(factors.modules[number].gradientVectors, .yes, values, .no, into: spare)
    multiply(spare, factors.modules[number].activationVectors, into: values)
  }

  private func rotateBack(_ number: Int, _ values: Matrix, _ spare: Matrix) {
    multiply(values, .no, factors.modules[number].activationVectors, .yes, into: spare)
    multiply(factors.modules[number].gradientVectors, spare, into: values)
  }

  private func scale(_ values: Matrix, _ factors: Matrix, _ factor: (Float) -> Float) {
    for element in 0..<values.count { values.pointer[element] *= factor(factors.pointer[element]) }
  }

  /// Hands each module's part of a row, a bias as last column, to a body that changes it.
  private func forEachModule(
    of shape: GroupGradient, _ row: UnsafeMutablePointer<Float>,
    _ body: (_ number: Int, _ values: Matrix, _ spare: Matrix) -> Void
  ) {
    for (index, module) in shape.modules.enumerated() {
      let width = module.inputWidth
      let values = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let spare = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let weights = row + shape.weights(of: module).lowerBound
      let biases = row + shape.biases(of: module).lowerBound
      for output in 0..<module.outputWidth {
        let target = values.pointer + output * values.stride
        target.update(from: weights + output * width, count: width)
        if module.hasBias { target[width] = biases[output] }
      }
      body(layout.firstModule[shape.slot] + index, values, spare)
      for output in 0..<module.outputWidth {
        let source = values.pointer + output * values.stride
        (weights + output * width).update(from: source, count: width)
        if module.hasBias { biases[output] = source[width] }
      }
    }
  }
}
