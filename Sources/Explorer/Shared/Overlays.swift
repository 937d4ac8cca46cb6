internal import RunModel
internal import Terminal

/// Whatever lies over the screen: a chooser, a text, a question, or the keys after a prefix.
func drawOverlay(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  switch state.overlay {
  case .chooser(let chooser): drawChooser(chooser, state, &canvas)
  case .text(let title, let lines, let top): drawText(title, lines, top, state, &canvas)
  case .quit: drawQuit(state, &canvas)
  case nil: if state.showsWhichKey { drawWhichKey(state, layout, &canvas) }
  }
}

/// An empty box in the middle of the screen.
private func popup(
  _ title: String, width: Int, height: Int, right: String, _ state: ExplorerState,
  _ canvas: inout Canvas
) -> Rect {
  let width = min(width, state.width - 2)
  let height = min(height, state.height - 2)
  let area = Rect(
    x: (state.width - width) / 2, y: max(1, (state.height - height) / 2), width: width,
    height: height)
  canvas.grid.fill(area, with: " ", style: canvas.theme.text)
  canvas.pane(area, title: title, right: right, isFocused: true)
  return area.inside
}

private func drawChooser(_ chooser: Chooser, _ state: ExplorerState, _ canvas: inout Canvas) {
  let height = state.chooserHeight
  let inner = popup(
    chooser.title, width: max(60, state.width * 3 / 4), height: height + 4,
    right: "type to filter  Enter  Esc", state, &canvas)
  let theme = canvas.theme
  let typed = Sanitizer.visible(chooser.editor.text)
  canvas.line("> ", in: inner, row: 0, at: 1, style: theme.key)
  let end = canvas.line(typed, in: inner, row: 0, at: 3)
  let rows = Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: height)
  let keys = min(18, chooser.matches.map { columns(of: chooser.entries[$0].key) }.max() ?? 0)
  let window = chooser.cursor.window(count: chooser.matches.count, height: height)
  for (row, place) in window.enumerated() {
    let entry = chooser.entries[chooser.matches[place]]
    canvas.line(
      place == chooser.cursor.selected ? "▶" : " ", in: rows, row: row)
    canvas.line(
      pad(Sanitizer.visible(entry.key), keys), in: rows, row: row, at: 2, style: theme.key)
    let label = Sanitizer.visible(entry.label)
    var note = Sanitizer.visible(entry.note)
    // In a narrow box the words need the room more than the command's name.
    if columns(of: label) + columns(of: note) > rows.width - keys - 7 {
      note = fit(note, columns: rows.width < 50 ? 0 : rows.width / 3)
    }
    let room = rows.width - keys - 7 - columns(of: note)
    canvas.line(fit(label, columns: room), in: rows, row: row, at: keys + 4)
    canvas.lineRight(note, in: rows, row: row, inset: 1, style: theme.dim)
    if place == chooser.cursor.selected { canvas.select(row: row, in: rows, isFocused: true) }
  }
  if chooser.matches.isEmpty {
    canvas.line("nothing matches", in: rows, row: 0, at: 2, style: theme.dim)
  }
  canvas.grid.cursor = .init(x: min(inner.x + end, inner.maxX - 1), y: inner.y)
}

private func drawText(
  _ title: String, _ lines: [String], _ top: Int, _ state: ExplorerState, _ canvas: inout Canvas
) {
  let lines = state.wrapped(lines)
  let page = max(1, state.height - 8)
  let shown = Array(lines.dropFirst(top).prefix(page))
  let width = max(44, min(state.width - 4, (lines.map { columns(of: $0) }.max() ?? 0) + 6))
  let more = lines.count > page ? "\(top + 1)-\(top + shown.count) of \(lines.count)" : "Esc"
  let inner = popup(title, width: width, height: shown.count + 4, right: more, state, &canvas)
  for (row, line) in shown.enumerated() {
    canvas.line(
      fit(line, columns: inner.width - 3), in: inner, row: row + 1, at: 2)
  }
}

private func drawQuit(_ state: ExplorerState, _ canvas: inout Canvas) {
  let inner = popup("Quit", width: 70, height: 8, right: "", state, &canvas)
  let lines = [
    "The engine still works (\(state.engine.percent)% of \(state.engine.stage?.title ?? "its work")).",
    "What is committed is kept, and the next start goes on from there.", "",
    "Enter  stop it and quit      k  quit, let it work      Esc  stay",
  ]
  for (row, line) in lines.enumerated() {
    canvas.line(fit(line, columns: inner.width - 3), in: inner, row: row + 1, at: 2)
  }
}

extension ExplorerState {
  /// Whether what an action turns on is on.
  fileprivate func isOn(_ action: Action) -> Bool {
    if let type = Self.keyedTypes.first(where: { $0.action == action }) {
      return catalog.typeNames.firstIndex(of: type.name).map { filter.types.contains($0) } ?? false
    }
    switch action {
    case .allTypes: return filter.types.isEmpty
    case .signPlus: return filter.sign == .plus
    case .signMinus: return filter.sign == .minus
    case .signBoth: return filter.sign == .both
    case .filterAnswer: return filter.hasAnswer
    case .filterStarred: return filter.isStarred
    case .filterUnread: return filter.isUnread
    case .filterTop: return filter.top != nil
    case .filterCondition: return filter.condition != nil
    case .foldCopies: return filter.foldsCopies
    case .viewRaw: return view == .raw && order == nil
    case .viewPerNat: return view == .perNat && order == nil
    case .viewNorm: return view == .norm && order == nil
    case .bars: return showsBars
    case .numbers: return showsNumbers
    case .preview: return !layout.preview.isEmpty
    case .heat: return readerLooks.showsHeat
    case .answerMarks: return readerLooks.marksAnswer
    case .heatByToken: return heatGrain == .token
    case .heatByWord: return heatGrain == .word
    case .heatBySentence: return heatGrain == .sentence
    case .heatByLine: return heatGrain == .line
    case .heatByParagraph: return heatGrain == .paragraph
    default: return false
    }
  }
}

/// The keys that may follow the ones already pressed.
private func drawWhichKey(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  var rows: [(String, String)] = []
  for binding in state.keymap.bindings(in: state.contexts) {
    for keys in binding.keys
    where keys.starts(with: state.pending) && keys.count > state.pending.count {
      rows.append(
        (
          Binding.name(Array(keys.dropFirst(state.pending.count))),
          (state.isOn(binding.action) ? "✓ " : "") + binding.help
        ))
    }
  }
  let width = min(state.width - 4, 60)
  // As many columns of keys as the height asks for, so that none is hidden.
  let columns = max(
    1, min(4, (rows.count + layout.body.height - 3) / max(1, layout.body.height - 2)))
  let perColumn = (rows.count + columns - 1) / columns
  let height = min(perColumn + 2, layout.body.height)
  let area = Rect(
    x: state.width - width - 1, y: layout.message.y - height, width: width, height: height)
  canvas.grid.fill(area, with: " ", style: canvas.theme.text)
  canvas.pane(area, title: Binding.name(state.pending), right: "Esc", isFocused: true)
  let room = (area.width - 2) / columns
  for (place, entry) in rows.enumerated() {
    let (column, row) = (place / perColumn * room, place % perColumn)
    canvas.line(entry.0, in: area.inside, row: row, at: column + 1, style: canvas.theme.key)
    canvas.line(fit(entry.1, columns: room - 7), in: area.inside, row: row, at: column + 5)
  }
}
