import ArgumentParser
import Engine
import Exchange
import Workspace

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Writes all scores as safetensors, in kronfluence's pairwise layout, or for the PAIR viewer.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Option(help: "The safetensors file to write.", completion: .file()) var scores: String?
  @Option(
    help: "The .jsonl file to write for the PAIR viewer, a line for each step.", completion: .file()
  )
  var pair: String?
  @Option(help: "Documents of each end of the order, for --pair.") var limit = 100
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "One tensor for each tracked module, computed anew.") var perModule = false

  func validate() throws {
    guard (scores == nil) != (pair == nil) else {
      throw ValidationError("either --scores or --pair names the file to write")
    }
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
    guard pair == nil || !perModule else {
      throw ValidationError("--per-module goes with --scores")
    }
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let results = try Results(workspace, run: runID)
    if let pair { return try PairExport(results).write(to: pair, limit: limit) }
    guard let scores else { return }
    if perModule {
      try ModuleExport(workspace, results).write(to: scores)
    } else {
      try ScoreExport(results).write(to: scores)
    }
  }
}
