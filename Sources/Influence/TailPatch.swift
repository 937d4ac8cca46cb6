import CKernels
import LinearAlgebra
package import Transformer

/// Measures what influence only estimates: one small training step on a passage, then the loss again.
///
/// After Chang et al. 2024 (arXiv 2410.17413). The step is plain gradient descent on all parameters, with
/// one rate for all passages of a call, so that changes compare as raw scores do. The model itself is
/// never changed: every worker trains a copy and undoes each step.
package struct TailPatch: Sendable {
  /// How far the median passage's step moves the parameters, as a share of their norm.
  ///
  /// Small enough for changes to go with the gradient: at ten times this, steps on the sample's strongest
  /// passages overshoot, and half of them make less likely what a short step makes likelier.
  package static let defaultShare = 2e-4

  /// What the steps did.
  package struct Changes: Sendable {
    /// Rise of each step's log-likelihood, nats, `[passages][steps]`; positive: likelier than before.
    package let rises: [[Double]]
    /// Learning rate of the steps.
    package let rate: Double
    /// ‖∇L‖ of each passage over all parameters.
    package let gradientNorms: [Double]
  }

  private let model: LanguageModel
  private let threads: Int

  package init(model: LanguageModel, threads: Int = Threads.available) {
    self.model = model
    self.threads = max(1, threads)
  }

  /// Takes one step for each passage and measures the question's steps after it.
  /// - Parameters:
  ///   - share: how far the median step goes, see `defaultShare`.
  ///   - progress: passages done and their number; may throw to cancel.
  /// - Throws: `InfluenceError` naming the passage, counted from 1, or what `progress` throws.
  package func changes(
    of query: StepQuery, passages: [[Int32]], share: Double = defaultShare,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> Changes {
    try PreconditionedSteps.check(query, model, 0)
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
    }
    guard !passages.isEmpty else { return Changes(rises: [], rate: 0, gradientNorms: []) }
    let workers = (0..<min(threads, passages.count)).map { _ in Patient(model) }
    let norms = Table(rows: passages.count, columns: 1)
    try forEachPack(passages.count, workers: workers.count) { worker, index in
      norms[index, 0] = workers[worker].gradientNorm(passages[index])
    }
    let sizes = passages.indices.map { norms[$0, 0] }
    if let bad = sizes.firstIndex(where: { !$0.isFinite }) {
      throw InfluenceError(.notFinite, "the gradient of passage \(bad + 1) is not finite")
    }
    let median = sizes.sorted()[sizes.count / 2]
    let size = stemma_sum_of_squares(model.arena.pointer, model.arena.count).squareRoot()
    // Passages of one token have no gradient at all.
    let rate = median > 0 ? share * size / median : 0
    let before = Threads.withProductThreads(1) { workers[0].nats(query) }
    let rises = Table(rows: passages.count, columns: query.steps.count)
    try progress(0, passages.count)
    try forEachPack(passages.count, workers: workers.count) { worker, index in
      let after = workers[worker].nats(query, afterStepOn: passages[index], rate: rate)
      for (step, nats) in after.enumerated() { rises[index, step] = before[step] - nats }
    } afterRound: { done in
      try progress(done, passages.count)
    }
    return Changes(
      rises: passages.indices.map { row in query.steps.indices.map { rises[row, $0] } },
      rate: rate, gradientNorms: sizes)
  }
}

/// A copy of the model that takes steps and takes them back.
private final class Patient: @unchecked Sendable {
  // Unchecked: a list of patients is shared, but patient i is touched by thread i alone.
  private let model: LanguageModel
  private let original: FloatStorage
  private let gradients: FloatStorage
  private let workspace: Workspace

  init(_ original: LanguageModel) {
    self.original = original.arena
    model = LanguageModel(configuration: original.configuration)
    model.arena.pointer.update(from: original.arena.pointer, count: original.arena.count)
    gradients = FloatStorage(count: original.arena.count)
    workspace = Workspace(model)
  }

  private func computeGradient(_ passage: [Int32]) {
    gradients.pointer.update(repeating: 0, count: gradients.count)
    let pack = TokenPack([passage])
    model.forward(pack, workspace)
    let final = Matrix(rows: pack.count, columns: model.configuration.width)
    _ = model.loss(
      .given(pack.nextTokens), workspace, finalGradient: final, gradients: gradients)
    model.backward(final, workspace, visitor: nil, gradients: gradients)
  }

  func gradientNorm(_ passage: [Int32]) -> Double {
    computeGradient(passage)
    return stemma_sum_of_squares(gradients.pointer, gradients.count).squareRoot()
  }

  /// Cross-entropies of a query's steps.
  func nats(_ query: StepQuery) -> [Double] {
    let pack = TokenPack([query.tokens])
    model.forward(pack, workspace)
    let losses = model.loss(.given(pack.nextTokens), workspace)
    return query.steps.map { step in step.reduce(0.0) { $0 + Double(losses[$1 - 1]) } }
  }

  func nats(_ query: StepQuery, afterStepOn passage: [Int32], rate: Double) -> [Double] {
    computeGradient(passage)
    stemma_add_scaled(model.arena.pointer, gradients.pointer, Float(-rate), gradients.count)
    defer { model.arena.pointer.update(from: original.pointer, count: original.count) }
    return nats(query)
  }
}

/// Numbers that workers fill in, each its own rows.
private final class Table: @unchecked Sendable {
  // Unchecked: the pointer never changes and workers write disjoint rows.
  private let pointer: UnsafeMutablePointer<Double>
  private let rows: Int
  private let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    pointer = .allocate(capacity: rows * columns)
    pointer.initialize(repeating: 0, count: rows * columns)
  }

  deinit { pointer.deallocate() }

  subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row < rows && column < columns)
      return pointer[row * columns + column]
    }
    set {
      precondition(row < rows && column < columns)
      pointer[row * columns + column] = newValue
    }
  }
}
