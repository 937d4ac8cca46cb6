import ArgumentParser
import Engine
import Explorer
import Foundation
import Store

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Opens the explorer (what `stemma` alone does).")

  @OptionGroup var workspace: WorkspaceArgument
  @Flag(help: "Only look at what is computed; start no engine.") var noEngine = false
  @Option(name: .customLong("run"), help: "The run to show; by default the newest.") var runID:
    Int64?

  @Option(
    name: [.customShort("c"), .customLong("command")],
    help: "A command to run at the start, as if typed; may be given several times.")
  var command: [String] = []

  func run() throws {
    let workspace = try workspace.open()
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
      ProcessInfo.processInfo.environment["TERM"].map({ $0 != "dumb" && !$0.isEmpty }) ?? false
    else {
      Output.note(
        "stemma: needs a terminal with cursor movement; use stemma steps, top, status or export.")
      throw ExitCode(2)
    }
    try workspace.prepareDerivedFolder()
    // The engine and the explorer meet in the file, so it is there before either.
    let store = try Store(path: workspace.databasePath, access: .create)
    if let runID, try store.run(runID) == nil {
      throw EngineError("there is no run \(runID) here; `stemma status` lists the runs")
    }
    // The engine goes on with the newest run, whatever its settings, unless the inputs have changed.
    let newest = noEngine ? nil : try Status(workspace, run: runID)
    let engine = ChildEngine(workspace, run: newest?.stale == nil ? newest?.run?.id : nil)
    // Scores from elsewhere need no engine.
    let isImported = newest?.run.map { $0.settings.contains("\"imported\"") } ?? false
    if !noEngine, !isImported, EngineLock.holder(workspace) == nil { try engine.start() }
    let control = EngineControl(
      isRunning: { engine.isRunning }, start: { try engine.start() }, stop: { engine.stop() })
    let places = TokenPlaces(path: workspace.tokenizer)
    try ExplorerApp.run(
      storePath: workspace.databasePath, run: runID, engine: noEngine ? nil : control,
      tokenRanges: { places.ranges($0, $1) }, commands: command)
  }
}
