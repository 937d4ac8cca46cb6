internal import Formatting
internal import RunModel
internal import Terminal

/// The Explore screen: questions, steps, documents and, where there is room, a preview.
func drawExplore(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  drawQuestions(state, layout, &canvas)
  drawSteps(state, layout, &canvas)
  drawDocuments(state, layout, &canvas)
  drawPreview(state, layout, &canvas)
}

private func drawQuestions(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.questions
  guard !area.isEmpty else { return }
  let isFocused = state.pane == .questions
  let count = state.questionRows.count
  let narrowed =
    state.questionWords.isEmpty ? "" : " of \(state.catalog.questions.count { !$0.isScratch })"
  canvas.pane(
    area, title: "Questions",
    right: count == 0 ? "0" : "\(state.questions.selected + 1)/\(count)\(narrowed)",
    bottom: state.questionWords.isEmpty ? "" : "\(state.questionWords)  Esc clears",
    isFocused: isFocused, isBordered: layout.isBordered)
  let theme = canvas.theme
  let rows = layout.rows(of: .questions)
  let heads = QuestionColumn.heads(isWide: state.isWide)
  drawHeads(
    heads, state.questionOrder.map { ($0.column.rawValue, $0.isDescending) },
    layout.inside(area), &canvas)
  if isFocused { canvas.mark(head: state.head, in: layout.inside(area), isFocused: true) }
  let text = heads.last?.x ?? 11
  guard count > 0 else {
    let note = state.catalog.questions.isEmpty ? "no questions yet" : "nothing holds this text"
    canvas.line(note, in: rows, row: 0, at: 1, style: theme.dim)
    return
  }
  for (row, place) in state.questions.window(count: count, height: rows.height).enumerated() {
    let question = state.catalog.questions[state.questionRows[place]]
    let isSelected = place == state.questions.selected
    canvas.line(isSelected ? "▶" : " ", in: rows, row: row)
    canvas.line(
      pad(Sanitizer.visible(question.tag), 4), in: rows, row: row, at: 1,
      style: question.combination == nil ? nil : theme.key)
    if state.isWide {
      canvas.line(pad(natsText(question.nats), 5, right: true), in: rows, row: row, at: 10)
      canvas.line(
        fit(Sanitizer.visible(question.id), columns: 10), in: rows, row: row, at: 16)
    }
    let (glyph, style) = verdict(question, theme)
    canvas.line(glyph, in: rows, row: row, at: 7, style: style)
    let around = [place - 1, place + 1].filter { $0 >= 0 && $0 < count }.map {
      Sanitizer.visible(state.catalog.questions[state.questionRows[$0]].title)
    }
    canvas.line(
      distinct(Sanitizer.visible(question.title), from: around, columns: rows.width - text),
      in: rows, row: row, at: text)
    if isSelected { canvas.select(row: row, in: rows, isFocused: isFocused) }
  }
}

private func verdict(_ question: CatalogQuestion, _ theme: Theme) -> (String, Style) {
  switch question.isCorrect {
  case true?: ("✓", theme.good)
  case false?: ("✗", theme.bad)
  case nil: ("-", theme.dim)
  }
}

/// The first row inside of a pane, if its list leaves one for it.
func drawHeading(_ text: String, _ inner: Rect, _ canvas: inout Canvas) {
  guard inner.height >= 4 else { return }
  canvas.line(
    pad(fit(text, columns: inner.width), inner.width), in: inner, row: 0,
    style: canvas.theme.heading)
}

/// The heads of a list at their places, the one that it is ordered by with an arrow.
func drawHeads(
  _ heads: [ListHead], _ order: (name: String, isDescending: Bool)?, _ inner: Rect,
  _ canvas: inout Canvas
) {
  drawHeading(" ", inner, &canvas)
  guard inner.height >= 4 else { return }
  for head in heads {
    let arrow = order?.name == head.name ? (order?.isDescending ?? false ? "▼" : "▲") : ""
    canvas.line(
      fit(head.name + arrow, columns: inner.width - head.x), in: inner, row: 0, at: head.x,
      style: canvas.theme.heading)
  }
}

