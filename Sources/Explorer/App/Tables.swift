internal import Findings
internal import RunModel
internal import Terminal

/// What each screen writes when it is exported.
extension ExplorerState {
  /// What the current screen lists and only the database knows whole; nil where it lists something else.
  var storedTable: TableRequest.Content? {
    switch tab {
    case .explore where pane == .steps: listQuestion.map { .steps(question: $0) }
    case .explore where pane == .documents: wantedList.map { .documents($0) }
    case .compare: wantedComparison.map { .comparison($0) }
    case .ask where askedQuestion != nil: wantedList.map { .documents($0) }
    default: nil
    }
  }

  /// The current screen as a table, where all of it is here.
  package var table: ViewTable? {
    switch tab {
    case .explore: pane == .questions ? questionTable : nil
    case .read: readerTable
    case .compare: nil
    case .findings: findingTable
    case .ask: askedQuestion == nil ? jobTable(askedJobs, title: "Questions asked") : nil
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
      case .documents: listUnit.map { fileName(of: $0) } ?? "documents"
      }
    case .read: unit.map { fileName(of: $0) + "-document" } ?? "document"
    case .findings: "findings-\(findings.page.title)"
    default: "\(tab)"
    }
  }

  func fileName(of unit: Unit) -> String {
    catalog.questions[unit.question].id + (unit.step > 0 ? "-step\(unit.step)" : "")
  }

  /// Where the numbers of every table come from.
  private var origin: [String] {
    var lines: [String] = []
    let run = [catalog.model, catalog.method].filter { !$0.isEmpty }
    if !run.isEmpty { lines.append(run.joined(separator: "  ")) }
    return lines
  }

  var questionTable: ViewTable {
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

  private var readerTable: ViewTable? {
    guard let reader, let passage = texts[reader.passage] else { return nil }
    var table = ViewTable(title: passage.id, columns: ["line", "heat", "text"])
    var start = 0
    for (index, line) in passage.text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let end = start + line.utf8.count + 1
      let sum = reader.layer?.sum(bytes: start..<end)
      table.rows.append(
        [.init(index + 1), sum.map { .init($0) } ?? .missing, .text(String(line))])
      start = end
    }
    if let standing = readerStanding {
      let (row, view) = (standing.row, standing.view)
      table.notes = ["rank \(row.rank), \(view.column) \(row.value): \(view.meaning)"]
    }
    if let source = passage.source { table.notes.append("Source: \(source)") }
    table.notes += origin
    return table
  }

  /// The tops of both sides as far as they are shown; files are written from the database instead.
  var comparisonTable: ViewTable? {
    guard tab == .compare, let left = compare.left, let right = compare.right,
      let answer = compare.answer, let view = compare.answered?.view
    else { return nil }
    var table = ViewTable(
      title: "A \(name(of: left)), B \(name(of: right))",
      columns: ["side", "rank", "passage", "type", view.column])
    for (side, letter) in [(CompareState.Side.left, "A"), (.right, "B")] {
      let count = min(answer.depth, compare.count(side), 20)
      table.rows += (0..<count).map {
        let row = compare.row(side, $0)
        return [
          .text(letter), .init(row.rank), .init(texts[row.passage]?.id),
          .text(typeName(row.passage)), .init(row.value),
        ]
      }
    }
    let r = answer.correlation.map { "\($0)" } ?? "undefined"
    table.notes =
      ["Pearson's r over all scored passages: \(r)"]
      + [
        "In common among the top \(answer.depth): \(answer.common.count), "
          + "by chance \(answer.commonByChance)"
      ] + origin
    return table
  }

  private func jobTable(_ jobs: [Activity.Job], title: String) -> ViewTable {
    var table = ViewTable(
      title: title, columns: ["id", "kind", "state", "priority", "target", "note"])
    table.rows = jobs.map { job in
      [
        .init(job.id), .text(job.kind?.rawValue ?? "?"), .text(job.state.rawValue),
        .init(job.priority),
        .text(job.target), .text(job.note),
      ]
    }
    return table
  }
}
