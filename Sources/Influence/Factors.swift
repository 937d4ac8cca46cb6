import LinearAlgebra
import RunModel
package import Transformer

/// What the approximate Hessian of one linear layer is made of.
package struct ModuleFactors: Sendable {
  package let module: TrackedModule
  /// Q_A, eigenvectors as columns, `[dIn(+1) × dIn(+1)]`; modules of one group share it.
  let activationVectors: Matrix
  /// Q_S, eigenvectors as columns, `[dOut × dOut]`.
  let gradientVectors: Matrix
  /// Ascending eigenvalues of A and S.
  let activationValues: [Double]
  let gradientValues: [Double]
  /// Σ over sequences of `(Q_Sᵀ G Q_A)²`, `[dOut × dIn(+1)]`; nil for K-FAC.
  let lambdaSums: Matrix?
}

/// The fitted approximation of the Hessian: covariances, their eigenvectors, corrected eigenvalues.
package final class Factors: Sendable {
  package let settings: InfluenceSettings
  package let modules: [ModuleFactors]
  /// Σ a aᵀ and Σ g gᵀ by module, as the factor files hold them.
  let activationCovariances: [Matrix]
  let gradientCovariances: [Matrix]
  /// Tokens and sequences that were summed.
  package let tokenCount: Int
  package let sequenceCount: Int
  /// What a person should know before trusting scores, in whole sentences.
  package let warnings: [String]

  init(
    settings: InfluenceSettings, modules: [ModuleFactors], activationCovariances: [Matrix],
    gradientCovariances: [Matrix], tokenCount: Int, sequenceCount: Int
  ) {
    self.settings = settings
    self.modules = modules
    self.activationCovariances = activationCovariances
    self.gradientCovariances = gradientCovariances
    self.tokenCount = tokenCount
    self.sequenceCount = sequenceCount
    warnings =
      Self.warnings(modules.map(\.module), settings, tokenCount, sequenceCount)
      + Self.expertWarnings(modules)
  }

  /// Which experts saw too few tokens for their factors to mean much.
  ///
  /// The covariance of n inputs has n eigenvalues above nothing, while n is less than its width.
  private static func expertWarnings(_ modules: [ModuleFactors]) -> [String] {
    let seen = modules.compactMap { module -> (name: String, tokens: Int, width: Int)? in
      guard module.module.expert != nil, module.module.outputs.lowerBound == 0 else { return nil }
      let values = module.activationValues
      let least = (values.max() ?? 0) * 1e-6
      return (module.module.name, values.count { $0 > least }, values.count)
    }
    var result: [String] = []
    let none = seen.filter { $0.tokens == 0 }
    if let first = none.first {
      result.append(
        "No factor passage was sent to \(first.name)"
          + (none.count == 1 ? "" : " and \(none.count - 1) layers of experts more")
          + ": with a damping that is a share of the mean, they take no part. "
          + "Use more factor passages.")
    }
    let few = seen.filter { $0.tokens > 0 && $0.tokens < $0.width }
    if let first = few.min(by: { ($0.tokens, $0.name) < ($1.tokens, $1.name) }) {
      let more = few.count == 1 ? "" : " (and \(few.count - 1) layers of experts like it)"
      result.append(
        "\(first.name) saw about \(first.tokens) independent inputs, fewer than its "
          + "\(first.width) dimensions\(more): only damping keeps their inverses in bounds. "
          + "Use more factor passages.")
    }
    return result
  }

  private static func warnings(
    _ modules: [TrackedModule], _ settings: InfluenceSettings, _ tokens: Int, _ sequences: Int
  ) -> [String] {
    var result: [String] = []
    let widest = modules.map { max($0.augmentedWidth, $0.outputWidth) }.max() ?? 0
    if tokens < widest {
      result.append(
        "The factors saw \(tokens) tokens, fewer than the \(widest) dimensions of the widest layer: "
          + "part of the space was never seen and only damping keeps its inverse in bounds. "
          + "Use more factor passages.")
    }
    if settings.strategy.correctsEigenvalues && sequences < 100 {
      result.append(
        "The factors were fitted on \(sequences) passages; corrected eigenvalues from so few are "
          + "rough. Use a thousand where the corpus has them.")
    }
    return result
  }

  /// What the strategy has for eigenvalues of one module, `[dOut × dIn(+1)]` row by row, and the damping that is
  /// added to them.
  /// - Throws: `InfluenceError` where the factors lack them.
  func eigenvalues(_ index: Int, _ settings: InfluenceSettings) throws -> (
    values: [Double], damping: Double
  ) {
    let factors = modules[index]
    let rows = factors.module.outputWidth
    let columns = factors.module.augmentedWidth
    var values = [Double](repeating: 0, count: rows * columns)
    if settings.strategy.correctsEigenvalues {
      guard let sums = factors.lambdaSums else {
        throw InfluenceError(
          .badFactors,
          "these factors have no corrected eigenvalues; fit them with strategy ekfac or score with "
            + "kfac")
      }
      let scale = 1 / Double(max(1, sequenceCount))
      for row in 0..<rows {
        for column in 0..<columns {
          values[row * columns + column] = Double(sums[row, column]) * scale
        }
      }
    } else {
      for row in 0..<rows {
        for column in 0..<columns {
          values[row * columns + column] =
            factors.gradientValues[row] * factors.activationValues[column]
        }
      }
    }
    switch settings.damping {
    case .absolute(let value): return (values, value)
    case .relativeToMean(let share):
      return (values, share * values.reduce(0, +) / Double(max(1, values.count)))
    }
  }

  /// What is added to the eigenvalues, by module.
  /// - Throws: `InfluenceError` where the factors lack eigenvalues.
  package func dampings(_ settings: InfluenceSettings) throws -> [Double] {
    try modules.indices.map { try eigenvalues($0, settings).damping }
  }

  /// 1 / (Λ + d) of one module, `[dOut × dIn(+1)]`.
  ///
  /// Of an expert that no factor passage was sent to, with a damping that is a share of nothing: 0, so that
  /// it takes no part.
  /// - Throws: `InfluenceError` when a damped eigenvalue is not positive.
  func inverse(_ index: Int, _ settings: InfluenceSettings) throws -> Matrix {
    precondition(settings.strategy.needsFactors, "the identity has no factors")
    let module = modules[index].module
    let (values, damping) = try eigenvalues(index, settings)
    let result = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
    if module.expert != nil, damping == 0, values.allSatisfy({ $0 == 0 }) { return result }
    for (element, value) in values.enumerated() {
      let damped = value + damping
      guard damped.isFinite, damped > 0 else {
        throw InfluenceError(
          .badSettings,
          "the damped eigenvalues of \(module.name) are not positive "
            + "(\(value) + \(damping)); use a larger damping")
      }
      result.elements[element] = Float(1 / damped)
    }
    return result
  }
}