private func drawSteps(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.steps
  guard !area.isEmpty else { return }
  let isFocused = state.pane == .steps
  let question = state.selectedQuestion
  let steps = question?.steps ?? []
  let title = question?.combination == nil ? "Steps" : "Terms"
  canvas.pane(
    area, title: title, right: steps.isEmpty ? "" : "\(state.steps.selected)/\(steps.count)",
    isFocused: isFocused, isBordered: layout.isBordered)
  let rows = layout.rows(of: .steps)
  let isNarrow = rows.width < 28
  drawHeads(StepColumn.heads(width: rows.width), nil, layout.inside(area), &canvas)
  if isFocused { canvas.mark(head: state.head, in: layout.inside(area), isFocused: true) }
  guard let question, !steps.isEmpty else {
    let text = question.map { $0.combination?.trouble ?? "not answered yet" } ?? ""
    let lines = Reader.fold(Sanitizer.visible(text), width: max(12, rows.width - 2))
    for (row, line) in lines.prefix(rows.height).enumerated() {
      canvas.line(line.text, in: rows, row: row, at: 1, style: canvas.theme.dim)
    }
    return
  }
  let summaries = state.question.flatMap { state.summaries[$0] } ?? []
  let window = state.steps.window(count: state.stepCount, height: rows.height)
  for (row, place) in window.enumerated() {
    let isSelected = place == state.steps.selected
    let nats = place == 0 ? question.nats : steps[place - 1].nats
    let text = place == 0 ? question.wholeName : oneLine(steps[place - 1].text)
    let holds = place == 0 ? question.isCorrect : steps[place - 1].holds
    let style = place > 0 && holds == false ? canvas.theme.bad : canvas.theme.text
    let shown = Sanitizer.visible(text)
    canvas.line(isSelected ? "▶" : " ", in: rows, row: row)
    canvas.line(place == 0 ? "Σ" : "\(place)", in: rows, row: row, at: 1)
    if let holds {
      canvas.line(
        holds ? "✓" : "✗", in: rows, row: row, at: 3,
        style: holds ? canvas.theme.good : canvas.theme.bad)
    }
    canvas.line(pad(natsText(nats), 5, right: true), in: rows, row: row, at: 5)
    var column = 11
    if !isNarrow {
      let best = summaries.indices.contains(place) ? number(summaries[place].best) : "·"
      canvas.line(pad(best, 6, right: true), in: rows, row: row, at: 11)
      if summaries.indices.contains(place), let hits = summaries[place].hits?.count {
        canvas.line(
          hits > 0 ? "✓" : "·", in: rows, row: row, at: 18,
          style: hits > 0 ? canvas.theme.good : canvas.theme.dim)
      }
      column = 20
    }
    canvas.line(
      fit(shown, columns: rows.width - column), in: rows, row: row, at: column, style: style)
    if isSelected { canvas.select(row: row, in: rows, isFocused: isFocused) }
  }
  drawStepShares(state, summaries, rows, from: window.count + 1, &canvas)
}

