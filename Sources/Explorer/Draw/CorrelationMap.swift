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

extension CorrelationMap {
  /// Questions along the side of one cell: as many as bring the whole map on the screen, or one.
  func scale(_ state: ExplorerState, count: Int) -> Int {
    if state.wishes.isZoomed { return 1 }
    let rows = (count + window.rows - 1) / window.rows
    let columns = (count + window.columns - 1) / window.columns
    return max(1, rows, columns)
  }

  /// The questions that each row or column of cells stands for.
  func blocks(from first: Int, rows isRows: Bool, count: Int, scale: Int) -> [Range<Int>] {
    let room = isRows ? window.rows : window.columns
    let start = scale == 1 ? first : 0
    return (0..<room).compactMap { place in
      let low = start + place * scale
      return low < count ? low..<min(count, low + scale) : nil
    }
  }
}

/// The mean of the coefficients in a block of the map, a question with itself left out.
private func mean(
  _ matrix: CorrelationMatrix, _ order: [Int], _ rows: Range<Int>, _ columns: Range<Int>
) -> Double {
  var (sum, count) = (0.0, 0)
  for row in rows {
    for column in columns where row != column {
      let r = matrix[order[row], order[column]]
      if r.isFinite {
        sum += r
        count += 1
      }
    }
  }
  return count > 0 ? sum / Double(count) : 0
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
  let scale = map.scale(state, count: order.count)
  let rows = map.blocks(from: findings.topRow, rows: true, count: order.count, scale: scale)
  let columns = map.blocks(
    from: findings.leftColumn, rows: false, count: order.count, scale: scale)
  var last = ""
  for (place, block) in columns.enumerated() {
    let group = study.questions[order[block.lowerBound]].group
    if group != last {
      let width = columns[place...].prefix {
        study.questions[order[$0.lowerBound]].group == group
      }.count
      canvas.line(
        String(Sanitizer.visible(group).prefix(width * CorrelationMap.cell - 1)), in: inner,
        row: 0, at: CorrelationMap.labels + place * CorrelationMap.cell)
      last = group
    }
  }
  for (line, block) in rows.enumerated() {
    let isHere = block.contains(findings.row)
    canvas.line(
      fit(
        Sanitizer.visible(study.questions[order[isHere ? findings.row : block.lowerBound]].id),
        columns: CorrelationMap.labels - 1), in: inner, row: line + 1,
      style: isHere ? canvas.theme.selection : canvas.theme.dim)
    for (place, across) in columns.enumerated() {
      let r = mean(matrix, order, block, across)
      let x = CorrelationMap.labels + place * CorrelationMap.cell
      canvas.line(
        correlationGlyph(r, isSelf: block == across && scale == 1), in: inner, row: line + 1,
        at: x, style: r < 0 ? canvas.theme.negative : canvas.theme.bar)
      if isHere, across.contains(findings.column) {
        canvas.grid.restyle(
          Rect(x: inner.x + x, y: inner.y + line + 1, width: 2, height: 1),
          with: canvas.theme.cursor)
        canvas.grid.cursor = .init(x: inner.x + x, y: inner.y + line + 1)
      }
    }
  }
  canvas.line(
    fit(
      "░ .06  ▒ .20  ▓ .40  █ .65  - negative"
        + (scale > 1
          ? "  cells of \(scale) x \(scale), \(state.keyName(for: .zoom)) shows each"
          : "  ╲ itself")
        + "  n = \(grouped(study.passageCount)) passages",
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
