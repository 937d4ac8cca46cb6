import Foundation

/// What the argument parser says of a command, as `--experimental-dump-help` prints it.
struct CommandDescription: Decodable {
  struct Name: Decodable {
    enum Kind: String, Decodable {
      case long, short, longWithSingleDash
    }

    let kind: Kind
    let name: String

    /// As it is typed.
    var typed: String { (kind == .long ? "--" : "-") + name }
  }

  struct Argument: Decodable {
    enum Kind: String, Decodable {
      case positional, option, flag
    }

    let kind: Kind
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
    let discussion: String?

    var isFlag: Bool { kind == .flag }
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool
  private let subcommands: [CommandDescription]?
  private let arguments: [Argument]?

  /// Those that are shown, without the parser's own `help`.
  var commands: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  var shown: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }

  private struct Dump: Decodable { let command: CommandDescription }

  /// Reads the parser's description of a program.
  static func read(_ json: String) throws -> CommandDescription {
    try JSONDecoder().decode(Dump.self, from: Data(json.utf8)).command
  }
}