/// Below the steps: which share of the influence each has, where there is room for all.
private func drawStepShares(
  _ state: ExplorerState, _ summaries: [StepSummary], _ rows: Rect, from first: Int,
  _ canvas: inout Canvas
) {
  let parts = summaries.dropFirst()
  let total = parts.reduce(0) { $0 + $1.mass }
  guard parts.count > 1, total > 0 else {
    return drawAnswerNotes(state, summaries, rows, row: first, &canvas)
  }
  guard first + parts.count + 1 <= rows.height else {
    return drawAnswerNotes(state, summaries, rows, row: first, &canvas)
  }
  let part = state.selectedQuestion?.partName ?? "step"
  canvas.line(" influence by \(part)", in: rows, row: first, style: canvas.theme.dim)
  let width = max(4, min(14, rows.width - 12))
  for (offset, part) in parts.enumerated() {
    let share = part.mass / total
    let row = first + 1 + offset
    canvas.line("\(offset + 1)", in: rows, row: row, at: 1)
    canvas.line(
      bar(max(share, 0.125 / Double(width)), width: width), in: rows, row: row, at: 3,
      style: canvas.theme.bar)
    let percent = share > 0 && share < 0.005 ? "<1%" : "\(Int(drawn: (share * 100).rounded()))%"
    canvas.line(pad(percent, 4, right: true), in: rows, row: row, at: 4 + width)
  }
  drawAnswerNotes(state, summaries, rows, row: first + parts.count + 2, &canvas)
}

/// How many of the top passages hold the answer and the steps' own results, each beside chance.
///
/// What does not fit is left out whole: a count without its chance would mislead.
private func drawAnswerNotes(
  _ state: ExplorerState, _ summaries: [StepSummary], _ rows: Rect, row first: Int,
  _ canvas: inout Canvas
) {
  // Each in two ways, the shorter one for where it saves a line.
  var notes: [[String]] = []
  let step = state.steps.selected
  if summaries.indices.contains(step), let hits = summaries[step].answer {
    let place = hits.first.map { ", first at \(grouped($0))" } ?? ""
    let count = hits.count == 0 ? "none" : "\(hits.count)"
    notes.append(
      ["by chance", "chance"].map {
        "answer in top \(hits.depth): \(count), \($0) \(countText(hits.expected))\(place)"
      })
  }
  let results = summaries.dropFirst().compactMap(\.hits)
  if !results.isEmpty {
    let found = results.count { $0.count > 0 }
    let chance = countText(results.reduce(0) { $0 + $1.chanceOfAny })
    notes.append([
      "steps with results there: \(found) of \(results.count), by chance \(chance)",
      "step results: \(found) of \(results.count), chance \(chance)",
    ])
  }
  if let r = summaries.first?.likeness { notes.append(["r with its group: \(signed(r))"]) }
  var row = first
  for note in notes {
    let ways = note.map { Reader.fold($0, width: max(12, rows.width - 2)) }
    guard let lines = ways.min(by: { $0.count < $1.count }), row + lines.count <= rows.height
    else { continue }
    for (place, line) in lines.enumerated() {
      canvas.line(
        line.text, in: rows, row: row, at: place == 0 ? 1 : 2, style: canvas.theme.dim)
      row += 1
    }
  }
}

private func drawDocuments(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.documents
  guard !area.isEmpty else { return }
  let isFocused = state.pane == .documents
  let list = state.list
  var right = "\(grouped(list.count)) of \(grouped(state.answer?.total ?? 0))"
  if let answer = state.answer, answer.isPartial, answer.total > 0 {
    right = "\(right)  ~ \(answer.scored * 100 / answer.total)% scored"
  }
  if !state.isListCurrent { right += " …" }
  var title = "Documents \(state.filter.sign == .both ? "" : state.filter.sign.mark)"
  if title.hasSuffix(" ") { title.removeLast() }
  canvas.pane(
    area, title: title, right: right,
    bottom: state.hasNewScores
      ? "held still  \(state.keyName(for: .hold)) refreshes"
      : layout.preview.isEmpty ? state.courseText(state.selectedScore, width: area.width) : "",
    isFocused: isFocused, isBordered: layout.isBordered)
  let rows = layout.rows(of: .documents)
  guard list.count > 0 else {
    drawEmpty(state, rows, &canvas)
    drawTypes(state, layout, &canvas)
    return
  }
  DocumentColumns(state, width: rows.width).draw(
    state.answer, of: state.answered?.unit, by: state.listView, count: list.count,
    cursor: state.documents,
    isFocused: isFocused, inner: layout.inside(area), rows: rows, state: state, canvas: &canvas
  ) { list[$0] }
  if !state.isListCurrent { canvas.grid.restyle(rows, with: canvas.theme.dim) }
  drawTypes(state, layout, &canvas)
}

