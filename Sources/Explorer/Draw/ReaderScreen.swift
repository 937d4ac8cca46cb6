internal import Terminal

/// The Read screen: one document, whole, with what is known of it beside it.
func drawReader(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  guard let reader = state.reader else { return }
  let theme = canvas.theme
  let area = state.readerTextArea(layout)
  let inner = layout.inside(area)
  let last = min(reader.lines.count, reader.top + inner.height)
  let first = reader.lines.isEmpty ? 0 : reader.lines[reader.top].number
  let end = last > 0 ? reader.lines[last - 1].number : 0
  let all = reader.lines.last?.number ?? 0
  let passage = state.texts[reader.passage]
  canvas.pane(
    area, title: "Document \(Sanitizer.visible(passage?.id ?? ""))",
    right: "ln \(first)-\(end) of \(all)", bottom: bottomText(state, reader), isFocused: true,
    isBordered: layout.isBordered)
  if !reader.isLoaded {
    canvas.line("…", in: inner, row: 1, at: 2, style: theme.dim)
  }
  for row in 0..<inner.height {
    guard reader.lines.indices.contains(reader.top + row) else { break }
    let line = reader.lines[reader.top + row]
    if state.showsNumbers {
      let label = line.isStart ? "\(line.number)" : ""
      canvas.line(pad(label, 5, right: true), in: inner, row: row, style: theme.dim)
    }
    canvas.line(line.text, in: inner, row: row, at: state.readerGutter)
    if reader.marksAnswer, let answer = state.selectedQuestion?.answer {
      canvas.mark(answer, in: inner, row: row, style: theme.answer)
    }
    canvas.mark(reader.query, in: inner, row: row, style: theme.match)
  }
  canvas.grid.cursor = .init(x: inner.x, y: inner.y)
  if area.width < layout.body.width {
    drawFacts(
      state, reader,
      Rect(x: area.maxX, y: area.y, width: layout.body.width - area.width, height: area.height),
      layout, &canvas)
  }
}

private func bottomText(_ state: ExplorerState, _ reader: Reader) -> String {
  guard state.readerOrigin != .compare, state.list.count > reader.row else { return "" }
  let row = state.list[reader.row]
  return "\(number(row.value)) \(state.view.heading)  rank \(row.rank)"
}

/// The side pane: influence of the document, its source, the answer in it.
private func drawFacts(
  _ state: ExplorerState, _ reader: Reader, _ area: Rect, _ layout: Layout,
  _ canvas: inout Canvas
) {
  canvas.pane(area, title: "About it", isFocused: false, isBordered: layout.isBordered)
  let inner = layout.inside(area)
  var lines: [(String, Style)] = []
  let plain = canvas.theme.text
  if state.readerOrigin != .compare, state.list.count > reader.row {
    let row = state.list[reader.row]
    let unit = state.unit.map { $0.step == 0 ? "whole completion" : "step \($0.step)" } ?? ""
    lines.append((unit, plain.adding(.bold)))
    lines.append(("\(state.view.heading)  \(number(row.value))", plain))
    lines.append(("rank \(row.rank) of \(grouped(state.list.scored))", plain))
    lines.append(("", plain))
  }
  if let answer = state.selectedQuestion?.answer {
    lines.append(("answer \(Sanitizer.visible(oneLine(answer)))", plain.adding(.bold)))
    lines.append(
      (reader.answers.isEmpty ? "not in this document" : "in \(reader.answers.count) rows", plain))
    lines.append(("", plain))
  }
  if let passage = state.texts[reader.passage] {
    let name = state.typeName(reader.passage)
    lines.append(("source", plain.adding(.bold)))
    lines.append(
      (
        Sanitizer.visible(name) + (passage.typeIsGuessed ? " (guessed)" : ""),
        canvas.theme.types[name] ?? plain
      ))
    if let source = passage.source { lines.append((Sanitizer.visible(source), plain)) }
    if passage.tokens > 0 { lines.append(("\(passage.tokens) tokens", plain)) }
    if passage.isStarred { lines.append(("★ starred", plain)) }
  }
  for (row, line) in lines.enumerated() {
    canvas.line(fit(line.0, columns: inner.width - 2), in: inner, row: row, at: 1, style: line.1)
  }
}
