import LinearAlgebra
import Transformer

/// Sends every step's loss back through the model: one forward pass per query, one backward pass per step.
struct StepBackward {
  let queries: [StepQuery]
  let layout: GradientLayout
  /// Row of each query's first step, and the number of all steps.
  let firstRow: [Int]
  let workers: [PackWorker]
  private let settings: InfluenceSettings
  private let packRanges: [Range<Int>]

  /// Steps of all queries.
  var count: Int { firstRow[queries.count] }

  /// A step of a pack that a backward pass belongs to.
  struct Active {
    /// Place of its query in the pack.
    let position: Int
    /// Row among all steps.
    let row: Int
  }

  /// - Parameter packs: queries of each pack; as the settings have it if nil.
  /// - Throws: `InfluenceError` for queries that the model cannot take.
  init(
    _ model: LanguageModel, _ queries: [StepQuery], _ settings: InfluenceSettings,
    packs: [Range<Int>]? = nil
  ) throws {
    for (index, query) in queries.enumerated() {
      try PreconditionedSteps.check(query, model, index)
    }
    self.queries = queries
    self.settings = settings
    let layout = GradientLayout(model, settings.modules)
    self.layout = layout
    firstRow = queries.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.steps.count) }
    packRanges = packs ?? Self.packs(queries, settings)
    workers = (0..<max(1, min(settings.packsAtOnce, packRanges.count))).map { _ in
      PackWorker(model, layout)
    }
  }

  /// Queries of each pack.
  static func packs(_ queries: [StepQuery], _ settings: InfluenceSettings) -> [Range<Int>] {
    Packing.ranges(
      queries.map(\.tokens.count), target: min(1024, settings.packTokens),
      multiple: settings.packingMultiple)
  }

  /// - Parameters:
  ///   - progress: steps done and their number; may throw to cancel.
  ///   - visitor: who sees a backward pass, by worker, pack and the steps it belongs to.
  ///   - after: called after each backward pass.
  /// - Returns: cross-entropy of each step, nats.
  func run(
    progress: (Int, Int) throws -> Void,
    visitor: @Sendable (Int, TokenPack, [Active]) -> any BackwardVisitor,
    after: @Sendable (Int, [Active]) throws -> Void = { _, _ in }
  ) throws -> [Double] {
    let losses = StepLosses(count)
    try progress(0, count)
    try forEachPack(
      packRanges.count, workers: workers.count, productThreads: settings.productThreads
    ) { number, index in
      let range = packRanges[index]
      let own = Array(queries[range])
      let pack = TokenPack(own.map(\.tokens))
      let worker = workers[number]
      worker.forward(pack)
      for step in 0..<(own.map(\.steps.count).max() ?? 0) {
        let active = own.indices.filter { step < own[$0].steps.count }
          .map { Active(position: $0, row: firstRow[range.lowerBound + $0] + step) }
        let labels = StepQuery.labels(own, pack, step: step)
        let tokenLosses = worker.backward(.given(labels), visitor(number, pack, active))
        for step in active {
          let sum = tokenLosses[pack.rows(step.position)].reduce(0) { $0 + Double($1) }
          losses.set(step.row, sum)
        }
        try after(number, active)
      }
    } afterRound: { done in
      try progress(firstRow[packRanges[done - 1].upperBound], count)
    }
    return losses.values
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
