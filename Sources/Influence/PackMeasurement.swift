import Hashing
import LinearAlgebra
import Synchronization
package import Transformer

/// How fast this machine computes a small pack of a real model: operations a second, all workers together.
///
/// Passes run through all blocks; what a fit or a scorer does with each module is tried on the last block only, in
/// memory of its own, so that no more is held than the model and a pack for each worker.
package struct PackMeasurement: Sendable {
  /// Forward and backward pass, the unembedding among them: 4 operations a token and parameter.
  package private(set) var passes = 0.0
  /// Products of tokens with themselves, of which half are needed.
  package private(set) var grams = 0.0
  /// Sequences' gradients.
  package private(set) var gradients = 0.0
  /// Tokens times matrices as wide as themselves.
  package private(set) var rotations = 0.0

  /// Runs the pack once to warm up, unless that takes long, and once by the clock.
  ///
  /// - Parameters:
  ///   - sequences: the pack's passages, none empty or longer than the context.
  ///   - clock: seconds so far.
  package init(
    model: LanguageModel, settings: InfluenceSettings, sequences: [[Int32]],
    clock: @escaping @Sendable () -> Double
  ) throws {
    let layout = GradientLayout(model, settings.modules)
    let tokens = sequences.reduce(0) { $0 + $1.count }
    let configuration = model.configuration
    let weights = FactorSizes(model.trackedModules).parameters
    let operations =
      4 * Double(tokens) * Double(weights + configuration.width * configuration.vocabularySize)
    let results = Mutex<[BlockTimer]>([])
    let elapsed = Mutex<[Double]>([])
    try runWorkers(settings.packsAtOnce, productThreads: settings.productThreads) { _ in
      let worker = PackWorker(model, layout)
      let pack = TokenPack(sequences)
      func run(_ timer: BlockTimer) -> Double {
        let start = clock()
        worker.forward(pack)
        _ = worker.backward(.given(pack.nextTokens), timer)
        return clock() - start
      }
      var timer = BlockTimer(layout, pack, clock)
      var seconds = run(timer)
      if seconds < 1 {
        timer = BlockTimer(layout, pack, clock)
        seconds = run(timer)
      }
      let own = max(1e-9, seconds - timer.seconds)
      elapsed.withLock { $0.append(own) }
      results.withLock { $0.append(timer) }
    }
    passes = elapsed.withLock { $0.reduce(0) { $0 + operations / $1 } }
    let timers = results.withLock { $0 }
    grams = timers.reduce(0) { $0 + $1.grams.rate }
    gradients = timers.reduce(0) { $0 + $1.gradients.rate }
    rotations = timers.reduce(0) { $0 + $1.rotations.rate }
  }

  /// n³ a second of eigenproblems of n rows, one on each core.
  package static func eigenRate(order: Int, threads: Int) throws -> Double {
    // A matrix without structure, diagonally dominant as covariances nearly are.
    var matrix = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0..<order {
        let bits = SplitMix64.hash(UInt64(min(row, column) * order + max(row, column)))
        matrix[row * order + column] = Double(bits >> 11) * 0x1p-53 + (row == column ? 1 : 0)
      }
    }
    let shared = matrix
    let rates = Mutex(0.0)
    try runWorkers(threads) { _ in
      let start = Threads.processorSeconds
      _ = try SymmetricEigen(shared, order: order)
      let cubes = Double(order) * Double(order) * Double(order)
      let rate = cubes / max(1e-9, Threads.processorSeconds - start)
      rates.withLock { $0 += rate }
    }
    return rates.withLock { $0 }
  }

  /// Operations a second of passages' gradients with steps' gradients, from shapes alone: as many rows as a pack
  /// has passages and a pass has steps, but few columns.
  package static func stepProductRate(
    passages: Int, steps: Int, threads: Int
  ) throws -> Double {
    let (rows, others, columns) = (max(1, min(passages, 256)), max(1, min(steps, 128)), 1 << 16)
    let repeats = max(1, 1_000_000_000 / (rows * others * columns))
    let rates = Mutex(0.0)
    try runWorkers(threads) { worker in
      let left = Matrix(rows: rows, columns: columns)
      let right = Matrix(rows: others, columns: columns)
      let result = Matrix(rows: rows, columns: others)
      left.fill(1)
      right.fill(1)
      multiply(left, .no, right, .yes, into: result)
      let start = Threads.processorSeconds
      for _ in 0..<repeats { multiply(left, .no, right, .yes, into: result, beta: 1) }
      let operations = 2 * Double(repeats * rows * others) * Double(columns)
      let rate = operations / max(1e-9, Threads.processorSeconds - start)
      rates.withLock { $0 += rate }
    }
    return rates.withLock { $0 }
  }

  /// Operations a second of rebuilding steps, as `StepForm.rebuilding` counts them; 0 where none are rebuilt.
  ///
  /// One step of a real shape is read in place of many: its modules of one shape take turns.
  /// - Parameters:
  ///   - steps: of one pass over the corpus.
  package static func rebuildRate(
    _ form: StepForm, steps: Int, model: LanguageModel, settings: InfluenceSettings,
    clock: @escaping @Sendable () -> Double
  ) throws -> Double {
    let layout = GradientLayout(model, settings.modules)
    guard form.rebuilding(model, settings.modules) > 0, let last = layout.modules.last else {
      return 0
    }
    let packed = PackedSteps(layout, form, count: 1)
    packed.touch()
    let modules = layout.modules.indices.filter {
      layout.modules[$0].outputWidth == last.outputWidth
        && layout.modules[$0].inputWidth == last.inputWidth
    }
    let isThin = packed.plan.modules[layout.modules.count - 1].isThin
    let together = PackedSteps.steps(of: last, isThin: isThin, among: max(1, steps))
    let rows = PackedSteps.rows(of: last, steps: together)
    let repeats = max(1, (1 << 26) / (rows * last.inputWidth * together))
    let elements = Double(repeats * together * rows * last.inputWidth)
    let rates = Mutex(0.0)
    try runWorkers(settings.packsAtOnce, productThreads: settings.productThreads) { _ in
      let scratch = RebuildScratch()
      let tile = scratch.tile(rows: together, columns: rows * last.inputWidth)
      func run() {
        for step in 0..<together {
          let weights = Matrix(
            storage: tile.storage, offset: step * tile.stride, rows: rows,
            columns: last.inputWidth, stride: last.inputWidth)
          packed.rebuild(
            step: 0, module: modules[step % modules.count], rows: 0..<rows, weights: weights,
            biases: nil, scratch)
        }
      }
      run()
      let start = clock()
      for _ in 0..<repeats { run() }
      let rate = elements / max(1e-9, clock() - start)
      rates.withLock { $0 += rate }
    }
    let perElement = form.rebuilding(model, settings.modules) / Double(layout.parameterCount)
    return rates.withLock { $0 } * perElement
  }
}

