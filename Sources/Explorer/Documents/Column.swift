internal import RunModel
internal import Terminal

/// Which column of a list of documents; the name is what commands, sessions and the chooser call it.
package enum ColumnKind: Sendable, Hashable {
  case rank, score, bar, z, share, bm25, type, answer, star, flag
  case influence, perNat, perNorm, exact, id, document, source, tokens, text
  /// A field of the documents' own metadata.
  case field(String)
}

/// One column of a list of documents: what it is called, how wide it is, what stands in it.
///
/// The list on the screen, its lines in plain mode, the files that it is written to, its order, the chooser
/// of columns and what `i` says of it all come from here. To add one, add it to ``ColumnKind`` and ``fixed``.
package struct Column: Sendable {
  package let kind: ColumnKind
  /// What commands and sessions call it.
  package let name: String
  /// What stands at its head; the view's own name where it is nil.
  let title: String?
  /// What it says, for `i` and the chooser.
  package let meaning: String
  /// Columns of the screen, with the space behind.
  let width: Int
  /// Where it stands among those that go when it gets narrow, larger ones first.
  ///
  /// Nil where only whoever asks for it sees it.
  let survival: Int?
  /// What it is ordered by; nil where it has no order.
  let key: ColumnKey?
  /// Whether the largest comes first when one orders by it for the first time.
  let isDescendingFirst: Bool
  /// How files have it; nil where they say the same in another one.
  let file: InFile?
  let cell: @Sendable (ColumnRow) -> Cell?
  /// What is said of a row in plain mode; nil where nothing is to be said.
  let spoken: @Sendable (ColumnRow) -> String?

  struct Cell {
    var text: String
    var style: Style?
    var isRight = false
  }

  init(
    _ kind: ColumnKind, _ name: String, _ title: String?, width: Int, survival: Int? = nil,
    key: ColumnKey?, isDescendingFirst: Bool = false, file: InFile? = nil, _ meaning: String,
    spoken: (@Sendable (ColumnRow) -> String?)? = nil,
    cell: @escaping @Sendable (ColumnRow) -> Cell?
  ) {
    (self.kind, self.name, self.title, self.meaning) = (kind, name, title, meaning)
    (self.width, self.survival, self.key) = (width, survival, key)
    (self.isDescendingFirst, self.file, self.cell) = (isDescendingFirst, file, cell)
    self.spoken =
      spoken
      ?? { row in
        // Without words of its own: its name and what stands in the list.
        cell(row).map(\.text.trimmed).flatMap { $0.isEmpty ? nil : "\(name) \($0)" }
      }
  }

  package static func of(_ kind: ColumnKind) -> Column {
    if case .field(let name) = kind { return field(name) }
    return fixed.first { $0.kind == kind } ?? fixed[0]
  }

  /// A column by its name, also those of the metadata.
  package static func named(_ name: String, fields: [String]) -> Column? {
    let wanted = name.lowercased()
    return fixed.first { $0.name == wanted }
      ?? fields.first { $0.lowercased() == wanted }.map(field)
  }

  private static func field(_ name: String) -> Column {
    Column(
      .field(name), name, name, width: 14, key: .text(.field(name)),
      file: InFile(name) { .init($0.passage?.fields[name]) },
      "the documents' own field \(name)"
    ) { row in
      row.passage?.fields[name].map { Cell(text: Sanitizer.visible(oneLine($0))) }
    }
  }

  /// The columns that every corpus has, in the order in which they stand.
  package static let fixed: [Column] =
    scores + [
      Column(
        .bm25, "bm25", "bm25", width: 6, survival: 5, key: .number(.bm25), isDescendingFirst: true,
        file: InFile("bm25", place: 7) { $0.relevance.map { .init($0) } ?? .missing },
        "relevance of the words of question and steps (Okapi BM25); · where none occurs"
      ) { row in
        row.relevance.map {
          Cell(text: relevanceText($0), style: $0 > 0 ? nil : row.theme.dim, isRight: true)
        }
      },
      Column(
        .tokens, "tokens", "tokens", width: 7, key: .number(.tokens), isDescendingFirst: true,
        file: InFile("tokens") { $0.passage.map { .init($0.tokens) } ?? .missing },
        "how many tokens the passage has"
      ) { row in row.passage.map { Cell(text: "\($0.tokens)", isRight: true) } },
      Column(
        .type, "type", "type", width: 5, survival: 0, key: .type,
        file: InFile("type", place: 3) { .text($0.typeName) }, "the document's type",
        spoken: { $0.typeName }
      ) {
        Cell(
          text: Sanitizer.visible(DocumentColumns.shortType($0.typeName)),
          style: $0.theme.types[$0.typeName])
      },
      Column(
        .answer, "answer", "✓", width: 1, survival: 2, key: .mark(.answer), isDescendingFirst: true,
        file: InFile("answer") { .flag($0.holdsAnswer) },
        "✓ the document holds the question's answer",
        spoken: { $0.holdsAnswer ? "holds the answer" : nil }
      ) { $0.holdsAnswer ? Cell(text: "✓", style: $0.theme.good) : nil },
      Column(
        .star, "star", "★", width: 1, survival: 0, key: .mark(.starred), isDescendingFirst: true,
        file: InFile("starred") { .init($0.passage?.isStarred) }, "★ starred; · not opened yet",
        spoken: { $0.passage?.isStarred ?? false ? "starred" : nil }
      ) { row in
        guard let passage = row.passage else { return nil }
        if passage.isStarred { return Cell(text: "★") }
        return passage.isRead ? nil : Cell(text: "·", style: row.theme.dim)
      },
      Column(
        .flag, "flag", "↕", width: 1, survival: 2, key: .mark(.flagged), isDescendingFirst: true,
        file: InFile("flagged") { .init($0.isFlagged) },
        "↕ ranks by influence and by influence over gradient length differ more than tenfold",
        spoken: { $0.isFlagged ? "rank over gradient length differs more than tenfold" : nil }
      ) { $0.isFlagged ? Cell(text: "↕", style: $0.theme.bad) : nil },
      Column(
        .exact, "exact", "=", width: 1, key: nil,
        file: InFile("exact", place: 9) { .flag($0.isExact) },
        "= the score is exact; ~ it is approximate and can still change",
        spoken: { $0.isExact ? "exact" : "approximate" }
      ) { Cell(text: $0.isExact ? "=" : "~", style: $0.isExact ? $0.theme.good : $0.theme.dim) },
      Column(
        .id, "id", "id", width: 9, key: .text(.id),
        file: InFile("passage", place: 1) { .init($0.passage?.id) }, "the passage's id"
      ) { row in
        row.passage.map { Cell(text: Sanitizer.visible($0.id)) }
      },
      Column(
        .document, "document", "of", width: 10, key: .text(.document),
        file: InFile("document", place: 2) { .init($0.passage?.document) },
        "the id of the document that the passage is of"
      ) { row in row.passage.map { Cell(text: Sanitizer.visible($0.document)) } },
      Column(
        .source, "source", "source", width: 16, key: .text(.source),
        file: InFile("source") { .init($0.passage?.source) }, "where the document is from"
      ) { row in row.passage?.source.map { Cell(text: Sanitizer.visible($0)) } },
      Column(
        .text, "text", "document", width: 16, survival: 0, key: .text(.text),
        file: InFile("text", place: 8) { .init($0.passage?.text) },
        "the beginning of the text, or of what tells it from its neighbours",
        spoken: { _ in nil }
      ) { row in row.passage == nil ? Cell(text: "…", style: row.theme.dim) : nil },
    ]

  private static let scores: [Column] = [
    Column(
      .rank, "rank", "rank", width: 6, survival: 0, key: .number(.rank),
      file: InFile("rank", place: 0) { .init($0.rank) },
      "place in the whole ranking, whatever is filtered; negative from its end"
    ) { Cell(text: "\($0.entry.rank)", isRight: true) },
    Column(
      .score, "score", nil, width: 9, survival: 0, key: .number(.influence),
      isDescendingFirst: true, "the score as the view shows it, which `:view` changes",
      spoken: {
        "\($0.view.heading) " + ($0.isOrderOnly ? "approximate" : number($0.entry.value))
      }
    ) { $0.score($0.entry.value) },
    Column(
      .bar, "bar", "", width: 6, survival: 3, key: nil,
      "the score against the strongest of its sign in the list", spoken: { _ in nil }
    ) { row in
      Cell(
        text: Explorer.bar(row.share, width: row.width - 1),
        style: row.entry.value < 0 ? row.theme.negative : row.theme.positive)
    },
    Column(
      .z, "z", "z", width: 5, survival: 4, key: .number(.z), isDescendingFirst: true,
      file: InFile("z") { .init($0.spread.z($0.entry.value)) },
      "the score in standard deviations above the mean of random documents, which is that of all"
        + " scored passages"
    ) { row in
      row.isOrderOnly ? nil : Cell(text: zText(row.spread.z(row.entry.value)), isRight: true)
    },
    Column(
      .share, "share", "share", width: 7, key: .number(.share), isDescendingFirst: true,
      file: InFile("share_percent") { .init(100 * $0.spread.share($0.entry.value)) },
      "the score as a part of the step's whole positive influence"
    ) { row in
      row.isOrderOnly
        ? nil : Cell(text: shareText(row.spread.share(row.entry.value)), isRight: true)
    },
    Column(
      .influence, "influence", "influence", width: 10, key: .number(.influence),
      isDescendingFirst: true, file: InFile("score", place: 4) { .init($0.score) },
      "change of the step's log-likelihood, to first order, had the passage weighed more in training"
    ) { row in row.raw.flatMap { row.score($0) } },
    Column(
      .perNat, "pernat", "infl/nat", width: 9, key: .number(.perNat), isDescendingFirst: true,
      file: InFile("per_nat", place: 5) {
        .init($0.perNat)
      },
      "influence divided by the step's nats, so that steps compare"
    ) { row in
      row.perNat.flatMap { row.score($0) }
    },
    Column(
      .perNorm, "pernorm", "infl/norm", width: 10, key: .number(.perNorm), isDescendingFirst: true,
      file: InFile("gradient_norm_score", place: 6) {
        .init($0.norm > 0 ? $0.score / $0.norm : .nan)
      },
      "influence divided by the length of the passage's gradient"
    ) { row in
      row.raw.flatMap { raw in row.norm.map { row.score(ScoreView.perLength(raw, $0)) } }
    },
  ]
}

/// Standard deviations in at most four columns: `12.4`, `-.31`, `105`.
func zText(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  if value >= 99.95 || value <= -9.95 { return "\(Int(drawn: value.rounded()))" }
  let tenths = Int(drawn: (abs(value) * 10).rounded())
  let text = tenths >= 10 ? "\(tenths / 10).\(tenths % 10)" : tenths == 0 ? "0" : ".\(tenths)"
  return (value < 0 && tenths > 0 ? "-" : "") + text
}

/// A part in percent, in at most six columns: `4.1%`, `.03%`, `<.01%`.
func shareText(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  let percent = abs(value) * 100
  let sign = value < 0 ? "-" : ""
  if percent >= 9.95 { return "\(sign)\(Int(drawn: percent.rounded()))%" }
  if percent >= 0.995 {
    let tenths = Int(drawn: (percent * 10).rounded())
    return "\(sign)\(tenths / 10).\(tenths % 10)%"
  }
  let hundredths = Int(drawn: (percent * 100).rounded())
  if hundredths == 0 { return percent == 0 ? "0" : "\(sign)<.01%" }
  return "\(sign).\(hundredths < 10 ? "0" : "")\(hundredths)%"
}
