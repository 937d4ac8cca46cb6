import Formatting
import Foundation
import RunModel
import Store

/// Writing for people and for programs.
enum Output {
  /// Prints a value as JSON, keys in snake case; what could command a terminal is spelled as `\uXXXX`.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    print(HiddenCharacters.escapedJSON(text))
  }

  /// Prints rows as CSV (RFC 4180), the first being the header.
  ///
  /// On a terminal hidden characters are replaced, line ends in fields too; in a file texts stay as they are.
  static func csv(_ rows: [[String]]) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    for row in rows { print(CSV.row(isTerminal ? row.map(HiddenCharacters.line) : row)) }
  }

  /// Says what of a corpus was not read, the first 20 and how many more.
  static func leftOut(_ records: [LeftOutRecord], _ say: (String) -> Void) {
    for record in records.prefix(20) { say(record.text) }
    if records.count > 20 {
      say("and \(records.count - 20) more; `stemma status --json` names all")
    }
  }

  /// Prints one line, whatever a file has put into it: nothing that commands a terminal, and no second line.
  static func plain(_ text: String) { print(HiddenCharacters.line(text)) }

  /// Prints text without control characters, which could command a terminal; its lines stay.
  static func lines(_ text: String) { print(clean(text)) }

  /// A text with its control characters replaced; line ends stay.
  static func clean(_ text: String) -> String { HiddenCharacters.lines(text) }

  /// The end of a line that lists a passage: its type, its id and how it begins.
  static func passage(_ type: String, _ id: String, _ text: String) -> String {
    let start = text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(80)
    return "\(type.padding(toLength: 12, withPad: " ", startingAt: 0)) \(id)  \(start)"
  }

  /// Says something on one line, whatever a file has put into it.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((HiddenCharacters.line(text) + "\n").utf8))
  }
}
