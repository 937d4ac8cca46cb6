import LinearAlgebra
import RunModel
package import Transformer

/// A question with its completion, and where its steps lie.
package struct StepQuery: Sendable, Equatable {
  /// Prompt and steps.
  package let tokens: [Int32]
  /// Tokens of each step; a step is scored given everything before it.
  package let steps: [Range<Int>]

  package init(tokens: [Int32], steps: [Range<Int>]) {
    self.tokens = tokens
    self.steps = steps
  }
}

/// The damped inverse times the gradient of every step, ready for passages to meet.
///
/// Rows follow the queries and, within them, the steps. Memory: steps × tracked parameters × 4 bytes.
package final class PreconditionedSteps: Sendable {
  package let settings: InfluenceSettings
  package let count: Int
  /// Cross-entropy of each step, nats.
  package let nats: [Double]
  let layout: GradientLayout
  /// nil for strategy identity.
  let preconditioner: Preconditioner?
  private let queries: [StepQuery]
  /// By selected group, `[steps × elements]`.
  let rows: [Matrix]

  /// Bytes that this many steps need.
  package static func bytes(
    _ model: LanguageModel, steps: Int, settings: InfluenceSettings
  ) -> Int {
    steps * GradientLayout(model, settings.modules).rowSize * MemoryLayout<Float>.stride
  }

  /// Computes and preconditions the steps' gradients.
  ///
  /// One forward pass per query, one backward pass per step.
  /// - Parameters:
  ///   - factors: nil for strategy identity only.
  ///   - progress: steps' gradients done and their number; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package init(
    model: LanguageModel, factors: Factors?, queries: [StepQuery], settings: InfluenceSettings,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    for (index, query) in queries.enumerated() {
      try Self.check(query, model, index)
    }
    let layout = GradientLayout(model, settings.modules)
    let preconditioner = try Preconditioner.make(layout, factors, settings)
    let firstRow = queries.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.steps.count) }
    let count = firstRow[queries.count]
    let rows = layout.groups.map { $0.matrix(rows: count) }
    let runs = Packing.runs(
      queries.map(\.tokens.count), target: min(1024, settings.packTokens),
      multiple: settings.packsAtOnce)
    let workers = (0..<max(1, min(settings.packsAtOnce, runs.count))).map { _ in
      PackWorker(model, layout)
    }
    let rotations = workers.map { _ in RotatedGradients(layout, factors?.modules ?? []) }
    let losses = StepLosses(count)
    try progress(0, count)
    try forEachPack(
      runs.count, workers: workers.count, productThreads: settings.productThreads
    ) { number, index in
      let run = runs[index]
      let own = Array(queries[run])
      let pack = TokenPack(own.map(\.tokens))
      let worker = workers[number]
      worker.forward(pack)
      for step in 0..<(own.map(\.steps.count).max() ?? 0) {
        // Place in the pack and row of each query that has such a step.
        let active = own.indices.filter { step < own[$0].steps.count }
          .map { (position: $0, row: firstRow[run.lowerBound + $0] + step) }
        let visitor: any BackwardVisitor
        if preconditioner != nil {
          let rotation = rotations[number]
          rotation.prepare(pack)
          rotation.consume = { number, chunk in
            let module = layout.modules[number]
            let shape = layout.groups[layout.slotOfModule[number]]
            for (position, row) in active {
              let rotated = chunk.rows(position..<position + 1)
                .reshaped(rows: module.outputWidth, columns: module.augmentedWidth)
              shape.scatter(
                module, rotated, into: rows[shape.slot].pointer + row * shape.stride)
            }
          }
          visitor = rotation
        } else {
          worker.gradients.prepare(pack)
          worker.gradients.consume = { shape, chunk in
            for (position, row) in active {
              rows[shape.slot].rows(row..<row + 1).copy(from: chunk.rows(position..<position + 1))
            }
          }
          visitor = worker.gradients
        }
        let labels = Self.labels(own, pack, step: step)
        let tokenLosses = worker.backward(.given(labels), visitor)
        for (position, row) in active {
          losses.set(row, tokenLosses[pack.rows(position)].reduce(0) { $0 + Double($1) })
        }
      }
    } afterRound: { done in
      try progress(firstRow[runs[done - 1].upperBound], count)
    }
    if let preconditioner, count > 0 {
      let threads = min(settings.threads, count)
      try runWorkers(threads) { worker in
        for row in stride(from: worker, to: count, by: threads) {
          for shape in layout.groups {
            preconditioner.finish(shape, rows[shape.slot].pointer + row * shape.stride)
          }
        }
      }
    }
    for row in 0..<count {
      try layout.checkFinite(rows, row) { "the preconditioned gradient of step \(row + 1)" }
    }
    self.layout = layout
    self.preconditioner = preconditioner
    self.queries = queries
    self.settings = settings
    self.count = count
    self.rows = rows
    nats = losses.values
  }

  static func check(_ query: StepQuery, _ model: LanguageModel, _ index: Int) throws {
    try Packing.check(query.tokens, model) { "question \(index + 1) with its steps" }
    for (number, step) in query.steps.enumerated() {
      guard !step.isEmpty, step.lowerBound >= 1, step.upperBound <= query.tokens.count else {
        throw InfluenceError(
          .badInput,
          "step \(number + 1) of question \(index + 1) covers tokens \(step) of "
            + "\(query.tokens.count); a step has at least one token and something before it")
      }
    }
  }

  /// The query that a row's step belongs to, and the step's number in it.
  func query(of row: Int) -> (StepQuery, Int) {
    var first = 0
    for query in queries {
      if row < first + query.steps.count { return (query, row - first) }
      first += query.steps.count
    }
    preconditionFailure("no step \(row)")
  }

  /// Targets of one step of every query, -1 elsewhere.
  static func labels(_ queries: [StepQuery], _ pack: TokenPack, step: Int) -> [Int32] {
    var labels = [Int32](repeating: -1, count: pack.count)
    for (position, query) in queries.enumerated() where step < query.steps.count {
      let start = pack.boundaries[position]
      for token in query.steps[step] { labels[start + token - 1] = query.tokens[token] }
    }
    return labels
  }
}

/// Losses that workers fill in, each its own steps.
private final class StepLosses: @unchecked Sendable {
  // Unchecked: the pointer never changes and workers write disjoint elements.
  private let pointer: UnsafeMutablePointer<Double>
  private let count: Int

  init(_ count: Int) {
    self.count = count
    pointer = .allocate(capacity: count)
    pointer.initialize(repeating: 0, count: count)
  }

  deinit { pointer.deallocate() }

  func set(_ index: Int, _ value: Double) {
    precondition(index < count)
    pointer[index] = value
  }

  var values: [Double] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
