import ArgumentParser
import Cluster
import Engine
import Foundation
import Influence
import Interruptions
import LinearAlgebra
import RunModel
import Store
import Workspace

struct ComputeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compute",
    abstract: "Computes everything that is missing: completions, factors, scores.",
    discussion: "May be stopped or killed at any moment; the same command goes on where it was.")

  @OptionGroup var workspace: WorkspaceArgument
  @Option(help: "Only these questions, ids separated by commas.") var questions: String?
  @Option(help: "How the Hessian is approximated: \(Strategy.words).") var strategy: Strategy?
  @Option(
    help:
      "ekfac: the strategy's own damped inverse. cg: conjugate gradients on the Gauss-Newton matrix, which it leads; nearer to the truth and dearer (--dry-run)."
  )
  var inverse: InverseChoice?
  @Option(help: "With --inverse cg: iterations at most.") var cgIterations: Int?
  @Option(help: "With --inverse cg: passages that the matrix is summed over.")
  var cgDocuments: Int?
  @Option(help: "Labels of the factors: sampled (true Fisher) or data (empirical Fisher).")
  var labels: LabelSource?
  @Option(help: "Seed of sampled labels and of the factor sample.") var seed: UInt64?
  @Option(help: "A share of the mean eigenvalue such as 0.1mean, or a number.") var damping: String?
  @Option(help: "Tracked modules: all, mlp or attention.") var modules: ModuleSelection?
  @Option(help: "Passages the factors are fitted on, or all.") var factorPassages: String?
  @Option(
    help: "A folder of factors that kronfluence, or Stemma elsewhere, wrote: none are fitted.",
    completion: .directory)
  var factors: String?
  @Option(help: "GiB that the whole process may hold; by default what the machine leaves.")
  var memory: Double?
  @Option(
    help:
      "How the steps' gradients are kept: auto (dense while they fit one pass, else what changes scores by 3 % at most), full, int8, or a rank."
  )
  var stepRank: String?
  @Option(
    help:
      "Put the passages in order by the gradient index and score only this share exactly at both ends of every step's order: 0 to 1, 5%, or all."
  )
  var exact: String?
  @Option(help: "Cores to use.") var threads: Int?
  @Flag(
    help:
      "Go on without passages whose numbers are not finite and records that cannot be read, and list them."
  )
  var skipBad = false
  @Flag(help: "Print the forecast of time, memory and disk, and stop.") var dryRun = false
  @Flag(
    help:
      "Also keep what each layer has of every score, for `top --layer`; 4 bytes a layer and score, 4 GiB at most."
  )
  var layers = false
  @Flag(
    help:
      "The same for each module, for `top --module` as well; 4 bytes a module and score, 4 GiB at most."
  )
  var eachModule = false
  @Flag(help: "Build the gradient index anew, which orders the passages of a new question.")
  var rebuildIndex = false
  @Option(name: .customLong("run"), help: "Go on with the settings of this run.") var runID: Int64?
  @Flag(help: .hidden) var serve = false
  /// The process that started this engine and that it does not outlive.
  @Option(help: .hidden) var explorer: Int32?
  @OptionGroup var cluster: ClusterArguments

  func validate() throws {
    guard damping.map({ RunSettings.parse(damping: $0) != nil }) ?? true else {
      throw ValidationError("--damping is like 0.1mean, or a positive number")
    }
    guard factorPassages.map({ RunSettings.parse(factorPassages: $0) != nil }) ?? true else {
      throw ValidationError("--factor-passages is a number from 1, or all")
    }
    guard factors == nil || (labels == nil && seed == nil && factorPassages == nil) else {
      throw ValidationError(
        "--labels, --seed and --factor-passages say how factors are fitted; with --factors none are"
      )
    }
    guard cgIterations.map({ (1...10_000).contains($0) }) ?? true,
      cgDocuments.map({ (1...10_000_000).contains($0) }) ?? true
    else { throw ValidationError("--cg-iterations and --cg-documents are numbers from 1") }
    guard memory.map({ $0 > 0 && $0 < 1e6 }) ?? true else {
      throw ValidationError("--memory is a number of GiB")
    }
    guard threads.map({ $0 > 0 && $0 <= 1024 }) ?? true else {
      throw ValidationError("--threads is a number from 1")
    }
    guard exact == nil || !(layers || eachModule) else {
      throw ValidationError("--layers and --each-module go with exact scores; leave --exact out")
    }
    try cluster.check(
      saysHow: questions != nil || strategy != nil || labels != nil || seed != nil || damping != nil
        || modules != nil || factorPassages != nil || factors != nil || stepRank != nil || skipBad
        || runID != nil,
      goesAlone: exact != nil || layers || eachModule || rebuildIndex || serve || factors != nil)
  }

  func run() throws {
    let workspace = try workspace.open()
    if let end = try cluster.run(workspace, threads: threads) {
      if end != 0 { throw ExitCode(end) }
      return
    }
    let options = try options(workspace)
    if dryRun {
      let forecast = try Forecast(workspace, options: options) { Output.note("\($0) …") }
      print(forecast.text)
      if let parts = cluster.parts { print(ClusterForecast(forecast, parts: parts).text) }
      return
    }
    Interruption.watch()
    Interruption.watchScheduler()
    if cluster.plan { return try ClusterArguments.plan(workspace, options) }
    if serve { Interruption.followParent(explorer) }
    try compute(workspace, options)
  }

  /// Computes and says what came of it.
  private func compute(_ workspace: Workspace, _ options: ComputeOptions) throws {
    let bar = ProgressBar()
    let compute = Compute(
      workspace, options: options,
      isCancelled: { Interruption.isAsked || Interruption.isSaveAsked },
      progress: bar.show)
    do {
      let run = try compute.run { serve && !Interruption.isOrphan }
      bar.finish()
      let status = try Status(workspace, run: run.id)
      if let progress = status.progress {
        Output.note(
          "run \(run.id): \(progress.stepsScored) of \(progress.steps) steps of \(progress.questionsAnswered) questions scored"
        )
      }
      if let trouble = status.indexTrouble { Output.note("note: no gradient index: \(trouble)") }
      if let coarse = status.coarse { Output.note("note: \(coarse.sentence)") }
      for warning in run.warnings { Output.note("note: \(warning)") }
      Output.leftOut(status.leftOut) { Output.note("left out: \($0)") }
      for passage in status.skipped {
        Output.note("skipped: passage \(passage.passage): \(passage.reason)")
      }
    } catch is CancellationError where Interruption.isSaveAsked && !Interruption.isAsked {
      bar.finish()
      let progress = try Status(workspace).progress
      Output.note(
        "stemma: stopped on request, saved; \(progress.map { "\($0.blocksNeeded - $0.blocks) of \($0.blocksNeeded) blocks are left" } ?? "the inputs are not read yet"), the same command goes on"
      )
    } catch is CancellationError {
      bar.finish()
      Output.note("stemma: stopped; what is committed is kept, the same command goes on")
      throw ExitCode(Interruption.exitStatus)
    }
  }

  private func options(_ workspace: Workspace) throws -> ComputeOptions {
    var options = ComputeOptions(settings: try settings(workspace))
    if let factors {
      guard options.settings.origin.strategy?.needsFactors ?? false else {
        throw ValidationError("--factors: the strategy identity uses none")
      }
      let imported = try ImportedFactors(folder: factors)
      options.settings.factors = imported.fingerprint
      options.factors = imported
    }
    options.questions = questions?.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    options.memory = memory.map { Int($0 * Double(1 << 30)) }
    options.skipBad = skipBad
    if let exact {
      guard let share = Share.parse(exact) else {
        throw EngineError("--exact is \(Share.allowed), not \(exact)")
      }
      options.exact = share
    }
    if let threads { options.threads = threads }
    options.rebuildsIndex = rebuildIndex
    options.keeps = eachModule ? .module : layers ? .layer : nil
    return options
  }

  private func settings(_ workspace: Workspace) throws -> RunSettings {
    var settings = workspace.configuration.method
    if let runID {
      settings = try RunSettings(json: Results(workspace, run: runID).run.settings)
    }
    if let strategy { settings.origin = ScoreOrigin(strategy) }
    if let labels { settings.labels = labels }
    if let seed { settings.seed = seed }
    if let damping { settings.damping = damping }
    if let modules { settings.modules = modules }
    if let text = stepRank {
      guard let rank = StepRank(text) else {
        throw EngineError("--step-rank is \(StepRank.allowed), not \(text)")
      }
      settings.stepRank = rank.setting
    }
    if let inverse {
      settings.conjugateGradients =
        inverse == .cg ? settings.conjugateGradients ?? ConjugateGradientChoice() : nil
    }
    if cgIterations != nil || cgDocuments != nil {
      guard var choice = settings.conjugateGradients else {
        throw ValidationError("--cg-iterations and --cg-documents go with --inverse cg")
      }
      choice.iterations = cgIterations ?? choice.iterations
      choice.documents = cgDocuments ?? choice.documents
      settings.conjugateGradients = choice
    }
    if let text = factorPassages, let count = RunSettings.parse(factorPassages: text) {
      settings.factorPassages = count
    }
    return settings
  }
}
