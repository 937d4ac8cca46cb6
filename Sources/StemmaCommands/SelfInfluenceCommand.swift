import ArgumentParser
import Engine
import Foundation
import Store
import Workspace

struct SelfInfluenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-influence",
    abstract: "The passages that act most on themselves: the odd ones of a corpus.",
    discussion: """
      Computed when first asked for, at about the cost of fitting the corrected eigenvalues to every passage, and kept \
      with the run. Stop or kill it whenever you like; the same command goes on.
      """)

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Option(help: "How many rows.") var limit = 20
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
  }

  private struct Row: Encodable {
    let rank: Int
    let passage: String
    let type: String
    let selfInfluence: Double
    let text: String
  }

  func run() throws {
    let workspace = try Workspace.named(workspace)
    let values = SelfInfluence(try Results(workspace, run: runID))
    let isWatched = isatty(STDERR_FILENO) == 1
    try values.complete(workspace) { done, all in
      guard isWatched else { return }
      let end = done >= all ? "\r" : ""
      FileHandle.standardError.write(Data("\r\u{1B}[Kpassages \(done) of \(all)\(end)".utf8))
    }
    let rows = try values.top(limit)
    if json {
      return try Output.json(
        rows.map {
          Row(
            rank: $0.rank, passage: $0.passage, type: $0.type, selfInfluence: $0.score,
            text: $0.text)
        })
    }
    print("  rank  self-influence  type         passage")
    for row in rows {
      Output.plain(
        String(format: "%6d  %14.5g  ", row.rank, row.score)
          + Output.passage(row.type, row.passage, row.text))
    }
  }
}
