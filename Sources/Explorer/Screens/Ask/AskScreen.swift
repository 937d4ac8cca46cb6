internal import Formatting
internal import RunModel
internal import Store
internal import Terminal

/// Where the parts of the Ask screen stand.
struct AskLayout {
  var question = Rect.empty
  var answer = Rect.empty
  var documents = Rect.empty
  /// Rows of the documents' list.
  var rows = Rect.empty
  /// Rows of the list of steps.
  var stepRows = 1

  init(_ layout: Layout, _ state: ExplorerState) {
    let body = layout.body
    let isTyping = state.ask.editor != nil
    let head =
      body.height >= 26
      ? 6 : body.height >= 18 ? 4 : body.height >= 14 ? (isTyping ? 4 : 3) : isTyping ? 2 : 1
    question = Rect(x: body.x, y: body.y, width: body.width, height: head)
    let rest = Rect(x: body.x, y: body.y + head, width: body.width, height: body.height - head)
    let hasList = state.askedQuestion != nil && !isTyping
    if body.width >= 76 {
      let left = max(34, body.width * 46 / 120)
      answer = Rect(x: rest.x, y: rest.y, width: left, height: rest.height)
      documents = Rect(
        x: rest.x + left, y: rest.y, width: rest.width - left, height: rest.height)
    } else if hasList, rest.height >= 8 {
      // Steps over documents, as many of them as there are up to half of the rows; the rest is the list.
      let frame = layout.isBordered ? 3 : 1
      let height = max(
        frame + 1, min(state.stepCount + frame + 1, rest.height / 2 + (layout.isBordered ? 1 : 0)))
      answer = Rect(x: rest.x, y: rest.y, width: rest.width, height: height)
      documents = Rect(
        x: rest.x, y: answer.maxY, width: rest.width, height: rest.height - height)
    } else if state.ask.isOnDocuments {
      documents = rest
    } else {
      answer = rest
    }
    rows = layout.rows(of: documents, hasFoot: true)
    // The steps come first, then whether the answer is right; what the stages say takes what is left.
    let inside = layout.inside(answer).height - 1
    stepRows = max(1, min(state.stepCount, inside - (inside > state.stepCount ? 1 : 0)))
  }
}

/// The Ask screen: a question of one's own, the model's answer to it, and where each step comes from.
func drawAsk(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let parts = AskLayout(layout, state)
  drawQuestionBox(state, layout, parts.question, &canvas)
  if !parts.answer.isEmpty { drawAnswer(state, layout, parts.answer, &canvas) }
  if !parts.documents.isEmpty { drawAskedDocuments(state, layout, parts, &canvas) }
}

private func drawQuestionBox(
  _ state: ExplorerState, _ layout: Layout, _ area: Rect, _ canvas: inout Canvas
) {
  let isTyping = state.ask.editor != nil
  let isAnswer = isTyping && state.ask.draft == .answer
  let isBordered = layout.isBordered && area.height >= 3
  canvas.pane(
    area, title: isAnswer ? "Your own answer" : "Your question",
    right: isTyping
      ? "Enter sends  Ctrl-J newline  Esc leaves" : "\(state.keyName(for: .edit)) edits it",
    bottom: isTyping && !isAnswer ? "=> expected answer  ↑ earlier questions" : "",
    isFocused: isTyping, isBordered: isBordered)
  let inner = isBordered ? area.inside : area
  let text = state.ask.editor?.text ?? state.shownAsk?.prompt ?? ""
  guard isTyping || !text.isEmpty else {
    let key = state.keyName(for: .edit)
    let lines = [
      "\(key) types a question. The model answers it, and each step is traced to the documents.",
      "What is the slope of the line through (2, 11) and (6, 3)? => -2",
      "What follows => is the expected answer; it may be left out.",
    ]
    // A low box says which key begins.
    let isLow = inner.height < 2
    let shown = isLow ? ["\(key) types a question of your own"] : lines
    for (row, line) in shown.flatMap({ Reader.fold($0, width: max(8, inner.width - 2)) }).prefix(
      inner.height
    ).enumerated() {
      canvas.line(line.text, in: inner, row: row, at: 1, style: canvas.theme.dim)
    }
    if state.ask.editor == nil { canvas.grid.cursor = .init(x: inner.x, y: inner.y) }
    return
  }
  let lines = Reader.fold(text.isEmpty ? " " : text, width: max(4, inner.width - 2))
  var cursor = (row: 0, column: 0)
  if let editor = state.ask.editor {
    let before = String(editor.characters.prefix(editor.cursor))
    let byte = before.utf8.count
    cursor.row = lines.lastIndex { $0.start <= byte } ?? 0
    let start = lines[cursor.row].start
    cursor.column = columns(of: Sanitizer.visible(String(before.utf8.dropFirst(start)) ?? ""))
    // A line end just typed begins a row that has no text yet.
    if before.hasSuffix("\n"), lines[cursor.row].start < byte {
      cursor = (cursor.row + 1, 0)
    }
  }
  let top = max(0, cursor.row - inner.height + 1)
  for (row, line) in lines.dropFirst(top).prefix(inner.height).enumerated() {
    let isCut = !isTyping && row == inner.height - 1 && lines.count > top + inner.height
    canvas.line(
      isCut ? fit(line.text + " …", columns: inner.width - 2) : line.text, in: inner, row: row,
      at: 1
    )
  }
  if isTyping {
    canvas.grid.cursor = .init(
      x: inner.x + 1 + min(cursor.column, inner.width - 2), y: inner.y + cursor.row - top)
  }
}

