import ArgumentParser
import Engine

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes all scores as safetensors, in kronfluence's pairwise layout.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Option(help: "The file to write.", completion: .file()) var scores: String
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "One tensor for each tracked module, computed anew.") var perModule = false

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let results = try Results(workspace, run: runID)
    if perModule {
      try ModuleExport(workspace, results).write(to: scores)
    } else {
      try ScoreExport(results).write(to: scores)
    }
  }
}
