internal import Findings
internal import Formatting
internal import RunModel
internal import Terminal

/// The Compare screen: two units side by side, what they share between them.
func drawCompare(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let compare = state.compare
  let sides = layout.compare(focusOnLeft: compare.side == .left)
  drawHead(state, .left, sides.leftHead, layout, &canvas)
  drawHead(state, .right, sides.rightHead, layout, &canvas)
  drawOverlap(state, sides.overlap, layout, &canvas)
  drawSide(state, .left, sides.left, layout, &canvas)
  drawSide(state, .right, sides.right, layout, &canvas)
  drawTypeProfile(state, .left, sides.leftTypes, layout, &canvas)
  drawTypeProfile(state, .right, sides.rightTypes, layout, &canvas)
}

/// What a side is: the question, or the one step of it.
private func drawHead(
  _ state: ExplorerState, _ side: CompareState.Side, _ area: Rect, _ layout: Layout,
  _ canvas: inout Canvas
) {
  guard !area.isEmpty else { return }
  let unit = side == .left ? state.compare.left : state.compare.right
  let letter = side == .left ? "A" : "B"
  let inner = layout.inside(area)
  guard let unit else {
    canvas.pane(area, title: letter, isFocused: false, isBordered: layout.isBordered)
    canvas.line(
      "\(letter) chooses a question", in: inner, row: 0, at: 1, style: canvas.theme.dim)
    return
  }
  let question = state.catalog.questions[unit.question]
  let mark = question.isCorrect.map { $0 ? "  ✓" : "  ✗" } ?? ""
  canvas.pane(
    area, title: "\(letter)  \(Sanitizer.visible(state.name(of: unit)))\(mark)",
    right: "\(question.set)  \(natsText(state.nats(unit))) nats",
    isFocused: state.compare.side == side, isBordered: layout.isBordered)
  var facts: [String] = []
  if let answer = state.compare.answer, inner.height >= 4 {
    let profile = side == .left ? answer.leftProfile : answer.rightProfile
    facts = profileLines(profile, depth: answer.depth, width: inner.width - 2)
  }
  let room = inner.height - facts.count
  let whole = Reader.fold(question.title, width: inner.width - 4)
  let title = whole.prefix(room >= 4 ? 2 : 1)
  for (row, line) in title.enumerated() {
    let isCut = row == title.count - 1 && whole.count > title.count
    let text = isCut ? fit(line.text + " …", columns: inner.width - 4) : line.text
    canvas.line((row == 0 ? "Q " : "  ") + text, in: inner, row: row, at: 1)
  }
  let rows = Rect(
    x: inner.x + 1, y: inner.y + title.count, width: inner.width - 2,
    height: max(0, room - title.count))
  drawSteps(of: unit, question, side, state, in: rows, &canvas)
  for (row, text) in facts.enumerated() {
    canvas.line(
      fit(text, columns: inner.width - 2), in: inner, row: room + row, at: 1,
      style: canvas.theme.dim)
  }
}

/// The steps of a side, each with whether it holds and what the other side has not.
private func drawSteps(
  of unit: Unit, _ question: CatalogQuestion, _ side: CompareState.Side, _ state: ExplorerState,
  in rows: Rect, _ canvas: inout Canvas
) {
  let diff = state.comparedTexts.flatMap { state.differences[$0] }
  let steps = side == .left ? diff?.steps : diff?.otherSteps
  let count = unit.step == 0 ? question.steps.count : 1
  for row in 0..<max(0, min(count, rows.height)) {
    let place = unit.step == 0 ? row + 1 : unit.step
    let holds = question.steps[place - 1].holds.map { $0 ? "✓" : "✗" } ?? " "
    let column = canvas.line("\(place) \(holds) ", in: rows, row: row)
    if let steps, steps.indices.contains(row) {
      drawParts(steps[row], in: rows, row: row, at: column, &canvas)
    } else {
      let text = Sanitizer.visible(oneLine(question.steps[place - 1].text))
      canvas.line(fit(text, columns: rows.width - column), in: rows, row: row, at: column)
    }
    if row == rows.height - 1, count > rows.height {
      canvas.lineRight(" …", in: rows, row: row)
    }
  }
}

