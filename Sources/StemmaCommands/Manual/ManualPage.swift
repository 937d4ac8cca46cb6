/// A command's page for `man`, in the macros of man(7).
struct ManualPage {
  let command: CommandDescription
  /// The commands that it is of, and its own name.
  let path: [String]
  /// The program's release.
  let release: String

  /// What `man` finds it by.
  var name: String { path.joined(separator: "-") }

  var text: String {
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"stemma \(release)\" \"Stemma\"", ".SH NAME",
      "\(Self.escaped(name)) \\- \(Self.line(command.abstract ?? ""))", ".SH SYNOPSIS",
      synopsis,
    ]
    let words = [command.abstract, command.discussion].compactMap { $0 }.filter { !$0.isEmpty }
    if !words.isEmpty {
      lines.append(".SH DESCRIPTION")
      for (index, paragraph) in words.enumerated() {
        if index > 0 { lines.append(".PP") }
        lines.append(Self.paragraph(paragraph))
      }
    }
    let (values, options) = (
      command.shown.filter { $0.names == nil }, command.shown.filter { $0.names != nil }
    )
    for (title, arguments) in [("ARGUMENTS", values), ("OPTIONS", options)] where !arguments.isEmpty
    {
      lines.append(".SH \(title)")
      for argument in arguments {
        lines += [".TP", Self.head(argument), Self.explanation(argument)]
      }
    }
    if !command.commands.isEmpty {
      lines.append(".SH COMMANDS")
      for child in command.commands {
        lines += [
          ".TP", "\\fB\(Self.escaped(name + "-" + child.commandName))\\fR(1)",
          Self.paragraph(child.abstract ?? ""),
        ]
      }
    }
    if path.count > 1 {
      lines += [
        ".SH SEE ALSO", "\\fB\(Self.escaped(path.dropLast().joined(separator: "-")))\\fR(1)",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var synopsis: String {
    var words = ["\\fB\(Self.escaped(path.joined(separator: " ")))\\fR"]
    for argument in command.shown {
      let shown =
        argument.names == nil
        ? Self.value(argument)
        : "\\fB\(Self.escaped(Self.preferred(argument)))\\fR"
          + (argument.isFlag ? "" : " " + Self.value(argument))
      words.append(argument.isOptional ? "[\(shown)]" : shown)
    }
    if !command.commands.isEmpty { words.append("[\\fIcommand\\fR]") }
    return words.joined(separator: " ")
  }

  private static func preferred(_ argument: CommandDescription.Argument) -> String {
    let names = argument.names ?? []
    return (names.first { $0.kind == .long } ?? names.first)?.typed ?? ""
  }

  private static func value(_ argument: CommandDescription.Argument) -> String {
    "\\fI\(escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? "..." : "")
  }

  private static func head(_ argument: CommandDescription.Argument) -> String {
    guard let names = argument.names else { return value(argument) }
    let typed = names.map { "\\fB\(escaped($0.typed))\\fR" }.joined(separator: ", ")
    return argument.isFlag ? typed : typed + " " + value(argument)
  }

  private static func explanation(_ argument: CommandDescription.Argument) -> String {
    var text = [argument.abstract, argument.discussion].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: " ")
    if let all = argument.allValues, !all.isEmpty {
      text += " One of: \(all.joined(separator: ", "))."
    }
    if let usual = argument.defaultValue, !usual.isEmpty { text += " Default: \(usual)." }
    return paragraph(text)
  }

  /// A text of several lines, none of which is taken for a request.
  private static func paragraph(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { line($0) }.filter { !$0.isEmpty }
    // Where a tag has no text, an empty one keeps what follows from being its.
    return lines.isEmpty ? "\\&" : lines.joined(separator: "\n")
  }

  private static func line(_ text: some StringProtocol) -> String {
    let text = escaped(text.split { $0.isWhitespace }.joined(separator: " "))
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }
}
