internal import RunModel
internal import Terminal

/// What is selected, as much of it as there is room for: the question, the step or the document.
func drawPreview(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.preview
  guard !area.isEmpty else { return }
  let inner = layout.inside(area)
  switch state.pane {
  case .questions: drawQuestionPreview(state, layout, inner, &canvas)
  case .steps: drawStepPreview(state, layout, inner, &canvas)
  case .documents:
    guard let row = state.document, let passage = state.texts[row.passage] else {
      canvas.pane(area, title: "Preview", isFocused: false, isBordered: layout.isBordered)
      return
    }
    let source = passage.source.map { "  \(Sanitizer.visible($0))" } ?? ""
    canvas.pane(
      area, title: "Preview  \(Sanitizer.visible(passage.id))\(source)",
      right: "rank \(row.rank)  \(number(row.value))",
      bottom: state.courseText(state.selectedScore, width: area.width), isFocused: false,
      isBordered: layout.isBordered)
    if let preview = state.preview, preview.request.passage == row.passage {
      drawPreview(preview, passage.text, in: inner, &canvas)
    }
  }
}

private func drawQuestionPreview(
  _ state: ExplorerState, _ layout: Layout, _ inner: Rect, _ canvas: inout Canvas
) {
  guard let question = state.selectedQuestion else {
    canvas.pane(layout.preview, title: "Preview", isFocused: false, isBordered: layout.isBordered)
    return
  }
  canvas.pane(
    layout.preview, title: "Question \(Sanitizer.visible(question.id))",
    right: question.set, isFocused: false, isBordered: layout.isBordered)
  var text = question.prompt.trimmed + "\n"
  for (index, step) in question.steps.enumerated() {
    let check = step.holds.map { $0 ? "✓" : "✗" } ?? " "
    text += "\(index + 1) \(check) \(oneLine(step.text))\n"
  }
  if let answer = question.answer {
    let verdict = question.isCorrect.map { $0 ? ", answered right" : ", answered wrong" } ?? ""
    text += "expected: \(answer)\(verdict)"
  }
  drawFolded(text, in: inner, &canvas)
}

private func drawStepPreview(
  _ state: ExplorerState, _ layout: Layout, _ inner: Rect, _ canvas: inout Canvas
) {
  guard let question = state.selectedQuestion, let unit = state.unit else { return }
  let isWhole = unit.step == 0
  let isQuestion = question.combination == nil
  let whole = isQuestion ? "Whole completion" : "Combination"
  canvas.pane(
    layout.preview,
    title: isWhole ? whole : "\(isQuestion ? "Step" : "Term") \(unit.step)",
    right: "\(natsText(state.nats(unit))) nats", isFocused: false, isBordered: layout.isBordered)
  var text = question.title + "\n\n"
  for (index, step) in question.steps.enumerated() {
    let mark = index + 1 == unit.step ? "▶" : " "
    let check = step.holds.map { $0 ? "✓" : "✗" } ?? " "
    text += "\(mark)\(index + 1) \(check) \(oneLine(step.text))"
    text += step.isFalse ? "   states an equality that does not hold\n" : "\n"
  }
  drawFolded(text, in: inner, &canvas)
}

/// Writes a text folded to an area, and says when there is more.
private func drawFolded(_ text: String, in area: Rect, _ canvas: inout Canvas) {
  guard area.height > 0, area.width > 3 else { return }
  let start = String(text.prefix(area.width * area.height * 4))
  let lines = Reader.fold(start, width: area.width - 2)
  for (row, line) in lines.prefix(area.height).enumerated() {
    canvas.line(line.text, in: area, row: row, at: 1)
  }
  if lines.count > area.height {
    canvas.lineRight(" …", in: area, row: area.height - 1, style: canvas.theme.dim)
  }
}

/// Writes the beginning of a document with its token heat and its answers, as far as they are known.
private func drawPreview(
  _ preview: PreviewText, _ text: String, in area: Rect, _ canvas: inout Canvas
) {
  guard area.height > 0, area.width > 3 else { return }
  for (row, line) in preview.lines.prefix(area.height).enumerated() {
    canvas.line(line.text, in: area, row: row, at: preview.gutter)
    guard preview.layer != nil || !preview.answers.isEmpty else { continue }
    let bytes = Reader.bytes(of: line, in: text, width: area.width)
    if let layer = preview.layer {
      canvas.lay(
        layer, over: bytes, scale: layer.scale, gamma: 0.5, in: area, row: row,
        at: preview.gutter)
      canvas.heatDigit(
        preview.sum(ofRow: row), of: preview.lineScale, in: area, row: row, at: 1)
    }
    canvas.lay(answers: preview.answers, over: bytes, in: area, row: row, at: preview.gutter)
  }
  if preview.lines.count > area.height {
    canvas.lineRight(" …", in: area, row: area.height - 1, style: canvas.theme.dim)
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var part = self[...]
    while part.first?.isWhitespace ?? false { part.removeFirst() }
    while part.last?.isWhitespace ?? false { part.removeLast() }
    return String(part)
  }
}
