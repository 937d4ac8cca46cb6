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
    for (index, module) in shape.modules.enumerated() {
      let number = layout.firstModule[shape.slot] + index
      let width = module.inputWidth
      let augmented = module.augmentedWidth
      let first = Matrix(rows: module.outputWidth, columns: augmented)
      let second = Matrix(rows: module.outputWidth, columns: augmented)
      let weights = row + shape.weights(of: module).lowerBound
      let biases = row + shape.biases(of: module).lowerBound
      for output in 0..<module.outputWidth {
        let target = first.pointer + output * augmented
        target.update(from: weights + output * width, count: width)
        if module.hasBias { target[width] = biases[output] }
      }
      let left = factors.modules[number].gradientVectors
      let right = factors.modules[number].activationVectors
      multiply(left, .yes, first, .no, into: second)
      multiply(second, right, into: first)
      let inverse = inverses[number]
      for element in 0..<first.count { first.pointer[element] *= inverse.pointer[element] }
      multiply(first, .no, right, .yes, into: second)
      multiply(left, second, into: first)
      for output in 0..<module.outputWidth {
        let source = first.pointer + output * augmented
        (weights + output * width).update(from: source, count: width)
        if module.hasBias { biases[output] = source[width] }
      }
    }
  }
}
