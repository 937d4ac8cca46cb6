import ArgumentParser
import Engine
import Foundation
import Influence
import RunModel
import Store
import Workspace

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is computed, what is stale, what an engine is doing.")

  @OptionGroup var workspace: WorkspaceArgument
  @Flag(help: "Print JSON.") var json = false

  fileprivate struct Report: Encodable {
    struct EngineReport: Encodable {
      let pid: Int32
      let stage: String?
      let done: Int?
      let total: Int?
      let remaining: Double?
    }
    struct IndexReport: Encodable {
      let passages: Int
      let bits: Int
      let bytes: Int
    }
    struct StorageReport: Encodable {
      let form: String
      @OrNull var rank: Int?
      /// Of scores, beside dense ones.
      @OrNull var relativeError: Double?
      let steps: Int
      let passages: Int
    }
    struct CheckpointReport: Encodable {
      let run: Int64
      let name: String
      @OrNull var step: Int?
      let scored: Int
    }
    struct CoarseReport: Encodable {
      let share: Double
      let steps: Int
      let exact: Double
      @OrNull var recall: Double?
    }
    @OrNull var run: Int64?
    let scored: Int
    let total: Int
    @OrNull var stale: String?
    @OrNull var engine: EngineReport?
    let skipped: [[String: String]]
    let leftOut: [String]
    let checkpoints: [CheckpointReport]
    @OrNull var index: IndexReport?
    @OrNull var stepStorage: StorageReport?
    @OrNull var coarse: CoarseReport?
    @OrNull var parts: PartsReport?
  }

  fileprivate struct PartsReport: Encodable {
    let parts: [PartState]
    let missing: String?

    init(_ overview: PartsOverview) {
      (parts, missing) = (overview.states, overview.missing)
    }
  }

  func run() throws {
    let status = try Status(workspace.open())
    if json { return try Output.json(Report(status)) }
    Output.plain(status.workspace.folder)
    guard let run = status.run, let progress = status.progress else {
      return print(
        status.enginePID.map { "An engine (process \($0)) is reading the inputs." }
          ?? "Nothing is computed yet; `stemma compute` starts.")
    }
    printRun(run, progress, status)
    if let snapshot = status.snapshot { Output.plain("reads      \(snapshot.sentence)") }
    printEngines(status)
    let others = status.runs.filter { $0.last == nil }
    if others.count > 1 {
      print("runs       \(others.map { String($0.id) }.joined(separator: ", "))")
    }
  }

  private func printRun(_ run: RunRecord, _ progress: RunProgress, _ status: Status) {
    Output.plain("run \(run.id)      \(run.settings)")
    print(
      "questions  \(progress.questionsAnswered) of \(progress.questions) answered, \(progress.questionsScored) scored"
    )
    print("steps      \(progress.stepsScored) of \(progress.steps) scored against every passage")
    print("blocks     \(progress.blocks) of \(progress.blocksNeeded)")
    for (checkpoint, progress) in status.training {
      Output.plain(
        "checkpoint \(checkpoint.label), run \(checkpoint.run.id): \(progress.stepsScored) of \(progress.steps) steps"
      )
    }
    if let storage = status.storage { Output.plain("kept as    \(storage.sentence)") }
    if let solving = status.solving { Output.plain("solved     \(solving.sentence)") }
    if let coarse = status.coarse { Output.plain("coarse     \(coarse.sentence)") }
    if let stale = status.stale {
      Output.plain("stale      \(stale); `stemma compute` makes a new run")
    }
    if let index = status.index {
      print(
        "index      \(index.indexed) passages, \(index.bits) bits of each gradient's sketch, \(index.bytes >> 20) MiB"
      )
    }
    if let trouble = status.indexTrouble { Output.plain("index      none: \(trouble)") }
    for warning in run.warnings { Output.plain("note       \(warning)") }
    for passage in status.skipped {
      Output.plain("skipped    \(passage.passage): \(passage.reason)")
    }
    Output.leftOut(status.leftOut) { Output.plain("left out   \($0)") }
  }

  private func printEngines(_ status: Status) {
    let state = status.engine
    if let engine = status.elsewhere {
      let work = state.map { ": \($0.stage.title), \($0.done) of \($0.total)" } ?? ""
      Output.plain("engine     \(engine.words)\(work)")
    } else if let pid = status.enginePID, let state {
      Output.plain(
        "engine     process \(pid): \(state.stage.title), \(state.done) of \(state.total)")
    } else {
      Output.plain(
        "engine     none\(state?.stopped.map { "; the last one: \($0.sentence)" } ?? "")")
    }
    guard let parts = status.parts else { return }
    for state in parts.states {
      Output.plain("part       \(PartsOverview.line(state, now: Date().timeIntervalSince1970))")
    }
    if let missing = parts.missing { Output.plain("missing    \(missing)") }
  }
}

extension StatusCommand.Report {
  fileprivate init(_ status: Status) {
    let state = status.engine
    let engine = status.enginePID.map {
      EngineReport(
        pid: $0, stage: state?.stage.title, done: state?.done, total: state?.total,
        remaining: state?.remaining)
    }
    self.init(
      run: status.run?.id, scored: status.progress?.stepsScored ?? 0,
      total: status.progress?.steps ?? 0,
      stale: status.stale, engine: engine,
      skipped: status.skipped.map { ["passage": $0.passage, "reason": $0.reason] },
      leftOut: status.leftOut.map(\.text),
      checkpoints: status.training.map {
        .init(
          run: $0.checkpoint.run.id, name: $0.checkpoint.name, step: $0.checkpoint.step,
          scored: $0.progress.stepsScored)
      },
      index: status.index.map { .init(passages: $0.indexed, bits: $0.bits, bytes: $0.bytes) },
      stepStorage: status.storage.map {
        .init(
          form: $0.title, rank: $0.rank, relativeError: $0.error, steps: $0.steps,
          passages: $0.passages)
      },
      coarse: status.coarse.map {
        .init(share: $0.share, steps: $0.steps, exact: $0.exact, recall: $0.recall)
      }, parts: status.parts.map(StatusCommand.PartsReport.init))
  }
}
