import LinearAlgebra
import Synchronization
package import Transformer

/// Measures what influence only estimates: one small training step on a passage, then the loss again.
///
/// After Chang et al. 2024 (arXiv 2410.17413). The step is plain gradient descent on all parameters, of a
/// length found for each passage. The model itself is never changed: every worker trains a copy and undoes each step.
package struct TailPatch: Sendable {
  /// One passage's step and what it did.
  package struct Change: Sendable, Equatable {
    /// Learning rate; 0 for a passage without a gradient.
    package var rate = 0.0
    /// ‖∇L‖ over all parameters, L the passage's summed cross-entropy in nats.
    package var gradientNorm = 0.0
    /// How far the passage's own loss should fall by its gradient, nats, and how far it fell.
    package var predicted = 0.0
    package var fell = 0.0
    /// Rise of each of the question's steps' log-likelihood, nats; positive: likelier than before.
    package var rises: [Double]

    /// Whether the step was short enough for the gradient to tell what it does.
    package var isLinear: Bool { StepLength.agree(fell, predicted) }

    /// Rises by unit of learning rate, which compare between passages as raw scores do.
    package var slopes: [Double] { rises.map { rate > 0 ? $0 / rate : 0 } }
  }

  private let model: LanguageModel
  private let threads: Int
  private let memory: Int

  /// - Parameters:
  ///   - memory: bytes that the copies may take; one copy is made in any case.
  package init(model: LanguageModel, threads: Int = Threads.available, memory: Int = .max) {
    self.model = model
    self.threads = max(1, threads)
    self.memory = memory
  }

  /// Bytes of one worker: a copy of the model, a gradient, and a pass over a text of so many tokens.
  package static func bytes(_ model: LanguageModel, longest: Int) -> Int {
    2 * model.arena.count * MemoryLayout<Float>.stride
      + ActivationBuffers.bytes(model.configuration, tokens: longest, longest: longest)
  }

  /// Takes one step for each passage and measures the question's steps after it.
  ///
  /// - Parameters:
  ///   - query: the question and its steps.
  ///   - passages: tokens of each.
  ///   - progress: passages done and their number; may throw to cancel.
  /// - Returns: by passage.
  /// - Throws: `InfluenceError` naming the passage, counted from 1, or what `progress` throws.
  package func changes(
    of query: StepQuery, passages: [[Int32]], progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws -> [Change] {
    try PreconditionedSteps.check(query, model, 0)
    for (index, passage) in passages.enumerated() {
      try Packing.check(passage, model, passage: index) { "passage \(index + 1)" }
    }
    guard !passages.isEmpty else { return [] }
    let longest = passages.reduce(query.tokens.count) { max($0, $1.count) }
    let workers = max(1, min(threads, memory / max(1, Self.bytes(model, longest: longest))))
    let productThreads = max(1, threads / workers)
    let trialModels = (0..<min(workers, passages.count)).map { _ in TrialModel(model) }
    let before = Threads.withProductThreads(productThreads) { trialModels[0].nats(query) }
    let changes = Mutex<[Int: Change]>([:])
    try progress(0, passages.count)
    try forEachPack(
      passages.count, workers: trialModels.count, productThreads: productThreads
    ) { worker, index in
      guard let change = trialModels[worker].change(query, before, by: passages[index]) else {
        throw InfluenceError(.notFinite, "the gradient of passage \(index + 1) is not finite")
      }
      changes.withLock { $0[index] = change }
    } afterRound: { done in
      try progress(done, passages.count)
    }
    return changes.withLock { found in passages.indices.compactMap { found[$0] } }
  }
}

/// How long a training step may be for the gradient to tell what it does.
package enum StepLength {
  /// How far the passage's own loss is to fall at first, nats.
  package static let firstFall = 0.3
  /// How far what happens may be from what the gradient predicts, as a share of that.
  private static let tolerance = 0.2
  /// A fall below this is lost in the rounding of float32 losses.
  private static let minimumFall = 1e-3

  package static func agree(_ fell: Double, _ predicted: Double) -> Bool {
    abs(fell - predicted) <= tolerance * predicted
  }

  /// Halves the step until the loss falls as predicted.
  ///
  /// - Parameters:
  ///   - squaredNorm: ‖∇L‖².
  ///   - fall: how far the loss falls after a step of a rate, nats.
  /// - Returns: the last rate tried, the first that agrees if any does.
  package static func find(squaredNorm: Double, fall: (Double) -> Double) -> (
    rate: Double, predicted: Double, fell: Double
  ) {
    guard squaredNorm > 0 else { return (0, 0, 0) }
    var predicted = firstFall
    while true {
      let rate = predicted / squaredNorm
      let fell = fall(rate)
      if agree(fell, predicted) || predicted / 2 < minimumFall { return (rate, predicted, fell) }
      predicted /= 2
    }
  }
}

/// A copy of the model that takes steps and takes them back.
private final class TrialModel: @unchecked Sendable {
  // Unchecked: a list of patients is shared, but patient i is touched by thread i alone.
  private let model: LanguageModel
  private let original: FloatStorage
  private let gradients: FloatStorage
  private let buffers: ActivationBuffers

  init(_ original: LanguageModel) {
    self.original = original.arena
    model = LanguageModel(configuration: original.configuration)
    model.arena.vector.copy(from: original.arena.vector)
    gradients = FloatStorage(count: original.arena.count)
    buffers = ActivationBuffers(model)
  }

  /// - Parameter before: the question's steps' cross-entropies without any step.
  /// - Returns: nil when the gradient is not finite.
  func change(_ query: StepQuery, _ before: [Double], by passage: [Int32]) -> TailPatch.Change? {
    let own = computeGradient(passage)
    let square = gradients.vector.sumOfSquares
    guard square.isFinite, own.isFinite else { return nil }
    defer { model.arena.vector.copy(from: original.vector) }
    let step = StepLength.find(squaredNorm: square) { rate in
      model.arena.vector.copy(from: original.vector)
      model.arena.vector.add(gradients.vector, factor: Float(-rate))
      return own - loss(of: passage).reduce(0) { $0 + Double($1) }
    }
    // The parameters are those after the last step tried.
    let rises = step.rate > 0 ? zip(before, nats(query)).map { $0 - $1 } : before.map { _ in 0 }
    return TailPatch.Change(
      rate: step.rate, gradientNorm: square.squareRoot(), predicted: step.predicted,
      fell: step.fell, rises: rises)
  }

  /// - Returns: the passage's summed cross-entropy.
  private func computeGradient(_ passage: [Int32]) -> Double {
    gradients.vector.fill(0)
    let pack = TokenPack([passage])
    model.forward(pack, buffers)
    let final = Matrix(rows: pack.count, columns: model.configuration.width)
    let losses = model.loss(
      .given(pack.nextTokens), buffers, finalGradient: final, gradients: gradients)
    model.backward(final, buffers, visitor: nil, gradients: gradients)
    return losses.reduce(0) { $0 + Double($1) }
  }

  private func loss(of tokens: [Int32]) -> [Float] {
    let pack = TokenPack([tokens])
    model.forward(pack, buffers)
    return model.loss(.given(pack.nextTokens), buffers)
  }

  /// Cross-entropies of a query's steps.
  func nats(_ query: StepQuery) -> [Double] {
    let losses = loss(of: query.tokens)
    return query.steps.map { step in step.reduce(0.0) { $0 + Double(losses[$1 - 1]) } }
  }
}
