import ArgumentParser
import Cluster
import Engine
import Foundation
import Interruptions
import LinearAlgebra
import Store
import Workspace

/// What `compute` takes where several processes share a run.
struct ClusterArguments: ParsableArguments {
  @Flag(help: "Read the inputs, answer the questions and write the plan that parts share.")
  var plan = false
  @Option(
    help: "Compute part I/N of the plan; auto takes it from Slurm, mpirun or another launcher.")
  var part: String?
  @Option(help: "The only stage a part works on: \(Self.stages).") var stage: String?
  @Flag(help: "Put the parts together; exit 3 while something is missing.") var merge = false
  @Flag(help: "With --merge: stay until nothing is missing.") var wait = false
  @Flag(help: "With --part: exit 3 where other parts are needed first, instead of waiting.")
  var noWait = false
  @Option(help: "With --plan --dry-run: what this many parts would cost.") var parts: Int?

  private static let stages = ClusterStage.allCases.map(\.rawValue).joined(separator: ", ")

  /// - Parameters:
  ///   - saysHow: whether options say how to compute.
  ///   - goesAlone: whether options are for one process alone.
  func check(saysHow: Bool, goesAlone: Bool) throws {
    let chosen = [plan, part != nil, merge].count { $0 }
    guard chosen <= 1 else {
      throw ValidationError("--plan, --part and --merge are three commands; give one")
    }
    guard !saysHow || (part == nil && !merge) else {
      throw ValidationError(
        "the plan says how to compute; such options go with --plan, not with --part or --merge")
    }
    guard !goesAlone || chosen == 0 else {
      throw ValidationError(
        "--exact, --rebuild-index and --factors are for one process; they do not go with --plan, --part or --merge"
      )
    }
    guard stage.map({ ClusterStage(rawValue: $0) != nil }) ?? true else {
      throw ValidationError("--stage is one of \(Self.stages)")
    }
    guard part != nil || (stage == nil && !noWait) else {
      throw ValidationError("--stage and --no-wait go with --part")
    }
    guard merge || !wait else { throw ValidationError("--wait goes with --merge") }
    guard parts.map({ $0 > 0 && $0 <= 1_000_000 && plan }) ?? true else {
      throw ValidationError("--parts is a number from 1, with --plan --dry-run")
    }
  }

  /// Runs a part or the merge.
  /// - Returns: the status to exit with; nil where neither was asked for.
  func run(_ workspace: Workspace, threads: Int?) throws -> Int32? {
    guard part != nil || merge else { return nil }
    Interruption.watch()
    Interruption.watchScheduler()
    let bar = ProgressBar()
    defer { bar.finish() }
    let threads = threads ?? Threads.available
    do {
      return try merge ? join(workspace, threads, bar) : compute(workspace, threads, bar)
    } catch is CancellationError {
      bar.finish()
      let isSaved = Interruption.isSaveAsked && !Interruption.isAsked
      Output.note(
        isSaved
          ? "stemma: stopped on request; what is merged is kept, the same command goes on"
          : "stemma: stopped; what is done is kept, the same command goes on")
      return isSaved ? 0 : Interruption.exitStatus
    }
  }

  private func compute(_ workspace: Workspace, _ threads: Int, _ bar: ProgressBar) throws
    -> Int32
  {
    let number = try number()
    var options = ClusterPart.Options(part: number, threads: threads)
    options.stage = stage.flatMap { ClusterStage(rawValue: $0) }
    options.waits = !noWait
    let end = try ClusterPart(
      workspace, options: options, isCancelled: { Interruption.isAsked },
      isSaving: { Interruption.isSaveAsked }, progress: bar.show
    ).run()
    bar.finish()
    switch end {
    case .whole:
      Output.note("part \(number): \(stage.map { "\($0) are" } ?? "everything is") done")
      return 0
    case .saved(let left):
      Output.note("part \(number): stopped on request, saved; \(left), the same command goes on")
      return 0
    case .missing(let what) where Interruption.isSaveAsked && !Interruption.isAsked:
      Output.note(
        "part \(number): stopped on request, saved; waits for \(what), the same command goes on")
      return 0
    case .missing(let what):
      Output.note("part \(number): waits for \(what); run it again when they are there")
      return 3
    }
  }

  private func number() throws -> PartNumber {
    let environment = ProcessInfo.processInfo.environment
    if let part, part != "auto" { return try PartNumber(part) }
    guard let found = try PartNumber.launched(environment) else {
      throw EngineError(
        "--part auto: no launcher says which part this is; name it by --part I/N")
    }
    return found
  }

  private func join(_ workspace: Workspace, _ threads: Int, _ bar: ProgressBar) throws
    -> Int32
  {
    let (run, missing) = try ClusterMerge(workspace).run(
      waits: wait, threads: threads,
      isCancelled: { Interruption.isAsked || Interruption.isSaveAsked }, progress: bar.show
    ) { Output.note($0) }
    bar.finish()
    guard missing.isEmpty else {
      Output.note(
        "stemma: run \(run.id) is not whole: \(missing.joined(separator: ", ")) are missing; run their parts, then the same command"
      )
      return 3
    }
    Output.note("run \(run.id): every part is merged")
    for warning in run.warnings { Output.note("note: \(warning)") }
    return 0
  }

  static func plan(_ workspace: Workspace, _ options: ComputeOptions) throws {
    let bar = ProgressBar()
    do {
      let sentence = try ClusterPlanning(workspace).run(
        options: options, isCancelled: { Interruption.isAsked || Interruption.isSaveAsked },
        progress: bar.show)
      bar.finish()
      Output.note(sentence)
    } catch is CancellationError {
      bar.finish()
      Output.note("stemma: stopped; what is read is kept, the same command goes on")
      throw ExitCode(
        Interruption.isSaveAsked && !Interruption.isAsked ? 0 : Interruption.exitStatus)
    }
  }
}
