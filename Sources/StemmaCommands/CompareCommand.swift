import ArgumentParser
import Engine
import Findings
import Foundation
import Reports
import RunModel
import Store
import Workspace

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Two questions or steps side by side, or one run beside another.",
    discussion: """
      A and B are question ids, with a step as in q041:2. With --with or --with-run and no A and B, \
      the questions that both runs have are compared one by one.
      """)

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "A question's id, or a step's as in q041:2.") var first: String?
  @Argument(help: "What to compare it with.") var second: String?
  @Option(help: "raw or norm (per gradient norm).") var view = RankingView.raw
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Option(help: "Another workspace, whose newest run is compared.", completion: .directory)
  var with: String?
  @Option(help: "The other run.") var withRun: Int64?
  @Option(help: "How many common documents to list.") var limit = 20
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is a number from 0") }
    let isCrossRun = with != nil || withRun != nil
    guard isCrossRun ? first == nil : second != nil else {
      throw ValidationError(
        "name two questions or steps, or another run with --with or --with-run")
    }
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let results = try Results(workspace, run: runID)
    if let first, let second {
      let report = try PairReport(
        results, first: first, second: second, normed: view.isNormed, limit: limit)
      if json { return try Output.json(report) }
      print(report.document.markdown, terminator: "")
    } else {
      let other = try Results(with.map { try Workspace(folder: $0) } ?? workspace, run: withRun)
      let report = try CrossRunReport(results, other, normed: view.isNormed)
      if json { return try Output.json(report) }
      print(report.document.markdown, terminator: "")
    }
  }
}
