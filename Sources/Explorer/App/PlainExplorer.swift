internal import Findings
internal import RunModel
internal import Terminal

/// The explorer as lines of text, for screen readers and pipes: no cursor is moved, nothing is drawn over.
///
/// A place is printed as a numbered list with one fact a line. A number opens its row; words are
/// commands, the same as after `:`.
package struct PlainExplorer {
  private static let page = 20
  private var script: Script
  private var first = 0

  package init(_ script: Script) { self.script = script }

  /// What is printed at the start.
  package static let greeting =
    "Stemma. A number opens its row; b goes back, n and p turn pages, h explains, q leaves."

  /// Begins the tour.
  package mutating func startTour() throws {
    try go("tour")
    showSelection()
  }

  /// Whether somebody has asked to leave.
  package var hasEnded: Bool { script.hasEnded }

  /// Takes one line and returns what is to be printed.
  package mutating func take(_ line: String) -> [String] {
    let text = line.trimmed
    do {
      if let stop = script.state.tour?.stop {
        try takeOnTour(text, stop)
        try loadPage()
        return place
      }
      switch text {
      case "": break
      case "q", "quit": try script.run("quit")
      case "b", "back": try go("back")
      case "n": if first + Self.page < lines.rows.count { first += Self.page }
      case "p": first = max(0, first - Self.page)
      case "h", "?", "help": return Self.help
      case let number where Int(number) != nil: try open(Int(number) ?? 0)
      default: try go(text)
      }
      try loadPage()
    } catch {
      return ["! \(error)"]
    }
    return script.hasEnded ? [] : place
  }

  /// Takes a line during the tour: the action that the stop asks for, or one that leaves.
  private mutating func takeOnTour(_ text: String, _ stop: Tour.Stop) throws {
    let words = ["", stop.action.rawValue, script.state.keyName(for: stop.action).lowercased()]
    let isAsked = words.contains(text.lowercased())
    let leaves = ["q", "quit", "b"].contains(text)
    try go(isAsked ? stop.action.rawValue : leaves ? "back" : text)
    showSelection()
  }

  /// Turns to the page of the question that is selected.
  private mutating func showSelection() {
    guard script.state.tab == .explore, script.state.pane == .questions else { return }
    first = script.state.questions.selected / Self.page * Self.page
  }

  /// Fetches what the rows of this page say, which may be more than a screen would show.
  private mutating func loadPage() throws {
    let state = script.state
    guard !script.hasEnded, state.tab == .explore, state.pane == .documents else { return }
    try script.load(rows: first..<first + Self.page)
  }

  private mutating func go(_ command: String) throws {
    first = 0
    try script.run(command)
  }

  /// Opens a row by its number in the list.
  private mutating func open(_ number: Int) throws {
    let state = script.state
    guard number >= 1, number <= lines.rows.count else {
      throw ScriptError("there is no row \(number) here")
    }
    switch (state.tab, state.pane) {
    case (.explore, .questions):
      try go("question \(state.catalog.questions[state.questionRows[number - 1]].id)")
      try go("open")
    case (.explore, .steps):
      try go("step \(number - 1)")
      try go("open")
    case (.explore, .documents):
      guard number <= state.list.count else { throw ScriptError("there is no document to open") }
      try go("\(state.list[number - 1].rank)")
      try go("open")
    default: throw ScriptError("rows cannot be opened here; b goes back")
    }
  }

  /// The place as it is printed: heading, rows of this page, what was said.
  package var place: [String] {
    let lines = lines
    let shown = lines.rows.dropFirst(first).prefix(Self.page)
    var result = ["", lines.heading]
    if lines.rows.count > Self.page {
      result.append("rows \(first + 1) to \(first + shown.count) of \(lines.rows.count)")
    }
    for (offset, row) in shown.enumerated() {
      result.append(lines.isNumbered ? "\(first + offset + 1). \(row)" : row)
    }
    if !script.state.message.isEmpty { result.append("! \(script.state.message)") }
    result += Self.tourLines(script.state)
    return result.map { Sanitizer.visible($0) }
  }

  private var lines: PlainLines { PlainLines(script.state) }

  private static let help =
    [
      "b, n, p, q: back, next page, previous page, leave.",
      "1 to 6 are rows here; explore, read, compare, findings, ask and jobs are the screens.",
      "Commands, the same as after : in the terminal:",
    ]
    + Keymap.standard.commands.map { "\($0.name): \($0.help)" }
    + Command.valueHelp.map { "\($0.name): \($0.help)" }
}

