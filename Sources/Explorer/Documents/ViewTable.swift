import Formatting
import RunModel

/// What a screen shows as rows and columns, for every form that it can be written in.
package struct ViewTable: Sendable, Hashable {
  /// A value of a row.
  package enum Value: Sendable, Hashable {
    case text(String)
    /// As it is written, with a point and without groups.
    case number(String)
    case flag(Bool)
    case missing
  }

  /// What the rows are, as a heading; without control characters it may still hold any text.
  package var title: String
  /// Names of the columns, as programs call them.
  package var columns: [String]
  package var rows: [[Value]] = []
  /// Where the numbers come from, one line each.
  package var notes: [String] = []

  package init(title: String, columns: [String]) {
    self.title = title
    self.columns = columns
  }

  /// The whole table in a form that has rows.
  package func text(as format: ExportFormat) -> String {
    beginning(as: format) + rowsText(as: format) + end(as: format)
  }

  /// What stands before the first row.
  func beginning(as format: ExportFormat) -> String {
    switch format {
    case .csv: return CSV.row(columns) + "\n"
    case .markdown:
      var text = "# \(Self.cell(title))\n\n"
      if !columns.isEmpty {
        text += "| \(columns.map(Self.cell).joined(separator: " | ")) |\n"
        text += "|\(columns.map { _ in "---|" }.joined())\n"
      }
      return text
    case .jsonLines, .text, .svg: return ""
    }
  }

  /// The rows that are here: CSV as RFC 4180 has it, or one JSON object a line, or rows of Markdown.
  ///
  /// Nothing is cut: a text is written whole, with its lines.
  func rowsText(as format: ExportFormat) -> String {
    switch format {
    case .csv:
      rows.map { CSV.row($0.map(\.plain)) + "\n" }.joined()
    case .jsonLines:
      rows.map { row in
        let parts = zip(columns, row).map { "\(jsonString($0)):\($1.json)" }
        return "{" + parts.joined(separator: ",") + "}\n"
      }.joined()
    case .markdown:
      rows.map { "| \($0.map { Self.cell($0.plain) }.joined(separator: " | ")) |\n" }.joined()
    case .text, .svg: ""
    }
  }

  /// What stands after the last row.
  func end(as format: ExportFormat) -> String {
    guard format == .markdown, !notes.isEmpty else { return "" }
    return "\n"
      + notes.map { Markdown.escaped(oneLine($0, limit: .max)) + "\n" }.joined(separator: "\n")
  }

  /// A text as a cell of a Markdown table, which has no lines of its own.
  private static func cell(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { Markdown.escaped(String($0)) }.joined(separator: "<br>")
  }
}

extension ViewTable.Value {
  /// A score with all its digits; missing where there is none.
  init(_ value: Float) { self = value.isFinite ? .number("\(value)") : .missing }

  init(_ value: Double) { self = value.isFinite ? .number("\(value)") : .missing }

  init(_ value: Int) { self = .number("\(value)") }

  init(_ value: Bool?) { self = value.map { .flag($0) } ?? .missing }

  init(_ text: String?) { self = text.map { .text($0) } ?? .missing }

  var plain: String {
    switch self {
    case .text(let text), .number(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .missing: ""
    }
  }

  /// As it is read aloud: a number with the digits that a screen has.
  var spoken: String {
    guard case .number(let text) = self, text.contains("."), let value = Float(text) else {
      return plain
    }
    return Explorer.number(value)
  }

  fileprivate var json: String {
    switch self {
    case .text(let text): jsonString(text)
    case .number(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .missing: "null"
    }
  }
}

/// A string as JSON writes it.
func jsonString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where HiddenCharacters.include(scalar):
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