private func drawAnswer(
  _ state: ExplorerState, _ layout: Layout, _ area: Rect, _ canvas: inout Canvas
) {
  let isFocused = state.ask.editor == nil && !state.ask.isOnDocuments
  let question = state.askedQuestion.map { state.catalog.questions[$0] }
  let name = state.shownAsk?.isGiven ?? false ? "Given answer" : "Answer"
  canvas.pane(
    area, title: name, right: question.map { "\(natsText($0.nats)) nats" } ?? "",
    bottom: question == nil ? "" : "\(state.keyName(for: .editAnswer)) rewrites it",
    isFocused: isFocused,
    isBordered: layout.isBordered)
  let inner = layout.inside(area)
  guard let asked = state.shownAsk else { return }
  var row = 0
  if let question, !question.steps.isEmpty {
    row = drawAskedSteps(state, question, inner, isFocused: isFocused, &canvas)
  } else {
    let text = asked.answer + (asked.state == .running ? "▏" : "")
    for line in Reader.fold(text.isEmpty ? " " : text, width: max(4, inner.width - 2)).suffix(
      max(1, inner.height - 9))
    {
      canvas.line(line.text, in: inner, row: row, at: 1)
      row += 1
    }
  }
  let lines = stageLines(asked, state, width: inner.width - 2)
  // Where there is no room for all, what goes on now is said.
  let room = max(0, inner.height - row)
  let current = lines.firstIndex { $0.isCurrent } ?? max(0, lines.count - 1)
  let first = max(0, min(current, lines.count - room))
  for line in lines.dropFirst(lines.count > room ? first : 0).prefix(room) {
    canvas.line(
      longest(of: line.texts.map { Sanitizer.visible($0) }, columns: inner.width - 2), in: inner,
      row: row, at: 1, style: line.style)
    row += 1
  }
}

/// What a stage says, the longest way first.
private struct StageLine {
  var texts: [String]
  var style: Style
  var isCurrent = false

  init(_ texts: [String], _ style: Style, isCurrent: Bool = false) {
    (self.texts, self.style, self.isCurrent) = (texts, style, isCurrent)
  }
}

