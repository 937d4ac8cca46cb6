package import Engine
import Foundation
import Influence
import RunModel
package import Store
import Transformer
package import Workspace

/// What one process does with the pieces: factors put together, steps decided, blocks committed in their order.
struct ClusterJoining {
  let inputs: RunInputs
  let plan: ClusterPlan
  /// The plan's.
  let name: String
  let folder: ClusterFolder
  private let influence: InfluenceSettings

  init(_ inputs: RunInputs, plan: ClusterPlan, name: String, folder: ClusterFolder) throws {
    (self.inputs, self.plan, self.name, self.folder) = (inputs, plan, name, folder)
    influence = try plan.influence(inputs.model, threads: inputs.options.threads)
  }

  private var store: Store { inputs.store }
  private var run: RunRecord { inputs.run }
  private var factorFolder: String { inputs.workspace.factorFolder(plan.factors) }
  private var blocks: Int { plan.blocks }

  /// What is missing of the stages, in words; nothing where all is committed.
  func join() throws -> [String] {
    if plan.needsFactors, !FileManager.default.fileExists(atPath: factorFolder) {
      if let missing = try assemble() { return missing }
    }
    if try folder.steps(of: name) == nil { try writeSteps() }
    guard let steps = try folder.steps(of: name) else { return ["the steps"] }
    return try commit(steps)
  }

  // MARK: Factors

  private func assemble() throws -> [String]? {
    let work = try ClusterWork.current(
      folder, plan, name: name, model: inputs.model, settings: influence,
      directory: FitCheckpoint(directory: factorFolder + ".part", fingerprint: plan.factors))
    for stage in [ClusterStage.covariances, .eigenbases, .eigenvalues] {
      let there = folder.names(stage)
      let all = work.names(stage)
      // Of the covariances the eigenbases hold what is needed.
      if stage == .covariances, there.isEmpty, !folder.names(.eigenbases).isEmpty { continue }
      let missing = all.indices.filter { !there.contains(all[$0]) }
      if !missing.isEmpty { return [Self.missing(missing.count, of: all.count, stage)] }
    }
    try inputs.reporter.begin(.eigenvalues, total: 1)
    try inputs.bad.leave(
      work.skipped.sorted { $0.key < $1.key }.map {
        SkippedPassage(number: $0.key, reason: $0.value)
      })
    try warnOfProcessors(work.processors())
    try work.fit.assemble(to: factorFolder, work.basis, work.sums(.eigenvalues))
    try inputs.reporter.advance(to: 1, of: 1)
    return nil
  }

  static func missing(_ count: Int, of total: Int, _ stage: ClusterStage) -> String {
    "\(count) of \(total) files of \(stage.title)"
  }

  private func context() throws -> RunContext {
    let factors =
      influence.strategy.needsFactors
      ? try Factors(directory: factorFolder, model: inputs.model, settings: influence) : nil
    return try inputs.context(factors: factors, settings: influence)
  }

  // MARK: Steps

  /// Decides how steps are kept, plans the passes and writes both for the parts.
  func writeSteps() throws {
    var context = try context()
    context.form = try StepStorage(context: context, memory: plan.memory).decide(
      inputs.wanted, inputs.settings.stepStorage, reporter: inputs.reporter)
    let index = IndexStage(
      context, folder: inputs.workspace.indexFolder, fingerprint: inputs.prints.index)
    let scoring = Scoring(context: context, memory: plan.memory, index: index)
    try scoring.plan(inputs.wanted)
    let queries = try QuestionTokens.all(store, set: run.questionSet)
    let wanted = Set(inputs.wanted.map(\.row))
    var passes: [ClusterSteps.Pass] = []
    for pass in try store.passes(run: run.id) {
      let owners = queries.filter { $0.steps.contains { pass.contains($0.row) } }
      guard owners.contains(where: { wanted.contains($0.steps[0].question) }) else { continue }
      let committed = try store.committedBlocks(step: pass[0], run: run.id)
      guard committed.count < blocks else { continue }
      passes.append(
        ClusterSteps.Pass(
          steps: pass,
          queries: try QuestionTokens.queries(queries, steps: pass).map { query in
            .init(
              tokens: query.tokens, steps: query.steps.map { [$0.lowerBound, $0.upperBound] })
          }, committed: committed.sorted()))
    }
    let fact = try store.fact(StepStorageFact.self, run: run.id) ?? StepStorageFact(context.form)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try folder.make()
    if !context.matrixPassages.isEmpty {
      try PassageFile.write(context.matrixPassages, to: folder, .matrix, plan: name)
    }
    let steps = ClusterSteps(
      plan: name, form: fact, passes: passes,
      skipped: try store.skipped(run: run.id).map(\.number))
    try folder.write(encoder.encode(steps), to: folder.stepsPath)
  }

