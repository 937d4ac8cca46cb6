package import Engine
import Foundation
import Influence
import RunModel
import Store
import Transformer
package import Workspace

/// Makes the plan that the parts of a run share.
package struct ClusterPlanning {
  private let workspace: Workspace
  private let folder: ClusterFolder

  package init(_ workspace: Workspace) {
    self.workspace = workspace
    folder = ClusterFolder(workspace)
  }

  /// Reads the corpus, answers the questions and writes the plan.
  /// - Returns: one sentence that says what the plan holds.
  /// - Throws: `EngineError`, where another plan is there for one.
  package func run(
    options: ComputeOptions, isCancelled: @escaping () -> Bool,
    progress: @escaping (EngineProgress) -> Void
  ) throws -> String {
    guard options.factors == nil, options.settings.factors == nil else {
      throw EngineError(
        "factors of elsewhere are taken by `stemma compute --factors` alone; run it first, then plan"
      )
    }
    var sentence = ""
    let compute = Compute(
      workspace, options: options, isCancelled: isCancelled, progress: progress
    ) { sentence = try self.plan($0) }
    try compute.run()
    return sentence
  }

  private func plan(_ inputs: RunInputs) throws -> String {
    let plan = try Self.plan(inputs)
    let name = try plan.name()
    if let known = try folder.plan() {
      guard try known.name() == name else {
        throw EngineError(
          "\(folder.planPath): another plan is there, of run \(known.run) with \(known.settings); `stemma compute --merge` ends it, or remove \(folder.path)"
        )
      }
      return "the plan is there already: \(try text(plan))"
    }
    try folder.make()
    folder.removeLeftovers()
    try write(passages: inputs, plan, name)
    if !plan.needsFactors {
      try ClusterJoining(inputs, plan: plan, name: name, folder: folder).writeSteps()
    }
    // Last: with it the plan is whole.
    try folder.write(plan.json(), to: folder.planPath)
    return "planned: \(try text(plan))"
  }

  private func text(_ plan: ClusterPlan) throws -> String {
    let blocks = plan.blocks
    return
      "run \(plan.run), \(plan.passages) passages in \(blocks) blocks"
      + (plan.needsFactors ? ", factors from \(plan.factorPassages.count) passages" : "")
      + "; `stemma compute W --part I/N` computes a part, `--merge` puts them together"
  }

  private static func plan(_ inputs: RunInputs) throws -> ClusterPlan {
    let (options, corpus) = (inputs.options, inputs.corpus)
    let influence = inputs.fitting
    let skipped = try inputs.store.skipped(run: inputs.run.id).map(\.number)
    let chosen = FactorStage.sample(
      inputs.settings.factorPassages, of: corpus.passages, seed: inputs.settings.seed)
    return ClusterPlan(
      run: inputs.run.id, fingerprint: inputs.prints.run, checkpoint: inputs.prints.checkpoint,
      factors: inputs.prints.factors, index: inputs.prints.index,
      settings: try inputs.settings.json(),
      method: try inputs.workspace.configuration.method.json(),
      questions: options.questions, passages: corpus.passages, blockSize: inputs.run.blockSize,
      factorPassages: chosen.filter { !Set(skipped).contains($0) },
      packMultiple: influence.packsAtOnce, productThreads: influence.productThreads,
      packTokens: influence.packTokens, sumBytes: influence.sumBytes, memory: inputs.memory.steps,
      threads: options.threads, skipsBad: options.skipBad, skipped: skipped,
      needsFactors: influence.strategy.needsFactors
        && !FileManager.default.fileExists(atPath: inputs.factorFolder))
  }

  /// Writes the tokens of all passages, a file for each block, and those of the factor passages.
  private func write(passages inputs: RunInputs, _ plan: ClusterPlan, _ name: String) throws {
    let blocks = plan.blocks
    try inputs.reporter.begin(.reading, total: blocks)
    for block in 0..<blocks {
      let range = plan.range(of: block)
      let tokens = try inputs.store.tokens(of: range, corpus: inputs.corpus.id)
      guard tokens.count == range.count else {
        throw EngineError(
          "\(inputs.store.path): passages are missing; delete the folder and compute again")
      }
      try PassageFile.write(tokens, to: folder, .block(block), plan: name)
      try inputs.reporter.advance(to: block + 1, of: blocks)
    }
    guard plan.needsFactors else { return }
    try PassageFile.write(
      try plan.factorPassages.map {
        try inputs.store.tokens(ofPassage: $0, corpus: inputs.corpus.id)
      }, to: folder, .factors, plan: name)
  }
}

/// A number that sorts as text.
func padded(_ number: Int, _ width: Int = 6) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