/// Operations and the seconds that they took.
private struct Timed {
  var operations = 0.0
  var seconds = 0.0
  var rate: Double { seconds > 0 ? operations / seconds : 0 }
}

/// Does with one block's modules what fits and scorers do, by the clock.
private final class BlockTimer: BackwardVisitor, @unchecked Sendable {
  // Unchecked: one worker uses one instance, and it is read when the workers have ended.
  private let layout: GradientLayout
  private let boundaries: [Int]
  private let clock: @Sendable () -> Double
  private let layer: Int
  private(set) var grams = Timed()
  private(set) var gradients = Timed()
  private(set) var rotations = Timed()
  /// What all of it took, its memory among it.
  private(set) var seconds = 0.0

  init(_ layout: GradientLayout, _ pack: TokenPack, _ clock: @escaping @Sendable () -> Double) {
    self.layout = layout
    self.clock = clock
    boundaries = pack.boundaries
    layer = layout.groups.last?.group.layer ?? 0
  }

  func visit(
    _ group: ModuleGroup, inputs: Matrix, outputGradients: Matrix, tokens: VisitedTokens
  ) {
    guard group.layer == layer, let groupIndex = layout.selectedIndexOfGroup[group.index] else {
      return
    }
    let start = clock()
    defer { seconds += clock() - start }
    // An expert sees some of the tokens: one sequence of them tells the rate as well.
    let boundaries = boundaries.last == inputs.rows ? boundaries : [0, inputs.rows]
    let outputs = layout.groups[groupIndex].modules.map { outputGradients.columns($0.outputs) }
    for side in [inputs] + outputs {
      let gram = Matrix(rows: side.columns, columns: side.columns)
      let turned = Matrix(rows: side.rows, columns: side.columns)
      gram.fill(0.01)
      turned.fill(0)
      let square = Double(side.rows) * Double(side.columns) * Double(side.columns)
      time(&rotations, 2 * square) { multiply(side, gram, into: turned) }
      time(&grams, square) { upperGram(of: side, into: gram) }
    }
    for output in outputs {
      let gradient = Matrix(rows: output.columns, columns: inputs.columns)
      gradient.fill(0)
      let operations =
        2 * Double(inputs.rows) * Double(inputs.columns) * Double(output.columns)
      time(&gradients, operations) {
        for sequence in 0..<boundaries.count - 1 {
          let span = boundaries[sequence]..<boundaries[sequence + 1]
          multiply(output.rows(span), .yes, inputs.rows(span), .no, into: gradient)
        }
      }
    }
  }

  private func time(_ sum: inout Timed, _ operations: Double, _ body: () -> Void) {
    let start = clock()
    body()
    sum.seconds += clock() - start
    sum.operations += operations
  }
}