  // MARK: Scores

  private func commit(_ steps: ClusterSteps) throws -> [String] {
    let there = folder.names(.scores)
    var wanted: [(pass: Int, block: Int)] = []
    for (number, pass) in steps.passes.enumerated() {
      guard let first = pass.steps.first else { continue }
      let committed = try store.committedBlocks(step: first, run: run.id)
      wanted += (0..<blocks).filter { !committed.contains($0) }.map { (number, $0) }
    }
    let ready = wanted.filter { there.contains(ClusterWork.name(pass: $0.pass, $0.block)) }
    if ready.isEmpty && !wanted.isEmpty { return [missing(scores: wanted.count, steps)] }
    let context = try context()
    let index = IndexStage(
      context, folder: inputs.workspace.indexFolder, fingerprint: inputs.prints.index)
    try index.prepare(
      rebuilding: false, isNew: try store.progress(of: run).blocks == 0)
    try inputs.reporter.begin(.scores, total: plan.passages * steps.passes.count)
    for (done, unit) in ready.enumerated() {
      try commit(unit.pass, unit.block, steps.passes[unit.pass].steps, index)
      try inputs.reporter.advance(
        to: (done + 1) * plan.blockSize, of: max(1, ready.count) * plan.blockSize)
    }
    guard ready.count == wanted.count else {
      return [missing(scores: wanted.count - ready.count, steps)]
    }
    try finish(steps, context, index)
    return []
  }

  private func missing(scores: Int, _ steps: ClusterSteps) -> String {
    Self.missing(scores, of: steps.passes.count * blocks, .scores)
  }

  private func commit(_ pass: Int, _ block: Int, _ steps: [Int64], _ index: IndexStage) throws {
    let file = ClusterWork.name(pass: pass, block)
    let part = try PartFile(
      folder.file(.scores, file), plan: name, piece: "scores/" + file, owners: folder.owners)
    let range = plan.range(of: block)
    let scores = try part.numbers(0, of: Float.self)
    let norms = try part.numbers(1, of: Float.self)
    // Only passages that are skipped have no numbers: here, or while factors were fitted, as the database says.
    let holes = Set(
      scores.indices.lazy.filter { !scores[$0].isFinite }.map {
        range.lowerBound + $0 % range.count
      }
    ).subtracting(part.header.skipped.keys)
    let areNumbers =
      try holes.isEmpty || holes.isSubset(of: store.skipped(run: run.id).map(\.number))
    guard norms.count == range.count, scores.count == range.count * steps.count, areNumbers,
      part.header.skipped.keys.allSatisfy(range.contains)
    else {
      throw EngineError("\(part.path): is of another size; remove it and run its part again")
    }
    let skipped = part.header.skipped.sorted { $0.key < $1.key }
      .map { SkippedPassage(number: $0.key, reason: $0.value) }
    try inputs.bad.leave(skipped)
    if index.needs(block: block), part.sectionCount == 4, let bits = index.coder?.bits {
      guard
        let codes = GradientCodes(
          bits: bits, words: try part.numbers(2, of: UInt64.self),
          scales: try part.numbers(3, of: Float.self)), codes.count == range.count
      else {
        throw EngineError("\(part.path): holds no index; remove it and run its part again")
      }
      try index.write(block: block, codes, of: Array(range), in: range)
    }
    try store.commit(
      NewBlock(number: block, scores: scores, gradientNorms: norms), steps: steps, run: run.id)
  }

