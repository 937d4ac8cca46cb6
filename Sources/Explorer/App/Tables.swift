internal import Findings
internal import Terminal

/// What each screen writes when it is exported.
extension ExplorerState {
  /// Rows of a list that an export writes at most.
  private static let rowLimit = 1000

  /// The current screen as a table; nil where it has no rows.
  package var table: ViewTable? {
    switch tab {
    case .explore:
      switch pane {
      case .questions: questionTable
      case .steps: stepTable
      case .documents: documentTable
      }
    case .read: readerTable
    case .compare: comparisonTable
    case .findings: findingTable
    case .ask: askedQuestion == nil ? jobTable(askedJobs, title: "Questions asked") : documentTable
    case .jobs: jobTable(activity.jobs, title: "Requests")
    }
  }

  /// What an exported file is called, without its ending.
  package var exportName: String {
    switch tab {
    case .explore:
      switch pane {
      case .questions: "questions"
      case .steps: selectedQuestion.map { $0.id + "-steps" } ?? "steps"
      case .documents: unit.map { fileName(of: $0) } ?? "documents"
      }
    case .read: unit.map { fileName(of: $0) + "-document" } ?? "document"
    case .findings: "findings-\(findings.page.title)"
    default: "\(tab)"
    }
  }

  private func fileName(of unit: Unit) -> String {
    catalog.questions[unit.question].id + (unit.step > 0 ? "-step\(unit.step)" : "")
  }

  /// Where the numbers of every table come from.
  private var origin: [String] {
    var lines: [String] = []
    let filters = filter.parts(typeNames: catalog.typeNames)
    if !filters.isEmpty { lines.append("Filters: \(filters.joined(separator: ", "))") }
    if let answer { lines.append("Scored \(answer.scored) of \(answer.total) passages.") }
    let run = [catalog.model, catalog.method].filter { !$0.isEmpty }
    if !run.isEmpty { lines.append(run.joined(separator: "  ")) }
    return lines
  }

  private var questionTable: ViewTable {
    var table = ViewTable(
      title: "Questions", columns: ["question", "kind", "task", "correct", "nats", "prompt"])
    table.rows = questionRows.map { index in
      let question = catalog.questions[index]
      return [
        .text(question.id), .text(question.kind.rawValue), .text(question.task),
        .init(question.isCorrect), .init(question.nats), .text(question.prompt),
      ]
    }
    table.notes = origin
    return table
  }

  private var stepTable: ViewTable? {
    guard let question, let entry = selectedQuestion else { return nil }
    var table = ViewTable(
      title: "\(entry.id): \(entry.title)",
      columns: ["step", "nats", "best_per_nat", "mass", "answer_hits", "false", "text"])
    let summaries = summaries[question] ?? []
    table.rows = (0..<stepCount).map { step in
      let summary = summaries.indices.contains(step) ? summaries[step] : nil
      let own = step > 0 ? entry.steps[step - 1] : nil
      return [
        .init(step), .init(own?.nats ?? entry.nats), .init(summary?.best ?? .nan),
        .init(summary?.mass ?? .nan), summary?.answerHits.map { .init($0) } ?? .missing,
        .init(own?.isFalse), .text(own?.text ?? entry.steps.map(\.text).joined()),
      ]
    }
    table.notes = origin
    return table
  }

  private var documentTable: ViewTable? {
    guard let unit else { return nil }
    let question = catalog.questions[unit.question]
    var table = ViewTable(
      title: "\(name(of: unit)): \(question.title)",
      columns: ["rank", "passage", "type", view.column, "source", "text"])
    table.rows = (0..<min(Self.rowLimit, list.count)).map { documentRow(list[$0]) }
    if showsRelevance { addRelevance(of: unit, to: &table) }
    if unit.step > 0 { table.notes = ["Step: " + oneLine(question.steps[unit.step - 1].text)] }
    table.notes += ["\(view.column): \(view.meaning)"]
    if showsRelevance {
      table.notes.append(
        "bm25: relevance of the words of the question and its steps; empty where none occurs")
    }
    table.notes += origin
    return table
  }

  /// Puts the words' relevance behind the scores.
  private func addRelevance(of unit: Unit, to table: inout ViewTable) {
    table.columns.insert("bm25", at: 4)
    for index in table.rows.indices {
      let known = relevance[unit, list[index].passage] ?? 0
      table.rows[index].insert(known > 0 ? .init(known) : .missing, at: 4)
    }
  }

  private func documentRow(_ row: DocumentList.Row) -> [ViewTable.Value] {
    let passage = texts[row.passage]
    return [
      .init(row.rank), .text(passage?.id ?? "#\(row.passage + 1)"),
      .text(typeName(row.passage)), .init(row.value), .init(passage?.source),
      .init(passage?.headline),
    ]
  }

  private var readerTable: ViewTable? {
    guard let reader, let passage = texts[reader.passage] else { return nil }
    var table = ViewTable(title: passage.id, columns: ["line", "heat", "text"])
    for (index, line) in reader.lines.enumerated() {
      let sum = reader.lineSum(index)
      table.rows.append([.init(line.number), sum.map { .init($0) } ?? .missing, .text(line.text)])
    }
    if let standing = readerStanding {
      let (row, view) = (standing.row, standing.view)
      table.notes = ["rank \(row.rank), \(view.column) \(row.value): \(view.meaning)"]
    }
    if let source = passage.source { table.notes.append("Source: \(source)") }
    table.notes += origin
    return table
  }

  private var comparisonTable: ViewTable? {
    guard let left = compare.left, let right = compare.right, let answer = compare.answer else {
      return nil
    }
    var table = ViewTable(
      title: "A \(name(of: left)), B \(name(of: right))",
      columns: ["side", "rank", "passage", "type", view.column, "source", "text"])
    for (side, letter) in [(CompareState.Side.left, "A"), (.right, "B")] {
      let count = min(answer.depth, compare.count(side))
      table.rows += (0..<count).map { [.text(letter)] + documentRow(compare.row(side, $0)) }
    }
    let r = answer.correlation.map { "\($0)" } ?? "undefined"
    table.notes =
      ["Pearson's r over all scored passages: \(r)"]
      + ["In common among the top \(answer.depth): \(answer.common.count)"] + origin
    return table
  }

  private func jobTable(_ jobs: [Activity.Job], title: String) -> ViewTable {
    var table = ViewTable(
      title: title, columns: ["id", "kind", "state", "priority", "target", "note"])
    table.rows = jobs.map { job in
      [
        .init(job.id), .text(job.kind), .text(job.state), .init(job.priority),
        .text(job.target), .text(job.note),
      ]
    }
    return table
  }
}
