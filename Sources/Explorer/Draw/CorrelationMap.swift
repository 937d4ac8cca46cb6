internal import Findings
internal import Terminal

/// Where the cells of the correlation map stand on a screen.
struct CorrelationMap {
  static let labels = 12
  static let cell = 2
  let area: Rect
  let window: (rows: Int, columns: Int)

  init(_ layout: Layout) {
    let body = layout.body
    let side = body.width >= 100 ? 42 : 0
    area = Rect(x: body.x, y: body.y, width: body.width - side, height: body.height)
    let inner = layout.inside(area)
    window = (
      max(1, inner.height - 3), max(1, (inner.width - Self.labels - 1) / Self.cell)
    )
  }
}

/// The glyph of a coefficient, darker for stronger; the sign is in the second column.
func correlationGlyph(_ r: Double, isSelf: Bool) -> String {
  if isSelf { return "╲╲" }
  guard r.isFinite else { return "??" }
  let shade =
    switch abs(r) {
    case ..<0.06: " "
    case ..<0.2: "░"
    case ..<0.4: "▒"
    case ..<0.65: "▓"
    default: "█"
    }
  return r < -0.06 ? shade + "-" : shade + shade
}

/// The map of every two questions and, beside it, the cell under the cursor.
func drawCorrelations(
  _ state: ExplorerState, _ study: Study, _ layout: Layout, _ canvas: inout Canvas
) {
  let findings = state.findings
  let map = CorrelationMap(layout)
  let order = study.correlations.order
  let matrix = study.correlations.pearson
  let inner = layout.inside(map.area)
  canvas.pane(
    map.area, title: "Pearson's r of influence", right: cellTitle(state, study), isFocused: true,
    isBordered: layout.isBordered)
  let rows = findings.topRow..<min(order.count, findings.topRow + map.window.rows)
  let columns = findings.leftColumn..<min(order.count, findings.leftColumn + map.window.columns)
  var last = ""
  for column in columns {
    let group = study.questions[order[column]].group
    if group != last {
      let x = CorrelationMap.labels + (column - columns.lowerBound) * CorrelationMap.cell
      let width = columns[column...].prefix { study.questions[order[$0]].group == group }.count
      canvas.line(
        String(Sanitizer.visible(group).prefix(width * CorrelationMap.cell - 1)), in: inner,
        row: 0, at: x)
      last = group
    }
  }
  for row in rows {
    let question = study.questions[order[row]]
    let line = row - rows.lowerBound + 1
    let label =
      Sanitizer.visible(question.group).prefix(4) + " " + Sanitizer.visible(question.id)
    canvas.line(
      fit(String(label), columns: CorrelationMap.labels - 1), in: inner, row: line,
      style: row == findings.row ? canvas.theme.selection : canvas.theme.dim)
    for column in columns {
      let r = matrix[order[row], order[column]]
      let x = CorrelationMap.labels + (column - columns.lowerBound) * CorrelationMap.cell
      canvas.line(
        correlationGlyph(r, isSelf: row == column), in: inner, row: line, at: x,
        style: r < 0 ? canvas.theme.negative : canvas.theme.bar)
      if row == findings.row, column == findings.column {
        canvas.grid.restyle(
          Rect(x: inner.x + x, y: inner.y + line, width: 2, height: 1), with: canvas.theme.cursor)
        canvas.grid.cursor = .init(x: inner.x + x, y: inner.y + line)
      }
    }
  }
  canvas.line(
    fit(
      "░ .06  ▒ .20  ▓ .40  █ .65  - negative  ╲ itself   n = all \(grouped(study.passageCount)) passages",
      columns: inner.width - 1), in: inner, row: inner.height - 1, style: canvas.theme.dim)
  drawCell(state, study, map, layout, &canvas)
}

private func cellTitle(_ state: ExplorerState, _ study: Study) -> String {
  guard let pair = state.findings.pair else { return "" }
  let (one, other) = (study.questions[pair.first].id, study.questions[pair.second].id)
  let r = study.correlations.pearson[pair.first, pair.second]
  return Sanitizer.visible("\(one) x \(other)  r \(signed(r))")
}

/// The side pane: the two questions of the cell, and the means of the groups.
private func drawCell(
  _ state: ExplorerState, _ study: Study, _ map: CorrelationMap, _ layout: Layout,
  _ canvas: inout Canvas
) {
  let body = layout.body
  guard map.area.width < body.width else { return }
  let area = Rect(
    x: map.area.maxX, y: body.y, width: body.width - map.area.width, height: body.height)
  canvas.pane(area, title: "Cell", isFocused: false, isBordered: layout.isBordered)
  let inner = layout.inside(area)
  var lines: [String] = []
  if let pair = state.findings.pair {
    for place in [pair.first, pair.second] {
      let question = study.questions[place]
      lines.append("\(question.id)  \(question.group)")
      lines.append("  " + oneLine(question.prompt))
    }
    lines.append("Pearson  \(signed(study.correlations.pearson[pair.first, pair.second]))")
  }
  lines += ["", "mean r between groups"]
  for block in study.correlations.pearsonBlocks {
    let names = block.first == block.second ? block.first : "\(block.first) x \(block.second)"
    lines.append("\(pad(signed(block.mean), 5, right: true))  \(names)  (\(block.pairs))")
  }
  for (row, line) in lines.prefix(inner.height).enumerated() {
    canvas.line(fit(Sanitizer.visible(line), columns: inner.width - 2), in: inner, row: row, at: 1)
  }
}
