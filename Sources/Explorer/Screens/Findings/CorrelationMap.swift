internal import Findings
internal import Formatting
internal import RunModel
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
      max(1, inner.height - (side == 0 ? 3 : 2)),
      max(1, (inner.width - Self.labels - 1) / Self.cell)
    )
  }
}

extension CorrelationMap {
  /// Questions along the side of one cell: as many as bring the whole map on the screen, or one.
  func scale(_ state: ExplorerState, count: Int) -> Int {
    if state.preferences.isZoomed { return 1 }
    let rows = (count + window.rows - 1) / window.rows
    let columns = (count + window.columns - 1) / window.columns
    return max(1, rows, columns)
  }

  /// The questions that each row or column of cells stands for.
  func blocks(from first: Int, rows isRows: Bool, count: Int, scale: Int) -> [Range<Int>] {
    let room = isRows ? window.rows : window.columns
    let start = scale == 1 ? first : 0
    return (0..<room).compactMap { index in
      let low = start + index * scale
      return low < count ? low..<min(count, low + scale) : nil
    }
  }
}

/// The mean of what a block of the map shows, a question with itself left out.
private func mean(_ findings: FindingsState, _ rows: Range<Int>, _ columns: Range<Int>) -> Double {
  var (sum, count) = (0.0, 0)
  for row in rows {
    for column in columns where row != column {
      let r = findings.value(findings.mapOrder[row], findings.mapOrder[column])
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
  let order = findings.mapOrder
  let inner = layout.inside(map.area)
  canvas.pane(
    map.area, title: state.coefficientName, right: cellTitle(state, study), isFocused: true,
    isBordered: layout.isBordered)
  let scale = map.scale(state, count: order.count)
  let rows = map.blocks(from: findings.topRow, rows: true, count: order.count, scale: scale)
  let columns = map.blocks(
    from: findings.leftColumn, rows: false, count: order.count, scale: scale)
  drawHeads(columns.map { study.questions[order[$0.lowerBound]].group }, inner, &canvas)
  for (line, block) in rows.enumerated() {
    let isHere = block.contains(findings.row)
    let name = Sanitizer.visible(
      study.questions[order[isHere ? findings.row : block.lowerBound]].id)
    canvas.line(
      tail(name, columns: CorrelationMap.labels - 1), in: inner, row: line + 1,
      style: isHere ? canvas.theme.selection : canvas.theme.dim)
    for (index, across) in columns.enumerated() {
      let r = mean(findings, block, across)
      let x = CorrelationMap.labels + index * CorrelationMap.cell
      canvas.line(
        correlationGlyph(r, isSelf: block == across && scale == 1), in: inner, row: line + 1,
        at: x, style: r < 0 ? canvas.theme.negative : canvas.theme.positive)
      if isHere, across.contains(findings.column) {
        canvas.grid.restyle(
          Rect(x: inner.x + x, y: inner.y + line + 1, width: 2, height: 1),
          with: canvas.theme.cursor)
        canvas.grid.cursor = .init(x: inner.x + x, y: inner.y + line + 1)
      }
    }
  }
  let more =
    scale > 1
    ? "\(scale)x\(scale) a cell, \(state.keyName(for: .zoom)) shows each" : "╲ itself"
  canvas.line(
    asManyParts(
      ["░.06 ▒.20 ▓.40 █.65  - below 0", more, "n \(grouped(study.passageCount))"],
      columns: inner.width - 1), in: inner, row: inner.height - 1, style: canvas.theme.dim)
  if map.area.width == layout.body.width {
    canvas.line(
      asManyParts(pairTexts(state, study), columns: inner.width - 1), in: inner,
      row: inner.height - 2)
  }
  drawCell(state, study, map, layout, &canvas)
}

/// The name of each group over its columns of the map.
private func drawHeads(_ groups: [String], _ inner: Rect, _ canvas: inout Canvas) {
  for (index, group) in groups.enumerated() where index == 0 || groups[index - 1] != group {
    let width = groups[index...].prefix { $0 == group }.count
    canvas.line(
      String(Sanitizer.visible(group).prefix(width * CorrelationMap.cell - 1)), in: inner,
      row: 0, at: CorrelationMap.labels + index * CorrelationMap.cell)
  }
}

/// The coefficients of the pair under the cursor, the most wanted first.
private func pairTexts(_ state: ExplorerState, _ study: Study) -> [String] {
  guard let pair = state.findings.pair else { return [] }
  let found = study.correlations
  let rank = found.spearman.map { "rank r \(signed($0[pair.first, pair.second]))" } ?? ""
  return [
    "r \(signed(found.pearson[pair.first, pair.second]))", sharedText(pair, study), rank,
    "\(state.keyName(for: .open)) compares the two",
  ]
}

/// How many documents two tops share, beside what chance would give.
private func sharedText(_ pair: (first: Int, second: Int), _ study: Study) -> String {
  let found = study.correlations.overlap
  let expected = found.expectedShared(documentCount: study.passageCount)
  return "top \(found.k) share \(found.shared[pair.first * found.order + pair.second]),"
    + " chance \(multiple(expected))"
}

/// The end of a name, which tells apart what begins alike.
private func tail(_ text: String, columns limit: Int) -> String {
  text.count <= limit ? text : "…" + text.suffix(limit - 1)
}

private func cellTitle(_ state: ExplorerState, _ study: Study) -> String {
  guard let pair = state.findings.pair else { return "" }
  let (one, other) = (study.questions[pair.first].id, study.questions[pair.second].id)
  return Sanitizer.visible(
    "\(one) x \(other)  \(signed(state.findings.value(pair.first, pair.second)))")
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
  let width = inner.width - 2
  var lines: [(text: String, style: Style)] = []
  if let pair = state.findings.pair {
    for index in [pair.first, pair.second] {
      let question = study.questions[index]
      let mark = question.isCorrect.map { $0 ? " ✓" : " ✗" } ?? ""
      lines.append(("\(question.id)\(mark)  \(question.group)", canvas.theme.title))
      for line in Reader.fold(state.title(index), width: width - 2).prefix(2) {
        lines.append(("  " + line.text, canvas.theme.text))
      }
    }
    let found = study.correlations
    lines += [
      ("", .plain),
      ("Pearson  \(signed(found.pearson[pair.first, pair.second]))", canvas.theme.text),
      (
        "Spearman \(found.spearman.map { signed($0[pair.first, pair.second]) } ?? "-")",
        canvas.theme.text
      ),
      (sharedText(pair, study), canvas.theme.text),
    ]
  }
  lines += [("", .plain), ("mean r, 95 % over questions", canvas.theme.heading)]
  // Within groups first: that is what the finding is about.
  let blocks = study.correlations.pearsonBlocks
  for block in blocks.filter({ $0.first == $0.second }) + blocks.filter({ $0.first != $0.second }) {
    let names =
      block.first == block.second
      ? block.first : namePair(block.first, block.second, columns: width - 20)
    let range = block.interval.map { "\(signed($0.lowerBound)) to \(signed($0.upperBound))" } ?? ""
    lines.append(
      (
        pad(signed(block.mean), 5, right: true) + "  " + pad(range, 13) + names,
        block.first == block.second ? canvas.theme.text : canvas.theme.dim
      ))
  }
  for (row, line) in lines.prefix(inner.height).enumerated() {
    canvas.line(
      fit(Sanitizer.visible(line.text), columns: width), in: inner, row: row, at: 1,
      style: line.style)
  }
}

/// Two names of groups in few columns: every word is cut alike, so that no name loses its last one.
package func namePair(_ first: String, _ second: String, columns count: Int) -> String {
  func cut(_ name: String, to length: Int) -> String {
    name.split(separator: " ").map { $0.prefix(length) }.joined(separator: " ")
  }
  let longest = (first + " " + second).split(separator: " ").map(\.count).max() ?? 0
  for length in stride(from: longest, to: 3, by: -1) {
    let shown = "\(cut(first, to: length)) x \(cut(second, to: length))"
    if columns(of: shown) <= count { return shown }
  }
  return "\(cut(first, to: 3)) x \(cut(second, to: 3))"
}
