import CKernels
import LinearAlgebra
import Transformer

/// Multiplies gradients by the damped inverse: `Q_S [(Q_Sᵀ G Q_A) ∘ 1/(Λ+d)] Q_Aᵀ`.
struct Preconditioner: Sendable {
  private let layout: GradientLayout
  private let factors: Factors
  /// 1/(Λ+d) by module.
  let inverses: [Matrix]

  /// - Parameter factors: nil for strategy identity only, which has no preconditioner.
  static func make(
    _ layout: GradientLayout, _ factors: Factors?, _ settings: InfluenceSettings
  ) throws -> Preconditioner? {
    guard settings.strategy != .identity else { return nil }
    guard let factors else {
      throw InfluenceError(.badSettings, "strategy \(settings.strategy.rawValue) needs factors")
    }
    return try Preconditioner(layout, factors, settings)
  }

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
      let gradient = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let turned = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let weights = row + shape.weights(of: module).lowerBound
      let biases = row + shape.biases(of: module).lowerBound
      for output in 0..<module.outputWidth {
        let target = gradient.pointer + output * gradient.stride
        target.update(from: weights + output * width, count: width)
        if module.hasBias { target[width] = biases[output] }
      }
      multiply(factors.modules[number].gradientVectors, .yes, gradient, .no, into: turned)
      multiply(turned, factors.modules[number].activationVectors, into: gradient)
      finish(number, rotated: gradient, into: row)
    }
  }

  /// Scales a module's rotated gradient and rotates it back into its place in a group's row.
  /// - Parameters:
  ///   - number: the module among all that take part.
  ///   - rotated: `Q_Sᵀ G Q_A`, `[dOut × dIn(+1)]`; overwritten.
  ///   - row: laid out as the group's.
  func finish(_ number: Int, rotated: Matrix, into row: UnsafeMutablePointer<Float>) {
    let shape = layout.groups[layout.slotOfModule[number]]
    let module = layout.modules[number]
    let half = Matrix(rows: rotated.rows, columns: rotated.columns)
    stemma_multiply(rotated.pointer, inverses[number].pointer, rotated.count)
    multiply(rotated, .no, factors.modules[number].activationVectors, .yes, into: half)
    multiply(factors.modules[number].gradientVectors, half, into: rotated)
    let width = module.inputWidth
    let weights = row + shape.weights(of: module).lowerBound
    let biases = row + shape.biases(of: module).lowerBound
    for output in 0..<module.outputWidth {
      let source = rotated.pointer + output * rotated.stride
      (weights + output * width).update(from: source, count: width)
      if module.hasBias { biases[output] = source[width] }
    }
  }
}
