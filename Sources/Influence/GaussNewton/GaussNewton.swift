import LinearAlgebra
package import Transformer

/// The Gauss-Newton matrix of the selected modules' parameters over some passages:
/// `H = 1/n Σ_passages Σ_t J_tᵀ (diag(p_t) − p_t p_tᵀ) J_t`, `J_t` the logits' derivative at position t.
///
/// What the covariances and corrected eigenvalues approximate (Martens 2010; Grosse et al. 2023, section 2.1); the
/// expectation of the sampled labels' Fisher matrix, without the labels' noise. It is never formed: products are a
/// tangent pass, the output's Hessian and a backward pass, about 6·T·P + 6·T·V·d operations for T tokens,
/// P parameters, V tokens in the vocabulary and a residual stream of width d.
package final class GaussNewton: Sendable {
  private let model: LanguageModel
  private let layout: GradientLayout
  private let settings: InfluenceSettings
  private let packs: [TokenPack]
  private let passages: Int

  /// Tokens of a pack: few, since every worker holds a change of the final norm's output for each of its rows.
  private static let packTokens = 1024

  /// - Throws: `InfluenceError` for passages that the model cannot take.
  package init(model: LanguageModel, passages: [[Int32]], settings: InfluenceSettings) throws {
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
    }
    guard model.configuration.experts == nil else {
      throw InfluenceError(
        .badSettings,
        "conjugate gradients do not lead through mixtures of experts; use --inverse ekfac")
    }
    guard !passages.isEmpty else {
      throw InfluenceError(.badInput, "no passages for the Gauss-Newton matrix")
    }
    self.model = model
    self.settings = settings
    self.passages = passages.count
    layout = GradientLayout(model, settings.modules)
    packs = Packing.ranges(
      passages.map(\.count), target: min(Self.packTokens, settings.packTokens), multiple: 1
    ).map { TokenPack(Array(passages[$0])) }
  }

  /// Multiplies flat vectors, each laid out as the modules' gradients are: by selected group, its weights
  /// `[ΣdOut × dIn]`, then its biases `[ΣdOut]`.
  package func products(_ vectors: [[Float]]) throws -> [[Float]] {
    let (input, output) = (
      GradientRows(layout, count: vectors.count), GradientRows(layout, count: vectors.count)
    )
    for (row, vector) in vectors.enumerated() {
      precondition(vector.count == layout.parameterCount, "a vector of another length")
      var start = 0
      for groupLayout in layout.groups {
        _ = input.vector(groupLayout.index, row).elements
          .update(fromContentsOf: vector[start..<start + groupLayout.count])
        start += groupLayout.count
      }
    }
    try multiply(input, rows: Array(vectors.indices), into: output)
    return vectors.indices.map { row in
      layout.groups.flatMap { groupLayout in
        output.vector(groupLayout.index, row).elements
      }
    }
  }

  /// `result = H · vectors`, for some rows of both.
  ///
  /// Rows are divided between the workers, each of which goes over all packs in order: the sums' bits depend
  /// neither on threads nor on what other rows there are.
  func multiply(
    _ vectors: GradientRows, rows: [Int], into result: GradientRows,
    progress: () throws -> Void = {}
  ) throws {
    guard !rows.isEmpty else { return }
    try progress()
    let workers = min(settings.packsAtOnce, rows.count)
    let (model, layout, packs) = (model, layout, packs)
    let scale = 1 / Double(passages)
    try runWorkers(workers, productThreads: settings.productThreads) { worker in
      let own = stride(from: worker, to: rows.count, by: workers).map { rows[$0] }
      let pass = GaussNewtonPass(model, layout, packs)
      pass.run(vectors, own, into: result)
      for row in own { result.scale(row, by: scale) }
    }
  }
}

/// One worker's way over the packs.
private final class GaussNewtonPass: BackwardVisitor {
  private let model: LanguageModel
  private let layout: GradientLayout
  private let packs: [TokenPack]
  private let buffers: ActivationBuffers
  private let tangents: TangentBuffers
  private var target: (rows: GradientRows, row: Int)?

  init(_ model: LanguageModel, _ layout: GradientLayout, _ packs: [TokenPack]) {
    self.model = model
    self.layout = layout
    self.packs = packs
    buffers = ActivationBuffers(model)
    tangents = TangentBuffers(model)
  }

  func run(_ vectors: GradientRows, _ rows: [Int], into result: GradientRows) {
    let width = model.configuration.width
    let most = packs.map(\.count).max() ?? 0
    let changes = rows.map { _ in Matrix(rows: most, columns: width) }
    for row in rows {
      for groupLayout in layout.groups {
        result.vector(groupLayout.index, row).fill(0)
      }
    }
    for pack in packs {
      model.forward(pack, buffers)
      let finals = changes.map { $0.rows(0..<pack.count) }
      for (row, final) in zip(rows, finals) {
        final.copy(from: model.tangent(vectors.direction(row), buffers, tangents))
      }
      let targets = pack.nextTokens
      let scored = targets.indices.filter { targets[$0] >= 0 }
      model.outputHessian(buffers, scored: scored, changes: finals)
      for (row, final) in zip(rows, finals) {
        target = (result, row)
        model.backward(final, buffers, visitor: self, lowestGroup: layout.lowestGroup)
      }
    }
    target = nil
  }

  /// Adds a group's gradient to the row whose turn it is.
  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard let groupIndex = layout.selectedIndexOfGroup[group.index], let (rows, row) = target else {
      return
    }
    let groupLayout = layout.groups[groupIndex]
    let weights = Matrix(
      storage: rows.groups[groupIndex].storage,
      offset: rows.groups[groupIndex].offset + row * rows.groups[groupIndex].stride,
      rows: group.outputWidth,
      columns: group.inputWidth, stride: group.inputWidth)
    LinearAlgebra.multiply(outputGradients, .yes, inputs, .no, into: weights, beta: 1)
    guard group.hasBias else { return }
    rows.vector(groupIndex, row).columns(groupLayout.weights..<groupLayout.count).addColumnSums(
      of: outputGradients)
  }
}