/// A place in words.
private struct PlainLines {
  var heading = ""
  var rows: [String] = []
  var isNumbered = false

  init(_ state: ExplorerState) {
    switch state.tab {
    case .explore:
      isNumbered = true
      switch state.pane {
      case .questions: questions(state)
      case .steps: steps(state)
      case .documents: documents(state)
      }
    case .read: document(state)
    default: table(state)
    }
  }

  private mutating func questions(_ state: ExplorerState) {
    heading = "Questions, \(state.questionRows.count)"
    rows = state.questionRows.map { index in
      let question = state.catalog.questions[index]
      let verdict = question.isCorrect.map { $0 ? ", answered right" : ", answered wrong" } ?? ""
      return
        "\(question.id), \(question.set) \(question.task)\(verdict): \(question.title)"
    }
  }

  private mutating func steps(_ state: ExplorerState) {
    guard let question = state.selectedQuestion, let index = state.question else { return }
    heading =
      "\(question.combination == nil ? "Steps" : "Terms") of \(question.id): \(question.title)"
    if let trouble = question.combination?.trouble {
      rows = [trouble]
      return
    }
    let summaries = state.summaries[index] ?? []
    rows = (0..<state.stepCount).map { step in
      let nats = step == 0 ? question.nats : question.steps[step - 1].nats
      var parts = [
        step == 0 ? question.wholeName : "\(question.partName) \(step)", "\(natsText(nats)) nats",
      ]
      if summaries.indices.contains(step) {
        if summaries[step].best.isFinite {
          parts.append("best \(number(summaries[step].best)) per nat")
        }
        if let hits = summaries[step].hits {
          parts.append(
            "result in \(hits.count) of the top \(hits.depth), by chance \(countText(hits.expected))"
          )
        }
      }
      if step > 0, question.steps[step - 1].isFalse { parts.append("states a false equality") }
      let text = step == 0 ? "" : ": " + oneLine(question.steps[step - 1].text)
      return parts.joined(separator: ", ") + text
    }
  }

  private mutating func documents(_ state: ExplorerState) {
    let list = state.list
    heading = "Documents for \(state.unit.map { state.name(of: $0) } ?? "nothing")"
    let filters = state.filter.parts(typeNames: state.catalog.typeNames)
    if !filters.isEmpty {
      heading += ", only \(filters.joined(separator: ", ")), \(list.hidden) hidden"
    }
    if let answer = state.answer, answer.isPartial {
      heading += ", ranks may change: \(answer.scored) of \(answer.total) passages are scored"
    }
    let columns = Self.columns(state.columnChoice)
    rows = (0..<min(200, list.count)).map { place in
      let facts = state.columnRow(
        list[place], list: list, answer: state.answer, unit: state.answered?.unit,
        view: state.listView, .plain)
      let passage = facts.passage
      return columns.compactMap { $0.spoken(facts) }.joined(separator: ", ")
        + ": \(passage?.id ?? "") \(passage?.headline ?? "")"
    }
    if rows.isEmpty { rows = [state.answer?.note ?? "no document passes"] }
  }

  /// The columns that are read out: those that no list is without, signs, and what was asked for.
  private static func columns(_ choice: ColumnChoice) -> [Column] {
    let usual = Column.fixed.filter {
      ($0.survival ?? .max) <= 2 && !choice.hidden.contains($0.kind)
    }.map(\.kind)
    let added = choice.addedInOrder.filter { !usual.contains($0) }
    return (usual + added).map { Column.of($0) }
  }

  private mutating func document(_ state: ExplorerState) {
    guard let reader = state.reader, let passage = state.texts[reader.passage] else { return }
    heading = "Document \(passage.id)"
    if let ranked = state.readerRank {
      let (row, view) = (ranked.row, ranked.view)
      heading += ", rank \(row.rank), \(view.heading) \(number(row.value))"
    }
    rows = reader.lines.indices.map { index in
      let sum = reader.lineSum(index).map { " heat \(number($0))" } ?? ""
      return "line \(reader.lines[index].number)\(sum): \(reader.lines[index].text)"
    }
  }

  private mutating func table(_ state: ExplorerState) {
    heading = state.tab.title
    guard let table = state.table ?? state.comparisonTable else {
      rows = [state.findings.trouble ?? "nothing here yet"]
      return
    }
    heading += ", \(table.title)"
    rows =
      table.notes
      + table.rows.map { row in
        zip(table.columns, row).map { "\($0) \($1.spoken)" }.joined(separator: ", ")
      }
  }
}