  /// What a run has at its end, as one process leaves it.
  private func finish(_ steps: ClusterSteps, _ context: RunContext, _ index: IndexStage) throws {
    let queries = try QuestionTokens.all(store, set: run.questionSet)
    let checks = SelfChecks(context: context, memory: plan.memory)
    var warnings = context.factors?.warnings ?? []
    for pass in steps.passes {
      try store.dropEstimates(steps: pass.steps, run: run.id)
      if let warning = try checks.signWarning(steps: pass.steps, queries) {
        warnings.append(warning)
      }
    }
    if steps.form.form != .whole { warnings.append("Steps are kept as \(steps.form.sentence).") }
    try noteSolutions(steps, context)
    try warnOfProcessors(Set(folder.headers(of: [.steps, .scores], plan: name).map(\.processor)))
    try index.complete(reporter: inputs.reporter) {}
    try CoarseScoring.note(run: run, passages: plan.passages, in: store)
    try inputs.warn(warnings)
    try store.checkpoint()
    // The plan goes first: without it nobody takes what is left of the folder for anything.
    unlink(folder.planPath)
    try? FileManager.default.removeItem(atPath: folder.path)
  }

  /// Keeps how conjugate gradients came along.
  private func noteSolutions(_ steps: ClusterSteps, _ context: RunContext) throws {
    guard !context.matrixPassages.isEmpty else { return }
    let headers = try folder.headers(of: [.steps], plan: name)
    var traces = headers.sorted { $0.piece < $1.piece }.flatMap(\.traces)[...]
    guard traces.count == steps.passes.reduce(0, { $0 + $1.steps.count }) else { return }
    for pass in steps.passes {
      try SolutionStage.note(Array(traces.prefix(pass.steps.count)), steps: pass.steps, context)
      traces = traces.dropFirst(pass.steps.count)
    }
  }

  private func warnOfProcessors(_ kinds: Set<String>) throws {
    guard kinds.count > 1 else { return }
    try inputs.warn([
      "Parts were computed on processors of several kinds (\(kinds.sorted().joined(separator: ", "))), whose products differ by rounding."
    ])
  }
}

/// Puts the parts of a run together.
package struct ClusterMerge {
  private let workspace: Workspace
  private let folder: ClusterFolder

  package init(_ workspace: Workspace) {
    self.workspace = workspace
    folder = ClusterFolder(workspace)
  }

  /// Commits what is there, in order.
  /// - Parameters:
  ///   - waits: whether to stay until nothing is missing.
  ///   - threads: cores to use.
  /// - Returns: what is missing, in words; nothing where all is committed.
  package func run(
    waits: Bool, threads: Int, isCancelled: @escaping () -> Bool,
    progress: @escaping (EngineProgress) -> Void, note: @escaping (String) -> Void
  ) throws -> (run: RunRecord, missing: [String]) {
    let plan = try folder.existingPlan()
    let name = try plan.name()
    var options = ComputeOptions(settings: try RunSettings(json: plan.settings))
    options.questions = plan.questions
    // The run keeps the memory that it was begun with.
    options.skipBad = plan.skipsBad
    options.threads = threads
    var missing: [String] = []
    let compute = Compute(
      workspace, options: options, isCancelled: isCancelled, progress: progress
    ) { inputs in
      guard inputs.prints.run == plan.fingerprint, inputs.run.id == plan.run,
        inputs.prints.factors == plan.factors, inputs.prints.index == plan.index,
        inputs.corpus.passages == plan.passages, inputs.run.blockSize == plan.blockSize
      else {
        throw EngineError(
          "\(folder.planPath): checkpoint, corpus, questions or settings have changed since the plan; change them back, or remove \(folder.path) and plan again"
        )
      }
      let joining = try ClusterJoining(inputs, plan: plan, name: name, folder: folder)
      while true {
        let now = try joining.join()
        if now != missing, !now.isEmpty { note("missing: \(now.joined(separator: ", "))") }
        missing = now
        if missing.isEmpty || !waits { return }
        for _ in 0..<10 {
          try inputs.reporter.beat()
          Thread.sleep(forTimeInterval: 0.1)
        }
      }
    }
    let run = try compute.run()
    return (run, missing)
  }
}
