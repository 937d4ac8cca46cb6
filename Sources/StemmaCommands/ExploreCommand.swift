import Answers
import ArgumentParser
import Corpus
import Engine
import Explorer
import Foundation
import RunModel
import SafeFiles
import Store
import Terminal
import Workspace

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Opens the explorer (what `stemma` alone does).",
    discussion: """
      Without a terminal it runs the commands given with -c and prints the screen, or with --plain \
      reads commands from its input, one a line.
      """)

  @OptionGroup var workspace: WorkspaceArgument
  @Flag(help: "Only look at what is computed; start no engine.") var noEngine = false
  @Option(name: .customLong("run"), help: "The run to show; by default the newest.") var runID:
    Int64?

  @Option(
    name: [.customShort("c"), .customLong("command")],
    help: "A command to run at the start, as typed after a colon; may be given several times.")
  var command: [String] = []

  @Flag(help: "Lines of text with numbered rows, for screen readers and pipes.") var plain = false
  @Flag(help: "Begin as the first start does, not where the last session ended.") var fresh = false
  @Option(help: "The theme to begin with.") var theme: String?
  @Flag(help: "Draw with ASCII characters only.") var ascii = false
  @Flag(help: "Use no colours, as with NO_COLOR.") var noColor = false
  @Flag(help: "Leave the mouse to the terminal.") var noMouse = false

  @Option(help: "Columns and rows of the screens that are drawn without a terminal.")
  var size = "120x36"

  func run() throws { try open(hasTour: false) }

  /// - Parameter hasTour: whether it begins with the tour.
  func open(hasTour: Bool) throws {
    let hasScreens = !plain && Self.hasTerminal
    // The child begins anew: what came before this would be done twice, and nothing is seen until then.
    if hasScreens { Supervisor.start() }
    let workspace = try hasScreens ? workspace.openSilently() : workspace.open()
    if let trouble = PersonalFolders.trouble { Output.note("note: \(trouble)") }
    if hasScreens { return try explore(workspace, hasTour: hasTour) }
    if plain { return try readPlainly(workspace, hasTour: hasTour) }
    guard command.isEmpty else { return try runScript(workspace) }
    Output.note(
      "stemma: needs a terminal with cursor movement; use -c COMMAND or --plain, or stemma steps, top, status or export."
    )
    throw ExitCode(2)
  }

  /// Whether arguments ask for screens, as far as that is seen before they are read.
  ///
  /// Reading them takes milliseconds, which the process that only guards the terminal need not spend before there is
  /// one that draws.
  static func asksForScreens(_ arguments: [String]) -> Bool {
    let isAnswered = ["--plain", "--help", "-h", "--version"].contains(where: arguments.contains)
    guard !isAnswered, hasTerminal else { return false }
    return arguments.first.map {
      $0 == configuration.commandName || Workspace.exists(at: $0)
    } ?? true
  }

  /// Whether screens can be drawn: input and output are a terminal that moves its cursor.
  private static var hasTerminal: Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, let type = getenv("TERM") else {
      return false
    }
    return !["", "dumb"].contains(String(cString: type))
  }

  private func explore(_ workspace: Workspace, hasTour: Bool) throws {
    try workspace.prepareDerivedFolder()
    // The engine and the explorer meet in the file, so it is there before either. It is opened once: each time costs
    // milliseconds before the first frame, and the last who closes it writes its log to the disk.
    let store = try Store(
      path: workspace.databasePath, access: .create, patience: ExplorerApp.patience)
    let origin = WorkspaceOrigin(of: workspace, in: store)
    let noEngine = noEngine || !ForeignWorkspace.mayStartEngine(workspace, origin)
    if let runID, try store.run(runID) == nil {
      throw EngineError("there is no run \(runID) here; `stemma status` lists the runs")
    }
    let engine = ChildEngine(workspace, run: runID)
    // Whoever starts none sees all the same whether one lives.
    var control = EngineControl(life: { engine.life }, start: nil, stop: { engine.stop() })
    if !noEngine {
      control.begin = { try engine.begin() }
      control.start = { try engine.start() }
    }
    var options = ExplorerOptions()
    options.commands = command
    options.isFresh = fresh
    options.hasTour = hasTour
    options.theme = theme
    options.workspace = workspace.folder
    options.isASCII = ascii
    options.isMonochrome = noColor
    options.hasMouse = !noMouse
    options.foreign = origin.foreignResults
    options.accept = { try Installation.accept(workspace.folder, isTrusted: true) }
    do {
      try ExplorerApp.run(
        store, run: runID, engine: control, options: options,
        textServices: textServices(workspace))
    } catch let error as TerminalError {
      engine.stop()
      Output.note("stemma: \(error)")
      throw ExitCode(2)
    }
  }

  /// Runs the commands without a terminal and prints the screen, unless they wrote what was wanted.
  private func runScript(_ workspace: Workspace) throws {
    var script = try script(workspace)
    if let theme { try script.run("theme \(theme)") }
    for command in command where !script.hasEnded { try script.run(command) }
    if !script.hasWritten { Output.lines(script.screen) }
  }

  /// Prints places as lines and reads what to do next, until the input ends.
  private func readPlainly(_ workspace: Workspace, hasTour: Bool) throws {
    var explorer = PlainExplorer(try script(workspace))
    if hasTour { try explorer.startTour() }
    let isInteractive = isatty(STDIN_FILENO) == 1
    if isInteractive { Output.lines(PlainExplorer.greeting) }
    if command.isEmpty { Output.lines(explorer.place.joined(separator: "\n")) }
    for command in command { Output.lines(explorer.take(command).joined(separator: "\n")) }
    guard command.isEmpty || isInteractive else { return }
    while !explorer.hasEnded, let line = readLine() {
      Output.lines(explorer.take(line).joined(separator: "\n"))
    }
  }

  private func script(_ workspace: Workspace) throws -> Script {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    guard sides.count == 2, (1...1000).contains(sides[0]), (1...1000).contains(sides[1]) else {
      throw EngineError("--size \(size): columns and rows are expected, as in 120x36")
    }
    return try Script(
      storePath: workspace.databasePath, run: runID, width: sides[0], height: sides[1],
      textServices: textServices(workspace))
  }

  private func textServices(_ workspace: Workspace) -> TextServices {
    let tokens = TokenRanges(path: workspace.tokenizer)
    return TextServices(
      tokenRanges: { tokens.ranges($0, $1) },
      holds: { Equality.holds($0) })
  }
}
