internal import RunModel
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
    right: "ln \(first)-\(end) of \(all)", bottom: bottomText(state, reader, width: area.width),
    isFocused: reader.focus == .text, isBordered: layout.isBordered)
  if !reader.isLoaded {
    canvas.line("…", in: inner, row: 1, at: 2, style: theme.dim)
  }
  let text = passage?.text ?? ""
  let marks = state.readerLooks.marksAnswer ? reader.marks : []
  for row in 0..<inner.height {
    let place = reader.top + row
    guard reader.lines.indices.contains(place) else { break }
    let line = reader.lines[place]
    if state.showsNumbers {
      let label = line.isStart ? "\(line.number)" : ""
      canvas.line(pad(label, 5, right: true), in: inner, row: row, style: theme.dim)
    }
    let gutter = state.readerGutter
    canvas.line(line.text, in: inner, row: row, at: gutter)
    let layer = state.readerLooks.showsHeat ? reader.layer : nil
    if layer != nil || !marks.isEmpty {
      let bytes = Reader.bytes(of: line, in: text, width: reader.width)
      if let layer {
        canvas.lay(
          layer, over: bytes, scale: state.heatScale, gamma: state.readerLooks.gamma, in: inner,
          row: row,
          at: gutter)
        canvas.heatDigit(
          reader.lineSum(place) ?? 0, of: reader.lineScale, in: inner, row: row, at: gutter - 3)
      }
      canvas.lay(marks, over: bytes, in: inner, row: row, at: gutter)
    }
    canvas.mark(reader.query, in: inner, row: row, style: theme.match)
  }
  canvas.grid.cursor = .init(x: inner.x, y: inner.y)
  drawReaderSides(state, reader, layout, &canvas)
}

private func bottomText(_ state: ExplorerState, _ reader: Reader, width: Int) -> String {
  guard let ranked = state.readerRank else { return "" }
  let text = "\(number(ranked.row.value)) \(ranked.view.heading)  rank \(ranked.row.rank)"
  // Where there are boxes beside the text, these have it in full.
  let course = state.courseText(reader.request, width: width - columns(of: text) - 2)
  return course.isEmpty || !state.readerSides(state.layout).isEmpty ? text : "\(text)  \(course)"
}

/// What the title says about token heat.
private func heatTitle(_ state: ExplorerState, _ reader: Reader) -> String {
  guard state.readerLooks.showsHeat else { return "heat off" }
  guard state.catalog.questions[reader.unit.question].combination == nil else {
    return "no heat of a combination"
  }
  guard let heat = state.heat(of: reader.request) else {
    if state.awaitsHeat { return "heat: computing…" }
    return state.controlsEngine
      ? "heat: \(state.keyName(for: .startEngine)) starts an engine" : "heat: needs an engine"
  }
  let place = state.readerLooks.isOnPredictions ? ", on predictions" : ""
  return heat.hasPlaces ? "heat by \(state.heatGrain.rawValue)\(place)" : "heat: tokens unknown"
}

/// What the colours of token heat mean, in real units.
func drawHeatLegend(_ state: ExplorerState, _ area: Rect, _ canvas: inout Canvas) {
  var column = 1
  let words =
    area.width < 60
    ? [(5, "++"), (2, "+"), (-2, "-"), (-5, "--")]
    : [(5, "strong +"), (2, "mild +"), (-2, "mild -"), (-5, "strong -")]
  for (step, word) in words {
    column =
      canvas.line(
        " \(word) ", in: area, row: 0, at: column, style: canvas.theme.heat(step)) + 1
  }
  let strongest = "\(state.heatReach.name): \(number(state.heatScale))"
  let place =
    state.readerLooks.isOnPredictions
    ? "on the predicted token" : "on the token before the predicted one"
  let texts = [
    "strongest of \(strongest)   \(place)",
    "strongest of \(strongest)", "max of \(strongest)", "max \(number(state.heatScale))",
  ]
  let room = area.width - column - 2
  if let text = texts.first(where: { columns(of: $0) <= room }) {
    canvas.line(text, in: area, row: 0, at: column + 1, style: canvas.theme.dim)
  }
}

extension Canvas {
  /// Lays token heat over a row whose columns show these bytes of a text.
  mutating func lay(
    _ layer: HeatLayer, over bytes: [Int], scale: Float, gamma: Double, in area: Rect, row: Int,
    at column: Int
  ) {
    for (offset, byte) in bytes.enumerated() {
      guard let sum = layer.sum(atByte: byte) else { continue }
      let step = Heat.step(sum, scale: scale, gamma: gamma)
      if step != 0 { restyle(theme.heat(step), in: area, row: row, at: column + offset) }
    }
  }

  /// Marks the answer and the steps' results in a row whose columns show these bytes of a text.
  mutating func lay(
    _ marks: [Reader.Marks], over bytes: [Int], in area: Rect, row: Int, at column: Int
  ) {
    for (offset, byte) in bytes.enumerated() where marks.indices.contains(byte) {
      let place = column + offset
      if marks[byte].contains(.result) { restyle(theme.result, in: area, row: row, at: place) }
      if marks[byte].contains(.answer) { restyle(theme.answer, in: area, row: row, at: place) }
    }
  }

  /// Marks the answer in a row whose columns show these bytes of a text.
  mutating func lay(
    answers: [Range<Int>], over bytes: [Int], in area: Rect, row: Int, at column: Int
  ) {
    guard let first = bytes.first, let last = bytes.last else { return }
    for range in answers where range.lowerBound <= last && range.upperBound > first {
      for (offset, byte) in bytes.enumerated() where range.contains(byte) {
        restyle(theme.answer, in: area, row: row, at: column + offset)
      }
    }
  }

  /// Writes what the heat of a row adds up to, from -9 to +9 of the strongest row.
  mutating func heatDigit(
    _ sum: Float, of scale: Float, in area: Rect, row: Int, at column: Int
  ) {
    guard scale > 0 else { return }
    let digit = Int(drawn: (9 * sum / scale).rounded())
    guard digit != 0 else { return }
    line(
      (digit > 0 ? "+" : "-") + "\(min(9, abs(digit)))", in: area, row: row, at: column,
      style: digit > 0 ? theme.positive : theme.negative)
  }

  private mutating func restyle(_ style: Style, in area: Rect, row: Int, at column: Int) {
    let cell = Rect(x: area.x + column, y: area.y + row, width: 1, height: 1)
    grid.restyle(cell.intersection(area), with: style)
  }
}
