import Formatting

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

  /// The rows as CSV (RFC 4180) with the columns' names first.
  package var csv: String {
    ([columns] + rows.map { $0.map(\.plain) }).map { row in
      CSV.row(row) + "\n"
    }.joined()
  }

  /// One JSON object a line.
  package var jsonLines: String {
    rows.map { row in
      let parts = zip(columns, row).map { "\(jsonString($0)):\($1.json)" }
      return "{" + parts.joined(separator: ",") + "}\n"
    }.joined()
  }

  /// A card in Markdown: heading, table, where it comes from.
  package var markdown: String {
    func cell(_ text: String) -> String {
      Markdown.escaped(oneLine(text, limit: 100))
    }
    var text = "# \(cell(title))\n\n"
    if !columns.isEmpty {
      text += "| \(columns.map(cell).joined(separator: " | ")) |\n"
      text += "|\(columns.map { _ in "---|" }.joined())\n"
    }
    for row in rows { text += "| \(row.map { cell($0.plain) }.joined(separator: " | ")) |\n" }
    if !notes.isEmpty {
      text += "\n" + notes.map { Markdown.escaped(oneLine($0)) + "\n" }.joined(separator: "\n")
    }
    return text
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