/// A step with what the other side has not at the same place marked: numbers as answers are, words bold.
private func drawParts(
  _ parts: [CompletionDiff.Part], in area: Rect, row: Int, at start: Int, _ canvas: inout Canvas
) {
  var column = start
  for part in parts {
    let blank = part.blanks.isEmpty || column == start ? "" : " "
    let text = Sanitizer.visible(part.text)
    guard column + blank.count + columns(of: text) < area.width else {
      canvas.line("…", in: area, row: row, at: min(column, area.width - 1))
      return
    }
    column = canvas.line(blank, in: area, row: row, at: column)
    let style: Style =
      part.isShared
      ? canvas.theme.text
      : part.kind == .number ? canvas.theme.answer : canvas.theme.text.adding(.bold)
    column = canvas.line(text, in: area, row: row, at: column, style: style)
  }
}

/// How alike the two completions are, in words.
private func likeness(_ diff: CompletionDiff?, isShort: Bool) -> String {
  guard let diff else { return "" }
  let steps = "\(diff.steps.count) and \(diff.otherSteps.count)"
  return isShort
    ? "form \(percent(diff.format.share)) numbers \(percent(diff.numbers.share))"
    : "steps \(steps)   alike: form \(percent(diff.format.share)), words "
      + "\(percent(diff.words.share)), numbers \(percent(diff.numbers.share))"
}

/// Correlation and common documents, in a box or in one line.
private func drawOverlap(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  guard !area.isEmpty else { return }
  guard let answer = state.compare.answer else { return }
  let diff = state.comparedTexts.flatMap { state.differences[$0] }
  let isApproximate = answer.left.coarse != nil || answer.right.coarse != nil
  let r = answer.correlation.map { (isApproximate ? "~" : "") + signed($0) } ?? "-"
  let common = answer.common.count
  let mode =
    switch state.compare.mode {
    case .all: "all"
    case .own: "each side's own"
    case .common: "common"
    }
  let waiting = state.compare.answered == state.wantedComparison ? "" : " …"
  let text =
    "Pearson r over all scored documents \(r)   top \(answer.depth) in common \(common), by chance \(answer.commonByChance)"
  if area.height < 3 {
    // The least wanted part goes first.
    let parts = [
      "r \(r)", "common \(common) of top \(answer.depth), by chance \(answer.commonByChance)",
      "showing \(mode) (\(state.keyName(for: .overlap)))\(waiting)",
      likeness(diff, isShort: true),
    ]
    canvas.line(asManyParts(parts, columns: area.width - 2), in: area, row: 0, at: 1)
    return
  }
  canvas.pane(
    area, title: "Overlap",
    right: "showing \(mode)  \(state.keyName(for: .overlap)) changes\(waiting)",
    bottom: likeness(diff, isShort: false), isFocused: false,
    isBordered: layout.isBordered)
  let inner = layout.inside(area)
  canvas.line(fit(text, columns: inner.width - 2), in: inner, row: 0, at: 1)
  let own = max(0, answer.depth - common)
  let room = Double(max(1, 2 * own + common))
  let width = max(6, inner.width - 46)
  let blocks = [own, common, own].map { Int(drawn: (Double($0) / room * Double(width)).rounded()) }
  var column = canvas.line("A only \(own) ", in: inner, row: 1, at: 1)
  column = canvas.line(
    String(repeating: "█", count: blocks[0]), in: inner, row: 1, at: column, style: canvas.theme.bar
  )
  column = canvas.line(" common \(common) ", in: inner, row: 1, at: column)
  column = canvas.line(
    common > 0 && blocks[1] == 0 ? "▏" : String(repeating: "█", count: blocks[1]), in: inner,
    row: 1, at: column, style: canvas.theme.good)
  column = canvas.line(" B only \(own) ", in: inner, row: 1, at: column)
  canvas.line(
    String(repeating: "█", count: blocks[2]), in: inner, row: 1, at: column, style: canvas.theme.bar
  )
}

