internal import Findings
import RunModel

/// Writes rows as they are in the database.
extension Answering {
  /// Rows whose texts are in memory at once.
  private static let batch = 500
  /// Rows whose relevance is found out at once: counting words takes as long for one as for many.
  private static let relevanceBatch = 100_000

  /// Hands a table to `write` piece by piece, each piece being the next part of the file.
  ///
  /// - Returns: how many rows there were.
  /// - Throws: whatever the source or `write` throws; what was written until then is of no use.
  package mutating func write(
    _ request: TableRequest, to write: (String) throws -> Void
  ) throws -> Int {
    switch request.content {
    case .documents(let list): return try documents(list, request, to: write)
    case .marked(let list, let marks): return try documents(list, request, only: marks, to: write)
    case .steps(let question):
      let table = try steps(of: question)
      try write(table.text(as: request.format))
      return table.rows.count
    case .comparison(let pair): return try comparison(pair, as: request.format, to: write)
    }
  }

  private mutating func documents(
    _ request: ListRequest, _ file: TableRequest, only marks: Marks? = nil,
    to write: (String) throws -> Void
  ) throws -> Int {
    let format = file.format
    let columns = Column.ofFile(as: format, adding: file.added)
    var answer = try list(request)
    if let marks {
      answer.list = answer.list.reordered(
        answer.list.places.filter { marks.contains(Int(answer.list.order[Int($0)])) })
    }
    var table = ViewTable(title: title(of: request.unit), columns: columns.map(\.name))
    table.notes = notes(request, answer)
    try write(table.beginning(as: format))
    var relevance: [Int: Double] = [:]
    for first in stride(from: 0, to: answer.list.count, by: Self.batch) {
      let places = first..<min(first + Self.batch, answer.list.count)
      if first.isMultiple(of: Self.relevanceBatch) {
        let next = first..<min(first + Self.relevanceBatch, answer.list.count)
        relevance = try self.relevance(of: next.map { answer.list[$0].passage }, to: request.unit)
      }
      table.rows = try rows(answer, places, of: request.unit, relevance, columns)
      try write(table.rowsText(as: format))
    }
    try write(table.end(as: format))
    return answer.list.count
  }

  private mutating func comparison(
    _ request: CompareRequest, as format: ExportFormat, to write: (String) throws -> Void
  ) throws -> Int {
    let answer = try compare(request)
    let columns = Column.ofFile(as: .csv)
    var table = ViewTable(
      title: "A \(name(of: request.left)), B \(name(of: request.right))",
      columns: ["side"] + columns.map(\.name))
    table.notes = [
      "Pearson's r over all scored passages: \(answer.correlation.map { "\($0)" } ?? "undefined")",
      "In common among the top \(answer.depth): \(answer.common.count); "
        + "by chance \(answer.commonByChance)",
    ]
    try write(table.beginning(as: format))
    for (letter, unit, side) in [
      ("A", request.left, answer.left), ("B", request.right, answer.right),
    ] {
      let shown = 0..<min(answer.depth, side.list.count)
      let relevance = try relevance(of: shown.map { side.list[$0].passage }, to: unit)
      table.rows = try rows(side, shown, of: unit, relevance, columns).map { [.text(letter)] + $0 }
      try write(table.rowsText(as: format))
    }
    try write(table.end(as: format))
    return min(answer.depth, answer.left.list.count) + min(answer.depth, answer.right.list.count)
  }

