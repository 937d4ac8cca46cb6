import LinearAlgebra
import RunModel
import Transformer

/// Multiplies gradients by the damped inverse: `Q_S [(Q_Sᵀ G Q_A) ∘ 1/(Λ+d)] Q_Aᵀ`.
struct Preconditioner: Sendable {
  private let layout: GradientLayout
  private let factors: Factors
  /// 1/(Λ+d) by module.
  let inverses: [Matrix]
  private let releasesFactors: Bool
  /// d by module.
  let dampings: [Double]
  /// Whose eigenvectors lead into the eigenbasis and back, by module.
  var modules: [ModuleFactors] { factors.modules }

  /// - Parameter factors: nil for strategy identity only, which has no preconditioner.
  static func make(
    _ layout: GradientLayout, _ factors: Factors?, _ settings: InfluenceSettings
  ) throws -> Preconditioner? {
    guard settings.strategy.needsFactors else { return nil }
    guard let factors else {
      throw InfluenceError(.badSettings, "strategy \(settings.strategy.rawValue) needs factors")
    }
    return try Preconditioner(layout, factors, settings)
  }

  /// - Throws: `InfluenceError` when factors are of other modules.
  static func check(_ layout: GradientLayout, _ factors: Factors) throws {
    guard factors.modules.map(\.module) == layout.modules else {
      throw InfluenceError(
        .badFactors,
        "the factors belong to other modules than the settings select; fit them anew")
    }
  }

  init(_ layout: GradientLayout, _ factors: Factors, _ settings: InfluenceSettings) throws {
    try Self.check(layout, factors)
    self.layout = layout
    self.factors = factors
    releasesFactors = settings.releasesFactors
    inverses = try layout.modules.indices.map { index in
      defer { factors.modules[index].lambdaSums?.storage.releasePages() }
      return try factors.inverse(index, settings)
    }
    dampings = try layout.modules.indices.map { try factors.eigenvalues($0, settings).damping }
  }

  /// Preconditions one group's gradients in place.
  /// - Parameter row: one gradient `[1 × count]`, laid out as the group's.
  func apply(_ groupLayout: GroupLayout, _ row: Matrix) {
    forEachModule(groupLayout, row) { factors, inverse, gradient, spare in
      multiply(factors.gradientVectors, .yes, gradient, .no, into: spare)
      multiply(spare, factors.activationVectors, into: gradient)
      Self.finish(factors, inverse, gradient, spare)
    }
  }

  /// Preconditions one group's gradients that are in the eigenbasis already, in place.
  /// - Parameter row: `Q_Sᵀ G Q_A` of each module, laid out as the group's.
  func finish(_ groupLayout: GroupLayout, _ row: Matrix) {
    forEachModule(groupLayout, row, Self.finish)
  }

  /// `Q_S [R ∘ 1/(Λ+d)] Q_Aᵀ` in place of R.
  private static func finish(
    _ factors: ModuleFactors, _ inverse: Matrix, _ rotated: Matrix, _ spare: Matrix
  ) {
    rotated.multiplyElements(by: inverse)
    multiply(rotated, .no, factors.activationVectors, .yes, into: spare)
    multiply(factors.gradientVectors, spare, into: rotated)
  }

  /// Shows a body each module's gradient of a row as `[dOut × dIn(+1)]`, with as much room beside it, and
  /// puts back what it leaves there.
  private func forEachModule(
    _ groupLayout: GroupLayout, _ row: Matrix,
    _ body: (ModuleFactors, Matrix, Matrix, Matrix) -> Void
  ) {
    for (index, module) in groupLayout.modules.enumerated() {
      let number = layout.firstModule[groupLayout.index] + index
      let gradient = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      let spare = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
      groupLayout.gather(module, row, into: gradient)
      body(factors.modules[number], inverses[number], gradient, spare)
      groupLayout.scatter(module, gradient, into: row)
      if releasesFactors {
        factors.modules[number].activationVectors.storage.releasePages()
        factors.modules[number].gradientVectors.storage.releasePages()
      }
    }
  }
}
