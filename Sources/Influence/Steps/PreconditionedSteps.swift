import LinearAlgebra
import Synchronization
package import Transformer

/// The damped inverse times the gradient of every step, ready for passages to meet.
///
/// Rows follow the queries and, within them, the steps. Memory: steps × `StepForm.bytes`.
package final class PreconditionedSteps: Sendable {
  package let settings: InfluenceSettings
  /// Rows: the steps in every form, form by form.
  package let count: Int
  /// Cross-entropy of each row's step, nats.
  package let nats: [Double]
  /// How each step's solution came about, where conjugate gradients found it.
  package let traces: [ConjugateGradientTrace]
  let layout: GradientLayout
  /// nil for strategy identity.
  let preconditioner: Preconditioner?
  /// nil where the strategy's own inverse is used.
  let solver: ConjugateGradients?
  private let queries: [StepQuery]
  /// Steps, each of which has a row in every form.
  private let stepCount: Int
  private let forms: [StoredSteps]

  /// Computes and preconditions the steps' gradients.
  ///
  /// One forward pass per query, one backward pass per step; 2·dOut·dIn·(dOut + dIn) operations a module and step
  /// to lead whole gradients back from the eigenbasis, about 12·dOut·dIn·(rank + 8) for factors.
  /// - Parameters:
  ///   - factors: nil for strategy identity only.
  ///   - forms: how the steps are kept; with several, every step has a row in each.
  ///   - matrixPassages: what the Gauss-Newton matrix is summed over, where conjugate gradients ask for it.
  ///   - kept: where their solutions are kept from one process to the next; nil keeps none.
  ///   - packs: queries that are computed together, pack by pack; as the settings have it if nil.
  ///   - progress: steps' gradients done and their number; may throw to cancel.
  /// - Throws: `InfluenceError`, or what `progress` throws.
  package convenience init(
    model: LanguageModel, factors: Factors?, queries: [StepQuery], settings: InfluenceSettings,
    forms: [StepForm] = [.whole], packs: [Range<Int>]? = nil,
    matrixPassages: [[Int32]] = [], kept: SolutionFiles? = nil,
    progress: (Int, Int) throws -> Void = { _, _ in }
  ) throws {
    guard case .conjugateGradients(let conjugateGradients) = settings.inverse else {
      try self.init(
        approximately: model, factors: factors, queries: queries, settings: settings, forms: forms,
        packs: packs, progress: progress)
      return
    }
    let solved = try SolvedSteps(
      model: model, factors: factors, queries: queries, settings: settings, forms: forms,
      conjugateGradients: conjugateGradients, passages: matrixPassages, kept: kept,
      progress: progress)
    self.init(solved, queries: queries, settings: settings, forms: forms)
  }

  /// One dense row over the same modules.
  init(_ other: PreconditionedSteps, rows: GradientRows, nats: Double) {
    layout = other.layout
    preconditioner = other.preconditioner
    solver = other.solver
    queries = []
    settings = other.settings
    stepCount = 1
    forms = [.whole(rows.groups)]
    count = 1
    self.nats = [nats]
    traces = []
  }

  /// Steps that conjugate gradients have solved for.
  private init(
    _ solved: SolvedSteps, queries: [StepQuery], settings: InfluenceSettings, forms: [StepForm]
  ) {
    layout = solved.layout
    preconditioner = solved.preconditioner
    solver = solved.solver
    self.queries = queries
    self.settings = settings
    stepCount = solved.nats.count
    self.forms = solved.stored
    count = forms.count * solved.nats.count
    nats = forms.flatMap { _ in solved.nats }
    traces = solved.traces
  }

  /// Steps that the strategy's own damped inverse preconditions.
  private init(
    approximately model: LanguageModel, factors: Factors?, queries: [StepQuery],
    settings: InfluenceSettings, forms: [StepForm], packs: [Range<Int>]?,
    progress: (Int, Int) throws -> Void
  ) throws {
    let backward = try StepBackward(model, queries, settings, packs: packs)
    let layout = backward.layout
    let preconditioner = try Preconditioner.make(layout, factors, settings)
    let stepCount = backward.count
    let stored = forms.map { StoredSteps($0, layout, steps: stepCount) }
    let rotations = backward.workers.map { _ in
      RotatedGradients(layout, factors?.modules ?? [], releasesFactors: settings.releasesFactors)
    }
    let faults = StepFaults()
    let losses = try backward.run(progress: progress) { number, pack, active in
      guard let preconditioner else {
        let gradients = backward.workers[number].gradients
        gradients.prepare(pack)
        gradients.consume = { groupLayout, chunk in
          for step in active {
            let row = chunk.rows(step.position..<step.position + 1)
            faults.note(step.row) {
              for form in stored { try form.store(row, of: groupLayout, step: step.row, layout) }
            }
          }
        }
        return gradients
      }
      let rotation = rotations[number]
      rotation.prepare(pack)
      rotation.consume = { number, chunk in
        let module = layout.modules[number]
        for step in active {
          let rotated = chunk.rows(step.position..<step.position + 1)
            .reshaped(rows: module.outputWidth, columns: module.augmentedWidth)
          faults.note(step.row) {
            try Self.store(rotated, of: number, step.row, in: stored, preconditioner, layout)
          }
        }
      }
      return rotation
    }
    try faults.check()
    try Self.finish(stored, preconditioner, layout, stepCount, settings)
    self.layout = layout
    self.preconditioner = preconditioner
    solver = nil
    self.queries = queries
    self.settings = settings
    self.stepCount = stepCount
    self.forms = stored
    count = forms.count * stepCount
    nats = forms.flatMap { _ in losses }
    traces = []
  }

  /// Keeps one step's rotated gradient of a module in every form.
  private static func store(
    _ rotated: Matrix, of module: Int, _ step: Int, in forms: [StoredSteps],
    _ preconditioner: Preconditioner, _ layout: GradientLayout
  ) throws {
    for form in forms { form.storeRotated(rotated, module: module, step: step, layout) }
    // Whole rows are divided when all modules are there, packed ones before they are packed.
    guard forms.contains(where: \.isPacked) else { return }
    rotated.multiplyElements(by: preconditioner.inverses[module])
    for form in forms {
      try form.pack(
        rotated, module: module, step: step, factors: preconditioner.modules[module], layout)
    }
  }

  /// Takes steps that were computed elsewhere.
  /// - Parameters:
  ///   - form: how they are kept.
  ///   - nats: of each step.
  ///   - fill: receives the step and where its bytes belong, piece by piece.
  package init(
    model: LanguageModel, queries: [StepQuery], settings: InfluenceSettings, form: StepForm,
    nats: [Double], fill: (Int, [UnsafeMutableRawBufferPointer]) throws -> Void
  ) rethrows {
    let layout = GradientLayout(model, settings.modules)
    let stored = StoredSteps(form, layout, steps: nats.count)
    for step in nats.indices { try fill(step, stored.pieces(of: step, layout)) }
    self.layout = layout
    preconditioner = nil
    self.queries = queries
    self.settings = settings
    stepCount = nats.count
    forms = [stored]
    count = nats.count
    self.nats = nats
    solver = nil
    traces = []
  }

  /// The bytes of a step in the first form, piece by piece; valid while this object lives.
  package func pieces(of step: Int) -> [UnsafeMutableRawBufferPointer] {
    forms[0].pieces(of: step, layout)
  }

  /// Pieces that a step lies in.
  package static func pieceCount(
    _ model: LanguageModel, _ settings: InfluenceSettings, _ form: StepForm
  ) -> Int {
    form == .whole ? GradientLayout(model, settings.modules).groups.count : 1
  }

  /// Queries that are computed together, pack by pack.
  package static func packs(_ queries: [StepQuery], _ settings: InfluenceSettings) -> [Range<Int>] {
    StepBackward.packs(queries, settings)
  }

  /// Preconditions the rows that are kept whole.
  private static func finish(
    _ stored: [StoredSteps], _ preconditioner: Preconditioner?, _ layout: GradientLayout,
    _ count: Int, _ settings: InfluenceSettings
  ) throws {
    for case .whole(let rows) in stored where count > 0 {
      if let preconditioner {
        let threads = min(settings.threads, count)
        try runWorkers(threads) { worker in
          for row in stride(from: worker, to: count, by: threads) {
            for groupLayout in layout.groups {
              preconditioner.finish(groupLayout, rows[groupLayout.index].vector(row: row))
            }
          }
        }
      }
      for row in 0..<count {
        try layout.checkFinite(rows, row) { "the preconditioned gradient of step \(row + 1)" }
      }
    }
  }

  /// Adds the inner products of a pack's gradients of one group with every row.
  /// - Parameters:
  ///   - chunk: gradients `[passages × elements]` of the group.
  ///   - module: place in the group of the one that counts; all if nil.
  ///   - result: `[passages × rows]`.
  func addProducts(
    _ chunk: Matrix, _ groupLayout: GroupLayout, module: Int? = nil, into result: Matrix,
    _ scratch: RebuildScratch
  ) {
    for (index, form) in forms.enumerated() {
      let columns = result.columns(index * stepCount..<(index + 1) * stepCount)
      switch form {
      case .whole(let rows):
        var parts = [0..<groupLayout.count]
        if let module {
          let own = groupLayout.modules[module]
          parts = [groupLayout.weights(of: own), groupLayout.biases(of: own)].filter { !$0.isEmpty }
        }
        for part in parts {
          multiply(
            chunk.columns(part), .no, rows[groupLayout.index].columns(part), .yes, into: columns,
            beta: 1)
        }
      case .packed(let packed):
        packed.addProducts(
          chunk, groupLayout, modules: module.map { $0..<$0 + 1 } ?? groupLayout.modules.indices,
          first: layout.firstModule[groupLayout.index], into: columns, scratch)
      }
    }
  }

  /// One row as every group lays it out, `[1 × elements]` each.
  func whole(row: Int) -> [Matrix] {
    let step = row % stepCount
    switch forms[row / stepCount] {
    case .whole(let rows): return rows.map { $0.rows(step..<step + 1) }
    case .packed(let packed): return packed.whole(step, layout)
    }
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
      if row % stepCount < first + query.steps.count { return (query, row % stepCount - first) }
      first += query.steps.count
    }
    preconditionFailure("no step \(row)")
  }
}

