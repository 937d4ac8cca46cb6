import ArgumentParser
import Engine
import Exchange
import Formatting
import Foundation
import SafeFiles
import Store
import Workspace

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Brings in scores computed elsewhere, such as kronfluence's on GPUs, as a run of their own.",
    discussion: """
      The corpus must be read and the questions answered first: `stemma compute --strategy identity` does both. \
      Rows and columns come from the file's metadata, or from JSON files; of a bergson store they are all steps and \
      all passages in their order unless named.
      """)

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Option(
    help:
      "A safetensors file with all_modules, or one tensor a module, [steps × passages]; a folder that bergson wrote; a .jsonl file of the PAIR viewer.",
    completion: .file())
  var scores: String
  @Option(help: "A JSON file: [[question, step], …].", completion: .file()) var rows: String?
  @Option(help: "A JSON file: [passage, …].", completion: .file()) var columns: String?

  @Flag(
    exclusivity: .exclusive,
    help: "Whether the scores of a bergson store help where they are high; its config.yaml says so."
  )
  var orientation: Orientation?

  /// Which scores of a store are those of documents that help.
  enum Orientation: String, EnumerableFlag {
    case higherIsBetter
    case lowerIsBetter
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let run = try ScoreImport(workspace, Results(workspace)).run(
      scores: scores, rows: try rows.map(read), columns: try columns.map(read),
      higherIsBetter: orientation.map { $0 == .higherIsBetter })
    Output.plain("run \(run.id): \(scores)")
  }

  private func read(_ path: String) throws -> Data {
    try SafeFile.input(path, atMost: 1 << 30)
  }
}