/// Why there are no rows, and which key brings some.
private func drawEmpty(_ state: ExplorerState, _ rows: Rect, _ canvas: inout Canvas) {
  var lines: [String] = []
  if state.catalog.questions.isEmpty {
    lines = ["No questions yet.", ""]
    lines += [
      "\(state.keyName(for: .jobs)) shows the engine; \(state.keyName(for: .retryJob)) there starts it."
    ]
  } else if state.unit == nil {
    lines = ["No question is selected."]
  } else if state.answered == nil {
    lines = ["…"]
  } else if let trouble = state.selectedQuestion?.combination?.trouble {
    lines = ["This combination cannot be read here:"]
    lines += Reader.fold(Sanitizer.visible(trouble), width: max(12, rows.width - 4)).map(\.text)
    lines += [
      "", "\(state.keyName(for: .combine)) changes it, \(state.keyName(for: .unpin)) forgets it",
    ]
  } else if (state.answer?.scored ?? 0) == 0 {
    lines = ["This step has no scores yet.", ""]
    switch state.engine.state {
    case .running:
      lines += ["The engine works: \(state.engine.stage?.title ?? "") \(state.engine.percent)%."]
    default:
      lines += [
        "\(state.keyName(for: .jobs)) shows the engine; \(state.keyName(for: .retryJob)) there starts it."
      ]
    }
  } else {
    lines = ["No document passes these filters.", ""]
    lines += state.filter.parts(typeNames: state.catalog.typeNames).map { "  " + $0 }
    if let note = state.answer?.note { lines += ["", note] }
    lines += [
      "",
      "\(state.keyName(for: .clearFilters)) clears all filters (\(grouped(state.list.scored)) rows)",
    ]
  }
  for (row, text) in lines.enumerated() {
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 3), in: rows, row: row + 1, at: 2,
      style: canvas.theme.dim)
  }
}

/// The last row inside the documents pane: the types and which of them pass.
private func drawTypes(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let inner = layout.inside(layout.documents)
  guard inner.height >= 8 else { return }
  let prefix = state.keymap.filterPrefix ?? ""
  var column =
    canvas.line(" \(prefix)", in: inner, row: inner.height - 1, style: canvas.theme.key) + 1
  /// The letter in brackets where it follows the prefix, else the whole key before the name.
  func keyed(_ name: String, _ letter: Character, _ action: Action) -> String {
    let key = state.keymap.bindings.first { $0.action == action }?.keyName ?? ""
    if key == "\(prefix) \(letter)" { return "[\(letter)]\(name.dropFirst())" }
    return key.isEmpty ? name : "\(key) \(name)"
  }
  func isOn(_ name: String) -> Bool {
    guard let type = state.catalog.typeNames.firstIndex(of: name) else { return false }
    return state.filter.types.contains(type)
  }
  for type in DocumentType.keyed {
    let name = type.rawValue
    let letter = type.key ?? " "
    let full = inner.width >= 60 && letter == name.first ? name : type.short
    let shown = keyed(full, letter, .filter(type))
    let on = isOn(name)
    let style = canvas.theme.types[name] ?? canvas.theme.text
    column =
      canvas.line(
        shown + (on ? "✓" : ""), in: inner, row: inner.height - 1, at: column,
        style: on ? style.adding(.bold) : style) + 1
  }
  let keyedNames = Set(DocumentType.keyed.map(\.rawValue))
  let others = state.catalog.typeNames.contains { !keyedNames.contains($0) && isOn($0) }
  canvas.line(
    keyed("other", "o", .filterOther) + (others ? "✓" : ""), in: inner, row: inner.height - 1,
    at: column,
    style: others ? canvas.theme.text.adding(.bold) : canvas.theme.text)
}
