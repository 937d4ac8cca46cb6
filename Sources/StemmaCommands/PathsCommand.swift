import ArgumentParser
import Explorer
import Foundation
import SafeFiles
import Workspace

struct PathsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths", abstract: "Every file that the program reads or writes.",
    discussion: """
      A person's own files follow the XDG base directory specification; what belongs to a workspace lies \
      in it. A file that is not there is marked with a minus.
      """)

  @OptionGroup var workspace: WorkspaceArgument

  func run() throws {
    if let trouble = PersonalFolders.trouble { Output.note("note: \(trouble)") }
    Output.plain("A person's own, read at the start and written by the explorer:")
    show(UserFiles.listing)
    print()
    let opened: Workspace
    do {
      opened = try workspace.open()
    } catch {
      return Output.plain("No workspace: \(error)")
    }
    Output.plain("The workspace's, only read:")
    show(
      [
        ("settings", opened.folder + "/" + Workspace.fileName),
        ("checkpoint", opened.checkpoint), ("tokenizer", opened.tokenizer),
      ] + opened.earlierCheckpoints.map { ("earlier checkpoint", $0) }
        + opened.corpus.map { ("corpus", $0) } + opened.questions.map { ("questions", $0) })
    print()
    Output.plain("Derived from them; may be deleted:")
    show([
      ("database", opened.databasePath), ("factors", opened.factorsFolder),
      ("hashes of inputs", opened.derived + "/hashes.json"),
      ("gradient index", opened.indexFolder), ("engine's lock", opened.lockPath),
      ("engine's log", opened.logPath),
    ])
  }

  private func show(_ files: [(use: String, path: String)]) {
    for (use, path) in files {
      let mark = FileManager.default.fileExists(atPath: path) ? " " : "-"
      Output.plain("\(mark) \(use.padding(toLength: 21, withPad: " ", startingAt: 0))\(path)")
    }
  }
}
