import LinearAlgebra
import Transformer

/// How long conjugate gradients go on.
package struct ConjugateGradientSettings: Sendable, Equatable {
  /// Most products with the Gauss-Newton matrix for a step.
  package var iterations: Int
  /// Relative residual at which a step is done.
  package var tolerance: Double

  package init(iterations: Int = 10, tolerance: Double = 1e-3) {
    self.iterations = iterations
    self.tolerance = tolerance
  }
}

/// How the solution of one step came about.
package struct ConjugateGradientTrace: Sendable, Equatable, Codable {
  /// √(rᵀM⁻¹r / gᵀM⁻¹g) after each iteration: the residual's norm, to the gradient's, as the preconditioner
  /// measures it.
  package internal(set) var residuals: [Double] = []
  /// ‖r‖ / ‖g‖ at the end.
  package internal(set) var plainResidual = 1.0
  /// Whether the last step was taken back, since it raised what conjugate gradients lower.
  package internal(set) var wasUndone = false

  /// The last residual; 1 where nothing was done.
  package var residual: Double { residuals.last ?? 1 }
}

/// Preconditioned conjugate gradients (Hestenes and Stiefel 1952) on `(H + d) x = g`, some right-hand sides at a time.
///
/// H is the Gauss-Newton matrix of the given passages, d the strategy's own damping by module, the preconditioner
/// the strategy's damped inverse: the first iterate is what the strategy itself gives, but for a factor.
struct ConjugateGradients: Sendable {
  private let matrix: GaussNewton
  private let preconditioner: Preconditioner
  private let layout: GradientLayout
  private let settings: ConjugateGradientSettings
  private let threads: Int

  /// - Parameter passages: what the matrix is summed over; the same in every iteration, since conjugate gradients
  ///   need one matrix.
  /// - Throws: `InfluenceError` for a strategy without factors, whose damping would be unknown.
  init(
    model: LanguageModel, preconditioner: Preconditioner?, passages: [[Int32]],
    settings: InfluenceSettings, conjugateGradients: ConjugateGradientSettings
  ) throws {
    guard let preconditioner else {
      throw InfluenceError(
        .badSettings,
        "conjugate gradients need a strategy with factors, which lead them and set the damping; "
          + "use ekfac")
    }
    matrix = try GaussNewton(model: model, passages: passages, settings: settings)
    self.preconditioner = preconditioner
    layout = GradientLayout(model, settings.modules)
    self.settings = conjugateGradients
    threads = settings.threads
  }

  /// By which share of itself Φ may rise without being said to: near the solution what is left of its fall is less
  /// than the rounding of x to float32, which differs from processor to processor.
  private static let rounding = 0x1p-20

  /// Vectors that a right-hand side takes beside itself.
  static let vectors = 5

  /// Replaces every row by its solution.
  /// - Parameter progress: called before every product; may throw to cancel.
  func solve(_ gradients: GradientRows, progress: () throws -> Void = {}) throws
    -> [ConjugateGradientTrace]
  {
    let count = gradients.count
    func rows() -> GradientRows { GradientRows(layout, count: count) }
    let (solution, residual, preconditioned) = (rows(), rows(), rows())
    let (direction, product) = (rows(), rows())
    var traces = [ConjugateGradientTrace](repeating: .init(), count: count)
    for row in 0..<count {
      residual.copy(gradients, row, to: row)
      preconditioned.copy(gradients, row, to: row)
    }
    var active = Array(0..<count)
    applyPreconditioner(active, preconditioned)
    for row in active { direction.copy(preconditioned, row, to: row) }
    let first = active.map { residual.dot($0, preconditioned, $0) }
    var squares = first
    // Φ(x) = ½xᵀ(H + d)x − gᵀx, which every step lowers in exact arithmetic.
    var energies = [Double](repeating: 0, count: count)
    active.removeAll { !(first[$0] > 0) }
    for _ in 0..<settings.iterations where !active.isEmpty {
      try matrix.multiply(direction, rows: active, into: product, progress: progress)
      damp(active, direction, into: product)
      var stopped: Set<Int> = []
      for row in active {
        let curvature = direction.dot(row, product, row)
        let length = squares[row] / curvature
        if curvature > 0, length.isFinite {
          solution.add(direction, row, factor: length, to: row)
          residual.add(product, row, factor: -length, to: row)
          let energy = -0.5 * (solution.dot(row, gradients, row) + solution.dot(row, residual, row))
          if energy < energies[row] + Self.rounding * abs(energies[row]) {
            energies[row] = energy
            preconditioned.copy(residual, row, to: row)
            continue
          }
          solution.add(direction, row, factor: -length, to: row)
          residual.add(product, row, factor: length, to: row)
        }
        traces[row].wasUndone = true
        stopped.insert(row)
      }
      active.removeAll { stopped.contains($0) }
      applyPreconditioner(active, preconditioned)
      for row in active {
        let square = residual.dot(row, preconditioned, row)
        traces[row].residuals.append((max(0, square) / first[row]).squareRoot())
        if traces[row].residual <= settings.tolerance { stopped.insert(row) }
        direction.scale(row, by: square / squares[row])
        direction.add(preconditioned, row, factor: 1, to: row)
        squares[row] = square
      }
      active.removeAll { stopped.contains($0) }
    }
    for row in 0..<count {
      traces[row].plainResidual = Self.relativeSize(of: residual, to: gradients, row)
      gradients.copy(solution, row, to: row)
    }
    return traces
  }

  /// ‖a‖ / ‖b‖ of one row; 1 where b is 0, which has nothing to solve.
  private static func relativeSize(of a: GradientRows, to b: GradientRows, _ row: Int) -> Double {
    let size = b.dot(row, b, row)
    return size > 0 ? (a.dot(row, a, row) / size).squareRoot() : 1
  }

  /// `result += d · vector`, module by module.
  private func damp(_ rows: [Int], _ vectors: GradientRows, into result: GradientRows) {
    for row in rows {
      for groupLayout in layout.groups {
        let (source, target) = (
          vectors.vector(groupLayout.index, row), result.vector(groupLayout.index, row)
        )
        for (index, module) in groupLayout.modules.enumerated() {
          let damping = Float(
            preconditioner.dampings[layout.firstModule[groupLayout.index] + index])
          for part in [groupLayout.weights(of: module), groupLayout.biases(of: module)] {
            target.columns(part).add(source.columns(part), factor: damping)
          }
        }
      }
    }
  }

  private func applyPreconditioner(_ rows: [Int], _ vectors: GradientRows) {
    guard !rows.isEmpty else { return }
    let workers = min(threads, rows.count)
    // Nothing in it throws.
    try? runWorkers(workers) { worker in
      for index in stride(from: worker, to: rows.count, by: workers) {
        for groupLayout in layout.groups {
          preconditioner.apply(groupLayout, vectors.vector(groupLayout.index, rows[index]))
        }
      }
    }
  }

  /// ‖g − (H + d)x‖ / ‖g‖ of one solution, computed anew: what the self-check asks.
  func trueResidual(_ solutions: GradientRows, _ gradients: GradientRows, row: Int) throws -> Double
  {
    let product = GradientRows(layout, count: solutions.count)
    try matrix.multiply(solutions, rows: [row], into: product)
    damp([row], solutions, into: product)
    product.add(gradients, row, factor: -1, to: row)
    return (product.dot(row, product, row) / max(gradients.dot(row, gradients, row), 1e-300))
      .squareRoot()
  }
}
