internal import Findings

/// A row of a file with everything that is known of its document, read from the database.
struct FileRow {
  let entry: DocumentList.Row
  /// Place in the whole ranking, counted from its beginning.
  let rank: Int
  let passage: Passage?
  let typeName: String
  /// Influence itself, whatever the view.
  let score: Double
  /// NaN where nats are not known.
  let perNat: Double
  /// Length of the passage's gradient; 0 where it is not known.
  let norm: Double
  let spread: ScoreSpread
  /// Nil where none of the words occurs.
  let relevance: Double?
  let isExact: Bool
  /// Nil where nothing is known of it.
  let isFlagged: Bool?
  let scanner: AnswerScanner

  var holdsAnswer: Bool { passage.map { !scanner.patterns(in: $0.text).isEmpty } ?? false }
}

extension Column {
  /// What a column is in a file: values whole and with all their digits.
  struct InFile: Sendable {
    /// What programs call it.
    let name: String
    /// Where it stands among the columns that every file has, which are those of `stemma top --csv`; nil
    /// where a file has it only when the list on the screen has it too.
    let place: Int?
    let value: @Sendable (FileRow) -> ViewTable.Value

    init(
      _ name: String, place: Int? = nil, value: @escaping @Sendable (FileRow) -> ViewTable.Value
    ) {
      (self.name, self.place, self.value) = (name, place, value)
    }
  }

  /// The columns of a file, in their order.
  ///
  /// - Parameter added: what the list has beside those that every file has.
  static func ofFile(as format: ExportFormat, adding added: [ColumnKind] = []) -> [InFile] {
    let always = fixed.compactMap(\.file).filter { $0.place != nil }.sorted {
      ($0.place ?? 0) < ($1.place ?? 0)
    }
    // Lines of JSON have always said where a document is from.
    let more = (format == .jsonLines ? [.source] : []) + added
    var names = Set(always.map(\.name))
    return always
      + more.compactMap { Column.of($0).file }.filter { names.insert($0.name).inserted }
  }
}

extension ColumnChoice {
  /// Columns that somebody has asked for, in the order in which they stand.
  var addedInOrder: [ColumnKind] {
    let fields = added.filter { if case .field = $0 { true } else { false } }
    return Column.fixed.map(\.kind).filter(added.contains)
      + fields.sorted { Column.of($0).name < Column.of($1).name }
  }
}
