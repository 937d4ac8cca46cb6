/// Comma-separated values as RFC 4180 has them.
package enum CSV {
  /// What ends a row in a file.
  package static let lineEnd = "\r\n"

  /// One row without its end; a cell with a comma, a quotation mark or a line end is quoted.
  package static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",")
  }

  /// A whole file, the header being the first row.
  package static func file(_ rows: [[String]]) -> String {
    rows.map { row($0) + lineEnd }.joined()
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
