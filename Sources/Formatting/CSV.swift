/// Comma-separated values as RFC 4180 has them, in which a spreadsheet finds no formula.
package enum CSV {
  /// What ends a row in a file.
  package static let lineEnd = "\r\n"

  /// One row without its end; a cell with a comma, a quotation mark or a line end is quoted, and one with what other
  /// spreadsheets separate cells by.
  package static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",")
  }

  /// A whole file, the header being the first row.
  package static func file(_ rows: [[String]]) -> String {
    rows.map { row($0) + lineEnd }.joined()
  }

  private static func cell(_ text: String) -> String {
    let text = guarded(text)
    guard text.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D, 0x3B, 0x09].contains($0) }) else {
      return text
    }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// A text that begins as a formula does gets a `'` before it, which makes it a text; numbers stay numbers.
  ///
  /// Documents come from anywhere, and a formula of a spreadsheet sends what stands beside it to an address.
  private static func guarded(_ text: String) -> String {
    // Some spreadsheets pass over blanks at the start, and take the wide forms for the narrow ones.
    let first = text.unicodeScalars.first { $0 != " " && $0.value != 0xA0 && $0.value != 0xFEFF }
    guard let first, "=+-@\t\r\n|%＝＋－＠".unicodeScalars.contains(first), !isNumber(text) else {
      return text
    }
    return "'" + text
  }

  /// Whether a text is a plain number, as the program writes them.
  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
      && Double(text) != nil
  }
}
