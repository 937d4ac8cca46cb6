import ArgumentParser
import Foundation
import SafeFiles

/// Writes the pages for `man` from the parser's own declarations; for whoever installs the program.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Writes the manual pages.", shouldDisplay: false)

  @Argument(help: "An existing folder.") var folder: String

  func run() throws {
    try write(CommandDescription.read(StemmaCommand._dumpHelp()), path: [])
  }

  private func write(_ command: CommandDescription, path: [String]) throws {
    let page = ManualPage(
      command: command, path: path + [command.commandName], release: StemmaCommand.release)
    try SafeFile.export(Data(page.text.utf8), to: "\(folder)/\(page.name).1")
    for child in command.commands { try write(child, path: page.path) }
  }
}