  /// Some rows of a list, in the columns of a file.
  private mutating func rows(
    _ answer: ListAnswer, _ places: Range<Int>, of unit: Unit, _ relevance: [Int: Double],
    _ columns: [Column.InFile]
  ) throws -> [[ViewTable.Value]] {
    let list = answer.list
    let raw = try estimates(unit)
    let (nats, norms) = (nats(unit), catalog.gradientNorms)
    let shown = places.map { list[$0] }
    let passages = Dictionary(
      try source.passages(shown.map(\.passage)).map { ($0.index, $0) },
      uniquingKeysWith: { one, _ in one })
    let scanner = AnswerScanner([catalog.questions[unit.question].answerPattern])
    return shown.map { row in
      let type = Int(catalog.types[row.passage])
      let facts = FileRow(
        entry: row,
        // Seen from the end of the ranking, ranks are counted from its beginning all the same.
        rank: row.rank < 0 ? list.scored + row.rank + 1 : row.rank, passage: passages[row.passage],
        typeName: type < catalog.typeNames.count ? catalog.typeNames[type] : "",
        score: Double(raw[row.passage]),
        perNat: answer.combined?.perNat[row.passage]
          ?? (nats.isFinite && nats > 0 ? Double(raw[row.passage]) / nats : .nan),
        norm: row.passage < norms.count ? Double(norms[row.passage]) : 0, spread: list.spread,
        relevance: relevance[row.passage],
        isExact: answer.coarse?.contains(row.passage) != true,
        isFlagged: answer.flags?.contains(row.passage), scanner: scanner)
      return columns.map { $0.value(facts) }
    }
  }

  private mutating func steps(of question: Int) throws -> ViewTable {
    let entry = catalog.questions[question]
    let summaries = try summaries(question: question)
    var table = ViewTable(
      title: "\(entry.id): \(entry.title)",
      columns: [
        "step", "nats", "best_per_nat", "sum_of_absolute_scores", "result_in_top", "top",
        "result_in_top_by_chance", "states_false_equality", "text",
      ])
    table.rows = (0...entry.steps.count).map { step in
      let summary = summaries.indices.contains(step) ? summaries[step] : nil
      let own = step > 0 ? entry.steps[step - 1] : nil
      return [
        .init(step), .init(own?.nats ?? entry.nats), .init(summary?.best ?? .nan),
        .init(summary?.mass ?? .nan), summary?.hits.map { .init($0.count) } ?? .missing,
        summary?.hits.map { .init($0.depth) } ?? .missing, .init(summary?.hits?.expected ?? .nan),
        .init(own?.holds.map { !$0 }), .text(own?.text ?? entry.steps.map(\.text).joined()),
      ]
    }
    table.notes = origin
    return table
  }

  private func name(of unit: Unit) -> String {
    let id = catalog.questions[unit.question].id
    return unit.step == 0 ? id : "\(id) \(catalog.questions[unit.question].partName) \(unit.step)"
  }

  private func title(of unit: Unit) -> String {
    "\(name(of: unit)): \(catalog.questions[unit.question].title)"
  }

  /// Where the numbers come from.
  private var origin: [String] {
    let run = [catalog.model, catalog.method].filter { !$0.isEmpty }
    return run.isEmpty ? [] : [run.joined(separator: "  ")]
  }

  private func notes(_ request: ListRequest, _ answer: ListAnswer) -> [String] {
    var notes: [String] = []
    if request.unit.step > 0 {
      let steps = catalog.questions[request.unit.question].steps
      let name = isCombination(request.unit) ? "Term: " : "Step: "
      notes.append(name + oneLine(steps[request.unit.step - 1].text, limit: .max))
    }
    let isCombined = answer.combined != nil && request.view == .perNat
    notes += [
      "Ordered by \(request.view.column): "
        + (isCombined ? Combination.perNatMeaning : request.view.meaning),
      isCombination(request.unit)
        ? "bm25: empty, a combination has no words of its own"
        : "bm25: relevance of the words of the question and its steps; empty where none occurs",
    ]
    if let order = request.order {
      notes.append(
        "Rows ordered by \(Column.of(order.column).name), \(order.isDescending ? "largest" : "smallest") first"
      )
    }
    let filters = request.filter.parts(typeNames: catalog.typeNames)
    if !filters.isEmpty { notes.append("Filters: \(filters.joined(separator: ", "))") }
    notes.append("Scored \(answer.scored) of \(answer.total) passages.")
    return notes + origin
  }
}