/// The steps in one form.
enum StoredSteps: Sendable {
  /// By selected group, `[steps × elements]`.
  case whole([Matrix])
  case packed(PackedSteps)

  init(_ form: StepForm, _ layout: GradientLayout, steps: Int) {
    self =
      form == .whole
      ? .whole(layout.groups.map { $0.matrix(rows: steps) })
      : .packed(PackedSteps(layout, form, count: steps))
  }

  /// Where the bytes of a step lie.
  func pieces(of step: Int, _ layout: GradientLayout) -> [UnsafeMutableRawBufferPointer] {
    switch self {
    case .whole(let rows):
      layout.groups.map { groupLayout in
        UnsafeMutableRawBufferPointer(rows[groupLayout.index].row(step))
      }
    case .packed(let packed): [packed.bytes(of: step)]
    }
  }

  var isPacked: Bool {
    if case .packed = self { return true }
    return false
  }

  /// Stores a group's gradient of a step that nothing preconditions.
  func store(_ row: Matrix, of groupLayout: GroupLayout, step: Int, _ layout: GradientLayout) throws
  {
    switch self {
    case .whole(let rows): rows[groupLayout.index].rows(step..<step + 1).copy(from: row)
    case .packed:
      for (index, module) in groupLayout.modules.enumerated() {
        let gradient = Matrix(rows: module.outputWidth, columns: module.augmentedWidth)
        groupLayout.gather(module, row, into: gradient)
        try pack(
          gradient, module: layout.firstModule[groupLayout.index] + index, step: step, factors: nil,
          layout
        )
      }
    }
  }

