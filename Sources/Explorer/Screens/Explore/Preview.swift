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
      right: "rank \(row.rank)  \(number(row.value))", isFocused: false,
      isBordered: layout.isBordered)
    let glance = state.glanced?.passage == row.passage ? state.glance : nil
    drawFolded(passage.text, in: inner, heat: glance, &canvas)
    if let answer = state.selectedQuestion?.answer {
      for row in 0..<inner.height {
        canvas.mark(answer, in: inner, row: row, style: canvas.theme.answer, wholeWords: true)
      }
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
    right: question.kind.rawValue, isFocused: false, isBordered: layout.isBordered)
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
  canvas.pane(
    layout.preview, title: isWhole ? "Whole completion" : "Step \(unit.step)",
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

/// Writes a text folded to an area, with its token heat if that is known, and says when there is more.
private func drawFolded(
  _ text: String, in area: Rect, heat: Heat? = nil, _ canvas: inout Canvas
) {
  guard area.height > 0, area.width > 3 else { return }
  let start = String(text.prefix(area.width * area.height * 4))
  let layer = heat.flatMap { $0.hasPlaces ? HeatLayer($0, text: text) : nil }
  let gutter = layer == nil ? 1 : 4
  let lines = Reader.fold(start, width: area.width - gutter - 1)
  let shown = lines.prefix(area.height)
  func sum(_ row: Int) -> Float {
    let end = row + 1 < lines.count ? lines[row + 1].start : start.utf8.count
    return layer?.sum(bytes: lines[row].start..<max(lines[row].start, end)) ?? 0
  }
  let scale = shown.indices.reduce(0) { max($0, abs(sum($1))) }
  for (row, line) in shown.enumerated() {
    canvas.line(line.text, in: area, row: row, at: gutter)
    guard let layer else { continue }
    let bytes = Reader.bytes(of: line, in: start, width: area.width)
    canvas.lay(
      layer, over: bytes, scale: layer.scale, gamma: 0.5, in: area, row: row, at: gutter)
    canvas.heatDigit(sum(row), of: scale, in: area, row: row, at: 1)
  }
  if lines.count > area.height {
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
