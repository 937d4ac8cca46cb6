import ArgumentParser
import Formatting
import Foundation
import Workspace

struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Accepts a workspace that others made, or that was computed elsewhere.",
    discussion: """
      From then on its results are shown without a word about where they come from, files of other users and links to \
      folders in it are followed, and the explorer starts engines on it without asking.
      """)

  @Argument(help: "The workspace's folder.", completion: .directory) var workspace: String

  func run() throws {
    let workspace = try Workspace(folder: workspace, isTrusted: true)
    try Installation.accept(workspace.folder, isTrusted: true)
    Output.plain("\(workspace.folder): accepted")
    for link in workspace.links {
      Output.plain("  \(link.path) leads to \(link.target)")
    }
    for path in workspace.inputsOutside.prefix(20) {
      Output.plain("  it reads \(path)")
    }
  }
}
