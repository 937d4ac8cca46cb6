package import Engine
import Foundation
import Influence
import LinearAlgebra
import RunModel
import SafeFiles
import Store
import Synchronization
import Transformer
package import Workspace

/// How a part ended.
package enum PartEnd: Sendable, Equatable {
  /// Everything that is this part's is there.
  case whole
  /// Nothing more can be done now: what is missing, in words.
  case missing(String)
  /// Somebody wanted it to stop after the piece in flight: what is left, in words.
  case saved(String)
}

/// One of the processes that divide a plan's work among themselves; it never opens the database.
package final class ClusterPart {
  /// What a part is told beside the workspace.
  package struct Options: Sendable {
    package var part: PartNumber
    /// The only stage to work on; all if nil.
    package var stage: ClusterStage?
    /// Whether to stay until other parts have made what this one needs.
    package var waits = true
    package var threads: Int
    /// Seconds without any sign of life of others after which waiting ends.
    package var patience = 600.0

    package init(part: PartNumber, threads: Int) { (self.part, self.threads) = (part, threads) }
  }

  private let workspace: Workspace
  private let options: Options
  private let isCancelled: () -> Bool
  private let isSaving: () -> Bool
  private let progress: (EngineProgress) -> Void
  private let folder: ClusterFolder
  private var state: PartState
  private var lastSaved: ContinuousClock.Instant?
  private var stageStarted = ContinuousClock.now
  /// Units of this stage that this process has done, for the rate.
  private var passagesDone = 0
  private var lastLife = ContinuousClock.now
  private var seen = ""

  /// - Parameters:
  ///   - isCancelled: whether to drop the piece in flight and stop.
  ///   - isSaving: whether to stop after the piece in flight.
  package init(
    _ workspace: Workspace, options: Options, isCancelled: @escaping () -> Bool,
    isSaving: @escaping () -> Bool, progress: @escaping (EngineProgress) -> Void
  ) {
    self.workspace = workspace
    self.options = options
    self.isCancelled = isCancelled
    self.isSaving = isSaving
    self.progress = progress
    folder = ClusterFolder(workspace)
    state = PartState(
      index: options.part.index, count: options.part.count,
      host: ProcessInfo.processInfo.hostName, pid: ProcessInfo.processInfo.processIdentifier)
  }

  // MARK: The course of a part

  package func run() throws -> PartEnd {
    let plan = try folder.existingPlan()
    try check(plan)
    folder.removeLeftovers()
    let model = try LanguageModel(directory: workspace.checkpoint)
    let influence = try plan.influence(model, threads: options.threads)
    guard influence.productThreads <= Threads.available else {
      throw EngineError(
        "the plan's products use \(influence.productThreads) threads each and there are \(Threads.available) cores here; plan with --threads \(Threads.available), or give parts more cores"
      )
    }
    do {
      let end = try work(plan, model, influence)
      finish(end)
      return end
    } catch {
      state.ended = error is CancellationError ? "stopped" : "\(error)"
      save(force: true)
      throw error
    }
  }

  private func finish(_ end: PartEnd) {
    state.ended =
      switch end {
      case .whole: options.stage.map { "whole, as far as \($0.title)" } ?? "whole"
      case .missing(let what): "waits for \(what)"
      case .saved(let left): "stopped on request; \(left)"
      }
    state.isWhole = end == .whole && (options.stage ?? .scores) == .scores
    save(force: true)
  }

  private func check(_ plan: ClusterPlan) throws {
    guard try workspace.configuration.method.json() == plan.method else {
      throw EngineError(
        "\(workspace.folder)/\(Workspace.fileName): its settings have changed since the plan; change them back, or remove \(folder.path) and plan again"
      )
    }
    guard try Fingerprints.checkpoint(of: workspace) == plan.checkpoint else {
      throw EngineError(
        "\(workspace.checkpoint): is another checkpoint than the plan's; bring that one back, or remove \(folder.path) and plan again"
      )
    }
  }

  private func work(_ plan: ClusterPlan, _ model: LanguageModel, _ influence: InfluenceSettings)
    throws -> PartEnd
  {
    let name = try plan.name()
    let factors = workspace.factorFolder(plan.factors)
    let stages = options.stage.map { [$0] } ?? ClusterStage.allCases
    if plan.needsFactors, stages.contains(where: \.isOfFactors),
      !FileManager.default.fileExists(atPath: factors)
    {
      for stage in stages where stage.isOfFactors {
        let work = { [folder] in
          try ClusterWork.current(folder, plan, name: name, model: model, settings: influence)
        }
        if let end = try doFactors(stage, work, factors) { return end }
      }
    }
    guard stages.contains(where: { !$0.isOfFactors }) else { return .whole }
    let steps = try waitFor("the steps, which `stemma compute --merge` writes") {
      try self.folder.steps(of: name)
    }
    guard let steps else { return waiting }
    let scoring = ClusterScoring(
      part: self, folder: folder, plan: plan, name: name, model: model, settings: influence,
      steps: steps, factorFolder: factors, number: options.part)
    for stage in stages where !stage.isOfFactors {
      if let end = try stage == .steps ? scoring.doSteps() : scoring.doScores() { return end }
    }
    return .whole
  }

  /// - Parameter current: the work as far as parts have come.
  /// - Returns: how the part ends here; nil where it goes on.
  private func doFactors(
    _ stage: ClusterStage, _ current: () throws -> ClusterWork, _ factors: String
  ) throws -> PartEnd? {
    var work = try current()
    // Passages that parts have met are left out: what was summed with them is summed anew.
    while !work.skipped.isEmpty || (work.plan.skipsBad && options.waits),
      stage != .covariances, !FileManager.default.fileExists(atPath: factors)
    {
      let skipped = work.skipped
      if let end = try sum(.covariances, work, factors) { return end }
      let ready = try waitFor("\(ClusterStage.covariances.title) of other parts") { () -> Bool? in
        let there = self.folder.names(.covariances)
        return work.names(.covariances).allSatisfy(there.contains) ? true : nil
      }
      guard ready != nil else { return waiting }
      work = try current()
      if work.skipped == skipped { break }
    }
    return try sum(stage, work, factors)
  }

  /// Makes this part's pieces of a stage.
  private func sum(_ stage: ClusterStage, _ work: ClusterWork, _ factors: String) throws -> PartEnd?
  {
    let fit = work.fit
    let names = work.names(stage)
    let mine = names.indices.filter(options.part.owns)
    let there = folder.names(stage)
    var todo = mine.filter { !there.contains(names[$0]) }
    begin(stage, done: mine.count - todo.count, total: mine.count)
    if todo.isEmpty { return nil }
    if let needed = Self.before(stage) {
      let ready = try waitFor("\(needed.title) of other parts") { () -> Bool? in
        if FileManager.default.fileExists(atPath: factors) { return true }
        let there = self.folder.names(needed)
        return work.names(needed).allSatisfy(there.contains) ? true : nil
      }
      guard ready != nil else { return waiting }
      if FileManager.default.fileExists(atPath: factors) { return nil }
    }
    if stage == .eigenbases {
      return try solve(todo.map { fit.eigenPieces[$0] }, work, fit)
    }
    let bases = stage == .eigenvalues ? try fit.bases(work.basis) : nil
    while let unit = todo.first {
      if isSaving() { return saved(todo.count, stage) }
      let started = passagesDone
      let step = { (done: Int, total: Int) in
        self.passagesDone = started + done
        try self.tick(unit: names[unit])
      }
      do {
        let sections =
          try bases.map { try fit.lambda(fit.lambdaPieces[unit], bases: $0, step) }
          ?? fit.covariances(fit.covariancePieces[unit], step)
        try keep(stage, names[unit], work.name, sections.all)
      } catch let error as InfluenceError where !error.refused.isEmpty {
        guard work.plan.skipsBad, stage == .covariances else {
          throw Self.bad(error, work.passages)
        }
        try keep(
          stage, names[unit], work.name, [],
          skipped: Dictionary(
            error.refused.map { (work.passages[$0.index], $0.reason) },
            uniquingKeysWith: { first, _ in first }))
      }
      todo.removeFirst()
      try done(unit: names[unit])
    }
    work.forget()
    return nil
  }

  /// What a passage with numbers that are not finite means for a plan that skips none.
  static func bad(_ error: InfluenceError, _ passages: [Int]) -> EngineError {
    EngineError(
      "passage \(passages[error.refused[0].index] + 1) of the corpus: \(error.refused[0].reason); what is done is kept; mend the checkpoint or the passage, or plan with --skip-bad"
    )
  }

  private static func before(_ stage: ClusterStage) -> ClusterStage? {
    switch stage {
    case .eigenbases: .covariances
    case .eigenvalues: .eigenbases
    default: nil
    }
  }

  private func solve(_ numbers: [Int], _ work: ClusterWork, _ fit: SharedFit) throws -> PartEnd? {
    let (folder, plan, part) = (folder, work.name, options.part)
    let before = state.done
    try fit.solve(numbers, work.sums(.covariances)) { number, sections in
      let file = ClusterWork.name(eigen: number)
      try Self.write(folder, .eigenbases, file, plan: plan, part: part, sections.all)
    } progress: { solved, _ in
      self.state.done = before + solved
      try self.tick(unit: nil)
      return !self.isSaving()
    }
    work.forget()
    let left = numbers.count - (state.done - before)
    return left > 0 ? saved(left, .eigenbases) : nil
  }

  // MARK: What stages use

  /// Writes a piece.
  func keep(
    _ stage: ClusterStage, _ file: String, _ plan: String, _ sections: [UnsafeRawBufferPointer],
    skipped: [Int: String] = [:], traces: [ConjugateGradientTrace] = []
  ) throws {
    try Self.write(
      folder, stage, file, plan: plan, part: options.part, sections, skipped: skipped,
      traces: traces)
  }

  private static func write(
    _ folder: ClusterFolder, _ stage: ClusterStage, _ file: String, plan: String, part: PartNumber,
    _ sections: [UnsafeRawBufferPointer], skipped: [Int: String] = [:],
    traces: [ConjugateGradientTrace] = []
  ) throws {
    var header = PartFile.Header(plan: plan, piece: stage.rawValue + "/" + file)
    header.part = part.description
    header.host = ProcessInfo.processInfo.hostName
    header.processor = Threads.processorKind
    header.skipped = skipped
    header.traces = traces
    try PartFile.write(folder.file(stage, file), header, sections)
  }

  var wantsToStop: Bool { isSaving() }

  func saved(_ left: Int, _ stage: ClusterStage) -> PartEnd {
    .saved("\(left) pieces of \(stage.title) of part \(options.part) are left")
  }

  /// How a part ends whose waiting has ended.
  private var waiting: PartEnd { .missing(state.waitsFor ?? "other parts") }

  func begin(_ stage: ClusterStage, done: Int, total: Int) {
    state.stage = stage.shown
    (state.done, state.total) = (done, total)
    (state.rate, state.unit) = (nil, nil)
    passagesDone = 0
    stageStarted = .now
    save(force: true)
    show()
  }

  /// Says that a piece is done.
  func done(unit: String, passages: Int = 0) throws {
    state.done += 1
    passagesDone += passages
    try tick(unit: unit)
  }

  /// Says that the part lives.
  /// - Throws: `CancellationError` where somebody wants it to stop at once.
  func tick(unit: String?) throws {
    if isCancelled() { throw CancellationError() }
    // The first piece is told at once: it may take long.
    let isFirst = state.unit == nil && unit != nil
    state.unit = unit ?? state.unit
    let elapsed = (ContinuousClock.now - stageStarted) / .seconds(1)
    if elapsed > 0, passagesDone > 0 { state.rate = Double(passagesDone) / elapsed }
    save(force: isFirst)
    show()
  }

  private func show() {
    progress(
      EngineProgress(
        stage: state.stage ?? .reading, done: state.done, total: state.total, rate: state.rate,
        remaining: nil))
  }

  private func save(force: Bool) {
    let now = ContinuousClock.now
    if !force, let lastSaved, (now - lastSaved) / .seconds(1) < 2 { return }
    lastSaved = now
    state.time = Date().timeIntervalSince1970
    // A sign of life is not worth a run.
    try? state.write(to: folder.statesPath, suffix: PartFile.temporarySuffix)
  }

  /// Waits until something is there.
  /// - Returns: nil where this part does not wait, or others have given no sign of life for long.
  func waitFor<Value>(_ what: String, _ look: () throws -> Value?) throws -> Value? {
    if let found = try look() { return found }
    state.waitsFor = what
    defer { if state.ended == nil { save(force: true) } }
    lastLife = .now
    while options.waits {
      if isCancelled() { throw CancellationError() }
      if isSaving() { return nil }
      Thread.sleep(forTimeInterval: 0.25)
      if let found = try look() {
        state.waitsFor = nil
        return found
      }
      save(force: false)
      show()
      let life = signOfLife()
      if life != seen { (seen, lastLife) = (life, .now) }
      if (ContinuousClock.now - lastLife) / .seconds(1) > options.patience { return nil }
    }
    return nil
  }

  /// Changes whenever another part does something.
  private func signOfLife() -> String {
    let others = PartState.all(in: folder.statesPath).filter { $0.index != state.index }
    return others.map { "\($0.index) \($0.time)" }.joined(separator: ",")
      + ClusterStage.allCases.map { String(folder.names($0).count) }.joined(separator: " ")
  }
}