/// The steps as rows, then whether the answer is right; returns the row after them.
private func drawAskedSteps(
  _ state: ExplorerState, _ question: CatalogQuestion, _ inner: Rect, isFocused: Bool,
  _ canvas: inout Canvas
) -> Int {
  let summaries = state.askedQuestion.flatMap { state.summaries[$0] } ?? []
  canvas.line(
    pad(" #  nats   top1 text", inner.width), in: inner, row: 0, style: canvas.theme.heading)
  canvas.mark(head: isFocused ? state.head : nil, in: inner, isFocused: isFocused)
  let height = AskLayout(state.layout, state).stepRows
  let rows = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: height)
  for (row, place) in state.ask.steps.window(count: question.steps.count + 1, height: height)
    .enumerated()
  {
    let step = place > 0 ? question.steps[place - 1] : nil
    canvas.line(place == state.ask.steps.selected ? "▶" : " ", in: rows, row: row)
    canvas.line(place == 0 ? "Σ" : "\(place)", in: rows, row: row, at: 1)
    canvas.line(
      pad(natsText(step?.nats ?? question.nats), 5, right: true), in: rows, row: row, at: 3)
    let best = summaries.indices.contains(place) ? number(summaries[place].best) : "·"
    canvas.line(pad(best, 6, right: true), in: rows, row: row, at: 9)
    // The whole has the verdict, which stands below as a sentence where there is room.
    let verdict = question.isCorrect.map { $0 ? "✓ " : "✗ " } ?? ""
    let text =
      (step?.isFalse ?? false ? "✗ " : "")
      + (step.map { oneLine($0.text) } ?? verdict + "whole answer")
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 17), in: rows, row: row, at: 16,
      style: step?.isFalse ?? false ? canvas.theme.bad : canvas.theme.text)
    if place == state.ask.steps.selected {
      canvas.select(row: row, in: rows, isFocused: isFocused)
    }
  }
  var next = height + 1
  if let isCorrect = question.isCorrect {
    canvas.line(
      isCorrect
        ? "✓ the expected answer"
        : "✗ not the expected \(Sanitizer.visible(question.answer ?? ""))",
      in: inner, row: next, at: 1, style: isCorrect ? canvas.theme.good : canvas.theme.bad)
    next += 1
  }
  return inner.height > next + 8 ? next + 1 : next
}

/// Each stage with its time, then how far the exact scores have come and how settled the top is.
private func stageLines(_ asked: Asked, _ state: ExplorerState, width: Int) -> [StageLine] {
  let theme = state.theme
  let goesOn = "stopped; \(state.keyName(for: .startEngine)) goes on"
  guard let progress = asked.progress else {
    let text = asked.state == .waiting ? "○ waits for an engine" : "○ \(asked.state.rawValue)"
    return [StageLine([text], theme.dim, isCurrent: true)]
      + Reader.fold(asked.note.isEmpty ? "" : "✗ " + oneLine(asked.note), width: max(8, width))
      .filter { !$0.text.isEmpty }.map { StageLine([$0.text], theme.bad) }
  }
  var lines: [StageLine] = progress.stages.map { stage in
    let time = stage.seconds.map { seconds($0) } ?? ""
    let head = "\(pad(stage.part.title, 16))\(pad(time, 7, right: true))"
    let note = oneLine(stage.note)
    return switch stage.state {
    case .done: StageLine(["✓ \(head)  \(note)", "✓ \(head)", "✓ \(stage.part.title)"], theme.text)
    case .running where stage.part == .exact:
      StageLine(
        [
          "● \(pad(stage.part.title, 16))\(share(progress))",
          "● \(stage.part.title) \(Int(drawn: part(progress) * 100)) %",
        ], theme.message, isCurrent: true)
    case .running: StageLine(["● \(stage.part.title) …"], theme.message, isCurrent: true)
    case .waiting: StageLine(["○ \(stage.part.title)"], theme.dim)
    case .failed:
      StageLine(
        ["✗ \(stage.part.title): \(note)", "✗ \(note)"], theme.bad, isCurrent: true)
    case .stopped:
      StageLine(
        ["– \(pad(stage.part.title, 16))\(goesOn)", "– \(goesOn)"], theme.bad,
        isCurrent: true)
    }
  }
  if let after = progress.coarseAfter {
    let first = progress.shareAfter.map { ", 5 % exact after \(seconds($0))" } ?? ""
    lines.append(
      StageLine(
        ["list after \(seconds(after))\(first)", "list after \(seconds(after))"], theme.dim))
  }
  if let nearest = progress.nearest {
    let sign = progress.exact < progress.passages ? "~" : ""
    let text = "\(nearest.question)  r \(sign)\(signed(nearest.correlation))"
    lines.append(StageLine(["nearest of the set: \(text)", "nearest: \(text)", text], theme.dim))
  }
  if !progress.settled.isEmpty, progress.exact < progress.passages {
    let least = progress.settled.min() ?? 0
    let passages = counted(least, "passage")
    lines.append(
      StageLine(
        [
          "every top 10 the same for \(passages)", "top 10s the same for \(passages)",
          "top 10s: \(grouped(least)) the same",
        ], theme.dim))
  }
  return lines
}

private func part(_ progress: AskProgress) -> Double {
  progress.passages > 0 ? Double(progress.exact) / Double(progress.passages) : 0
}

