import LinearAlgebra
import Transformer

/// Divides a score over the positions of a sequence: `h_t = Σ_modules g_tᵀ M a_t`, whose sum is the score.
final class HeatVisitor: BackwardVisitor {
  private let layout: GradientLayout
  /// M, one row of a gradient's layout per selected group; held, because pointers alone keep nothing alive.
  private let rows: [Matrix]
  private(set) var heat: [Double]

  /// - Parameter rows: one matrix of one row per selected group.
  init(_ layout: GradientLayout, _ rows: [Matrix], tokens: Int) {
    self.layout = layout
    self.rows = rows
    heat = [Double](repeating: 0, count: tokens)
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index] else { return }
    let groupLayout = layout.groups[groupIndex]
    let row = rows[groupIndex].vector(row: 0)
    let weights = row.columns(0..<groupLayout.weights)
      .reshaped(rows: group.outputWidth, columns: group.inputWidth)
    let inputGradients = Matrix(rows: inputs.rows, columns: group.inputWidth)
    multiply(outputGradients, weights, into: inputGradients)
    let dots = Matrix.vector(inputs.rows)
    inputGradients.rowDots(inputs, into: dots)
    for (row, value) in dots.elements.enumerated() { heat[tokens.token(row)] += Double(value) }
    guard group.hasBias else { return }
    let biases = row.columns(groupLayout.weights..<groupLayout.count).elements
    for row in 0..<inputs.rows {
      let gradient = outputGradients.row(row)
      var sum = 0.0
      for output in 0..<group.outputWidth {
        sum += Double(gradient[output]) * Double(biases[output])
      }
      heat[tokens.token(row)] += sum
    }
  }
}

extension PassageScorer {
  /// A passage's score divided over its tokens.
  ///
  /// The value at t belongs to the gradient that arrives at position t: to predicting token t + 1.
  /// - Parameters:
  ///   - passage: its tokens.
  ///   - step: row among the preconditioned steps.
  /// - Returns: one value per token; their sum is the score.
  /// - Throws: `InfluenceError`.
  package func tokenHeat(passage: [Int32], step: Int) throws -> [Float] {
    precondition(step >= 0 && step < steps.count)
    try Packing.check(passage, model) { "the passage" }
    let pack = TokenPack([passage])
    let rows = steps.whole(row: step)
    let visitor = HeatVisitor(steps.layout, rows, tokens: passage.count)
    Threads.withProductThreads(1) {
      workers[0].forward(pack)
      _ = workers[0].backward(.given(pack.nextTokens), visitor)
    }
    return try finite(visitor.heat)
  }

  /// The same score divided over the tokens of the question and its steps.
  ///
  /// The value at t belongs to the gradient of the step's loss that arrives at position t; positions
  /// after the step have none.
  /// - Parameters:
  ///   - passage: its tokens.
  ///   - step: row among the preconditioned steps.
  /// - Returns: one value per token of the step's query; their sum is the score, with conjugate gradients but
  ///   for what the residuals leave.
  /// - Throws: `InfluenceError`.
  package func stepTokenHeat(passage: [Int32], step: Int) throws -> [Float] {
    precondition(step >= 0 && step < steps.count)
    let gradient = try inverseGradient(of: passage).groups
    let (query, number) = steps.query(of: step)
    let pack = TokenPack([query.tokens])
    let visitor = HeatVisitor(steps.layout, gradient, tokens: pack.count)
    Threads.withProductThreads(1) {
      workers[0].forward(pack)
      _ = workers[0].backward(.given(StepQuery.labels([query], pack, step: number)), visitor)
    }
    return try finite(visitor.heat)
  }

  /// H⁻¹ on the passage's gradient in place of the step's, since H is symmetric.
  func inverseGradient(of passage: [Int32]) throws -> GradientRows {
    try Packing.check(passage, model) { "the passage" }
    let worker = workers[0]
    let solution = GradientRows(steps.layout, count: 1)
    let gradient = solution.groups
    let passagePack = TokenPack([passage])
    worker.gradients.prepare(passagePack)
    let preconditioner = steps.solver == nil ? steps.preconditioner : nil
    worker.gradients.consume = { groupLayout, chunk in
      gradient[groupLayout.index].copy(from: chunk)
      preconditioner?.apply(groupLayout, gradient[groupLayout.index])
    }
    Threads.withProductThreads(1) {
      worker.forward(passagePack)
      _ = worker.backward(.given(passagePack.nextTokens), worker.gradients)
    }
    worker.gradients.consume = { _, _ in }
    _ = try steps.solver?.solve(solution)
    return solution
  }

  func finite(_ heat: [Double]) throws -> [Float] {
    let values = heat.map(Float.init)
    guard values.allSatisfy(\.isFinite) else {
      throw InfluenceError(.notFinite, "the token heat is not finite; use a larger damping")
    }
    return values
  }
}
