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
    area, title: "Document \(Sanitizer.visible(passage?.id ?? ""))  \(heatTitle(state, reader))",
    right: "ln \(first)-\(end) of \(all)", bottom: bottomText(state, reader), isFocused: true,
    isBordered: layout.isBordered)
  if !reader.isLoaded {
    canvas.line("…", in: inner, row: 1, at: 2, style: theme.dim)
  }
  let text = passage?.text ?? ""
  for row in 0..<inner.height {
    guard reader.lines.indices.contains(reader.top + row) else { break }
    let line = reader.lines[reader.top + row]
    if state.showsNumbers {
      let label = line.isStart ? "\(line.number)" : ""
      canvas.line(pad(label, 5, right: true), in: inner, row: row, style: theme.dim)
    }
    canvas.line(line.text, in: inner, row: row, at: state.readerGutter)
    drawHeat(reader, text, row: row, gutter: state.readerGutter, inner, &canvas)
    if reader.marksAnswer, let answer = state.selectedQuestion?.answer {
      canvas.mark(answer, in: inner, row: row, style: theme.answer, wholeWords: true)
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
  guard let row = state.readerRow else { return "" }
  return "\(number(row.value)) \(state.view.heading)  rank \(row.rank)"
}

/// What the title says about token heat.
private func heatTitle(_ state: ExplorerState, _ reader: Reader) -> String {
  guard reader.showsHeat else { return "heat off" }
  guard let heat = reader.heat else {
    if reader.awaitsHeat { return "heat: computing…" }
    return state.controlsEngine ? "heat: r starts an engine" : "heat: needs an engine"
  }
  return heat.hasPlaces ? "heat by token" : "heat: tokens unknown"
}

/// Lays token heat over a row of text and writes the row's sum, from -9 to +9, beside it.
private func drawHeat(
  _ reader: Reader, _ text: String, row: Int, gutter: Int, _ inner: Rect, _ canvas: inout Canvas
) {
  guard reader.showsHeat, let heat = reader.heat, heat.hasPlaces else { return }
  let line = reader.lines[reader.top + row]
  let scale = heat.scale
  var tokens: [Int32] = []
  for (column, byte) in Reader.bytes(of: line, in: text, width: reader.width).enumerated() {
    guard byte < reader.tokenAtByte.count, reader.tokenAtByte[byte] >= 0 else { continue }
    let token = reader.tokenAtByte[byte]
    if tokens.last != token { tokens.append(token) }
    let step = Heat.step(heat.tokens[Int(token)], scale: scale, gamma: reader.gamma)
    guard step != 0 else { continue }
    canvas.grid.restyle(
      Rect(x: inner.x + gutter + column, y: inner.y + row, width: 1, height: 1),
      with: canvas.theme.heat(step))
  }
  let sum = tokens.reduce(Float(0)) { $0 + heat.tokens[Int($1)] }
  guard reader.lineScale > 0 else { return }
  let digit = Int((9 * sum / reader.lineScale).rounded())
  guard digit != 0 else { return }
  canvas.line(
    (digit > 0 ? "+" : "-") + "\(min(9, abs(digit)))", in: inner, row: row, at: gutter - 3,
    style: digit > 0 ? canvas.theme.positive : canvas.theme.negative)
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
  if let row = state.readerRow {
    let unit = state.unit.map { $0.step == 0 ? "whole completion" : "step \($0.step)" } ?? ""
    lines.append((unit, plain.adding(.bold)))
    lines.append(("\(state.view.heading)  \(number(row.value))", plain))
    lines.append(("rank \(row.rank) of \(grouped(state.list.scored))", plain))
    lines.append(("", plain))
  }
  if let answer = state.selectedQuestion?.answer {
    lines.append(("answer \(Sanitizer.visible(oneLine(answer)))", plain.adding(.bold)))
    lines.append(
      (
        reader.answers.isEmpty
          ? "not in this document"
          : "in \(reader.answers.count) \(reader.answers.count == 1 ? "row" : "rows")", plain
      ))
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
  lines += relationLines(state, reader, width: inner.width - 2, plain)
  for (row, line) in lines.enumerated() {
    canvas.line(fit(line.0, columns: inner.width - 2), in: inner, row: row, at: 1, style: line.1)
  }
}

/// Influence on every step, the questions that the document stands high for, and the layers.
func relationLines(
  _ state: ExplorerState, _ reader: Reader, width: Int, _ plain: Style
) -> [(String, Style)] {
  var lines: [(String, Style)] = []
  if let relations = reader.relations, !relations.steps.isEmpty {
    lines += [("", plain), ("per nat, each step", plain.adding(.bold))]
    let scale = relations.steps.reduce(0) { max($0, abs($1)) }
    for (index, value) in relations.steps.enumerated() {
      let share = scale > 0 ? Double(abs(value) / scale) : 0
      let label = "\(index + 1) " + pad(number(value), 8, right: true)
      lines.append(("\(label) \(bar(share, width: width - 12))", plain))
    }
    for count in relations.topTen {
      lines.append(("top 10 for \(count.found) of \(count.total) \(count.kind.rawValue)", plain))
    }
  }
  if reader.showsHeat, let heat = reader.heat, !heat.modules.isEmpty {
    for (title, parts) in [("by layer", heat.layers()), ("by kind", heat.kinds())] {
      let scale = parts.reduce(0) { max($0, abs($1.share)) }
      lines += [("", plain), (title, plain.adding(.bold))]
      let name = min(10, parts.map { columns(of: $0.name) }.max() ?? 0)
      for part in parts {
        let share = scale > 0 ? abs(part.share) / scale : 0
        let sign = part.share < 0 ? "-" : " "
        let label = pad(Sanitizer.visible(part.name), name)
        lines.append(("\(label) \(sign)\(bar(share, width: width - name - 2))", plain))
      }
    }
  }
  return lines
}
