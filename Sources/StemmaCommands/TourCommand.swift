import ArgumentParser
import Workspace

struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour",
    abstract: "Eight short stops in the explorer on the sample, each of which asks for one key.",
    discussion: "Esc leaves it at any stop. In the explorer `?` and then t begins it as well.")

  @Argument(
    help: "Another workspace than the sample, with a reasoning question that was answered right.",
    completion: .directory)
  var workspace: String?

  @Flag(help: "Open it this once although others made it, or what is in it.") var trust = false
  @Flag(help: "Only look at what is computed; start no engine.") var noEngine = false
  @Flag(help: "Lines of text, for screen readers and pipes.") var plain = false
  @Option(help: "The theme to begin with.") var theme: String?
  @Flag(help: "Draw with ASCII characters only.") var ascii = false
  @Flag(help: "Use no colours, as with NO_COLOR.") var noColor = false

  func run() throws {
    guard let folder = try workspace ?? WorkspaceArgument.sampleFolder() else {
      throw EngineError("no sample was installed with this program; name a workspace")
    }
    var arguments = [folder, "--fresh"]
    for (name, isOn) in [
      ("--trust", trust), ("--no-engine", noEngine), ("--plain", plain), ("--ascii", ascii),
      ("--no-color", noColor),
    ] where isOn { arguments.append(name) }
    if let theme { arguments += ["--theme", theme] }
    try ExploreCommand.parse(arguments).open(hasTour: true)
  }
}