/// The two sides for row 1, the longest way first; where one list is shown, it is the one in brackets.
func compareTitles(_ state: ExplorerState) -> [String] {
  let isSingle = state.layout.body.width < 80
  func titles(withKind: Bool) -> String {
    [CompareState.Side.left, .right].map { side in
      let unit = side == .left ? state.compare.left : state.compare.right
      var name = unit.map { Sanitizer.visible(state.name(of: $0)) } ?? "-"
      if withKind, let unit { name += " " + state.catalog.questions[unit.question].set }
      name = (side == .left ? "A " : "B ") + name
      return isSingle && side == state.compare.side ? "[\(name)]" : name
    }.joined(separator: isSingle ? " | " : "  |  ")
  }
  return [titles(withKind: true), titles(withKind: false)]
}

/// Whether both sides scroll together, for the right of row 1.
func lockText(_ state: ExplorerState) -> String {
  state.compare.isLocked ? "scroll locked" : "scroll free"
}

/// Says in the head of a list which side it is of, where no border and no box above says so.
private func nameSide(
  _ state: ExplorerState, _ side: CompareState.Side, _ area: Rect, _ layout: Layout,
  at column: Int, _ canvas: inout Canvas
) {
  guard !layout.isBordered else { return }
  let (here, there) = side == .left ? ("A", "B") : ("B", "A")
  let inner = layout.inside(area)
  let key = state.keyName(for: .nextPane)
  canvas.line(
    pad(fit("of \(here), \(key): \(there)", columns: inner.width - column), inner.width - column),
    in: inner, row: 0, at: column, style: canvas.theme.heading)
}

/// A coefficient to two places with its sign only where it is negative: `.03`, `-.41`, `1.00`.
func signed(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  let hundredths = Int(drawn: (abs(value) * 100).rounded())
  let text =
    hundredths >= 100 ? "\(hundredths / 100).\(two(hundredths % 100))" : ".\(two(hundredths))"
  return (value < 0 && hundredths > 0 ? "-" : "") + text
}

private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

private func drawSide(
  _ state: ExplorerState, _ side: CompareState.Side, _ area: Rect, _ layout: Layout,
  _ canvas: inout Canvas
) {
  guard !area.isEmpty else { return }
  let compare = state.compare
  let isFocused = compare.side == side
  let count = compare.count(side)
  let unit = side == .left ? compare.left : compare.right
  let (here, there) = side == .left ? ("A", "B") : ("B", "A")
  let sides = layout.compare(focusOnLeft: side == .left)
  // Without the box above, the name and the way to the other side stand here.
  let isNamed = (side == .left ? sides.leftHead : sides.rightHead).isEmpty
  let name = isNamed ? unit.map { "  " + Sanitizer.visible(state.name(of: $0)) } ?? "" : ""
  let way = sides.left.isEmpty || sides.right.isEmpty
  canvas.pane(
    area, title: "Documents of \(here)\(name)",
    right: (way ? "\(state.keyName(for: .nextPane)): \(there)  " : "") + grouped(count),
    isFocused: isFocused, isBordered: layout.isBordered)
  let rows = layout.rows(of: area)
  guard count > 0 else {
    let waits = compare.awaited != nil && compare.answered != compare.awaited
    canvas.line(waits ? "…" : "no documents", in: rows, row: 1, at: 2, style: canvas.theme.dim)
    return
  }
  let columns = DocumentColumns(state, width: rows.width)
  columns.draw(
    side == .left ? compare.answer?.left : compare.answer?.right,
    of: side == .left ? compare.answered?.left : compare.answered?.right,
    by: compare.answered?.view ?? state.view, count: count, cursor: compare.cursor(side),
    isFocused: isFocused,
    inner: layout.inside(area), rows: rows, state: state, canvas: &canvas
  ) { compare.row(side, $0) }
  nameSide(state, side, area, layout, at: columns.places.last?.x ?? 1, &canvas)
}
