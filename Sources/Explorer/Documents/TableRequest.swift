/// Rows that are to be written to a file as they are in the database, whatever a screen has loaded of them.
package struct TableRequest: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case documents(ListRequest)
    /// Those rows of a list that are marked.
    case marked(ListRequest, Marks)
    /// The whole completion of a question and each of its steps.
    case steps(question: Int)
    case comparison(CompareRequest)
  }

  package enum Destination: Sendable, Hashable {
    /// This very file, whatever is there.
    case path(String)
    /// A new file in the current folder whose name begins like this; nothing is overwritten.
    case new(name: String)
  }

  package var content: Content
  package var format: ExportFormat
  package var destination: Destination
  /// Columns of documents beside those that every file has.
  package var added: [ColumnKind] = []
}

/// A form in which a screen can be written, named by the ending of its file.
package enum ExportFormat: String, Sendable, CaseIterable {
  case csv
  case jsonLines = "jsonl"
  case markdown = "md"
  case text = "txt"
  case svg

  /// Whether it shows the screen as it stands, not the rows behind it.
  var isPicture: Bool { self == .text || self == .svg }

  /// The form that the ending of a path names.
  init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard name.contains("."), let ending = name.split(separator: ".").last else { return nil }
    self.init(rawValue: ending.lowercased())
  }
}