private func share(_ progress: AskProgress) -> String {
  let part = part(progress)
  return "\(pad(bar(part, width: 10), 10)) \(Int(drawn: part * 100)) %"
}

/// A time as short as it can be said: `12 ms`, `3.8 s`, `2m05s`.
private func seconds(_ value: Double) -> String {
  if value < 0.9995 { return "\(Int(drawn: (value * 1000).rounded())) ms" }
  if value >= 60 { return duration(value) }
  let tenths = Int(drawn: (value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) s"
}

private func drawAskedDocuments(
  _ state: ExplorerState, _ layout: Layout, _ parts: AskLayout, _ canvas: inout Canvas
) {
  let isFocused = state.ask.editor == nil && state.ask.isOnDocuments
  let answer = state.answer
  let list = state.isInAsk && state.askedQuestion != nil ? state.list : .empty
  var title = "Documents"
  if let unit = state.unit, unit.step > 0 { title += " for step \(unit.step)" }
  var right = ""
  if let answer, answer.total > 0, state.askedQuestion != nil {
    right =
      answer.isPartial
      ? "\(grouped(answer.scored)) of \(grouped(answer.total)) exact"
      : "all \(grouped(answer.total)) exact"
  }
  canvas.pane(
    parts.documents, title: title, right: right, isFocused: isFocused,
    isBordered: layout.isBordered)
  guard list.count > 0 else {
    let text =
      state.shownAsk == nil
      ? ""
      : state.shownAsk?.state == .failed
        ? "it could not be answered; \(state.keyName(for: .edit)) edits the question"
        : state.shownAsk?.state == .cancelled
          ? "stopped; \(state.keyName(for: .startEngine)) goes on"
          : state.answer == nil || state.filter.parts(typeNames: []).isEmpty
            ? "the list comes as soon as the answer is there"
            : "no document passes the filters; \(state.keyName(for: .clearFilters)) clears"
    for (row, line) in Reader.fold(text, width: max(8, parts.rows.width - 2)).enumerated() {
      canvas.line(line.text, in: parts.rows, row: row, at: 1, style: canvas.theme.dim)
    }
    return
  }
  DocumentColumns(state, width: parts.rows.width).draw(
    answer, of: state.answered?.unit, by: state.listView, count: list.count,
    cursor: state.documents,
    isFocused: isFocused, inner: layout.inside(parts.documents), rows: parts.rows, state: state,
    canvas: &canvas
  ) { list[$0] }
  let foot = layout.inside(parts.documents)
  guard foot.height >= 8 else { return }
  canvas.line(
    asManyParts(askFoot(state, list), columns: foot.width - 2), in: foot, row: foot.height - 1,
    at: 1, style: canvas.theme.dim)
}

/// What the marks mean while they mean something, then the types at the top.
private func askFoot(_ state: ExplorerState, _ list: DocumentList) -> [String] {
  var counts: [String: Int] = [:]
  for row in 0..<min(15, list.count) {
    counts[DocumentColumns.shortType(state.typeName(list[row].passage)), default: 0] += 1
  }
  let types = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
    "\($0.key) \($0.value)"
  }
  let top = "top 15: " + types.joined(separator: "  ")
  guard state.answer?.isPartial ?? false else { return [top] }
  let key = state.keyName(for: .hold)
  return state.ask.isHeld
    ? ["held (\(key) follows)", "= exact ~ coarse", top]
    : ["= exact ~ coarse", top, "+ new ▲▼ moved"]
}

/// The row under the tabs: which question is shown, and how the model answers.
func askTitles(_ state: ExplorerState) -> (String, String) {
  var left = " Ask"
  if let asked = state.shownAsk {
    let index = state.askedQuestion
    let isKept = index.map { !state.catalog.questions[$0].isScratch } ?? false
    left += " > " + Sanitizer.visible(asked.question ?? "new") + (isKept ? "" : " (unsaved)")
    if let index {
      let kind = state.catalog.questions[index].kind.rawValue
      left += "  \(kind)"
    }
    let asks = state.activity.asks
    if asks.count > 1, let place = asks.firstIndex(where: { $0.job == asked.job }) {
      left += "  \(asks.count - place) of \(asks.count)"
    }
  }
  let model = state.catalog.model.split(separator: "/").last.map(String.init) ?? ""
  let view = state.askedQuestion == nil ? "" : "  " + state.view.heading
  return (left, Sanitizer.visible(model) + view)
}