  /// Keeps a module's gradient in the eigenbasis for later, where rows are whole.
  func storeRotated(_ gradient: Matrix, module: Int, step: Int, _ layout: GradientLayout) {
    guard case .whole(let rows) = self else { return }
    let groupLayout = layout.groups[layout.groupOfModule[module]]
    groupLayout.scatter(
      layout.modules[module], gradient, into: rows[groupLayout.index].vector(row: step))
  }

  /// Packs a module's gradient, where rows are packed.
  func pack(
    _ gradient: Matrix, module: Int, step: Int, factors: ModuleFactors?, _ layout: GradientLayout
  ) throws {
    guard case .packed(let packed) = self else { return }
    guard try packed.pack(gradient, module: module, step: step, factors: factors) else {
      throw InfluenceError(
        .notFinite,
        "the preconditioned gradient of step \(step + 1) is not finite in "
          + "\(layout.modules[module].name); the weights or activations overflow float32",
        step: step)
    }
  }
}

/// What went wrong with steps while workers were at them.
private final class StepFaults: Sendable {
  private let found = Mutex<[Int: any Error]>([:])

  func note(_ step: Int, _ body: () throws -> Void) {
    do { try body() } catch { found.withLock { $0[step] = $0[step] ?? error } }
  }

  /// - Throws: what the first step with a fault met.
  func check() throws {
    if let first = found.withLock({ $0.min { $0.key < $1.key }?.value }) { throw first }
  }
}
