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
  let area = ExplorerState.box(width: width, height: height, onScreen: state.width, state.height)
  canvas.grid.fill(area, with: " ", style: canvas.theme.text)
  canvas.pane(area, title: title, right: right, isFocused: true)
  return area.inside
}

private func drawChooser(_ chooser: Chooser, _ state: ExplorerState, _ canvas: inout Canvas) {
  let height = state.chooserHeight
  let detail = state.chooserDetail
  let head = state.chooserHead
  let inner = popup(
    chooser.title, width: max(60, state.width * 3 / 4), height: height + detail + head + 2,
    right: state.width < 60 ? "Esc" : "type to filter  Enter  Esc", state, &canvas)
  let theme = canvas.theme
  let typed = Sanitizer.visible(chooser.editor.text)
  canvas.line("> ", in: inner, row: 0, at: 1, style: theme.key)
  let end = canvas.line(typed, in: inner, row: 0, at: 3)
  let rows = Rect(x: inner.x, y: inner.y + head, width: inner.width, height: height)
  let most = state.width < 60 ? 9 : 18
  let window = chooser.cursor.window(count: chooser.matches.count, height: height)
  // Questions have four letters; what is few has a width of its own, whatever of it is on the screen.
  let keys =
    chooser.purpose.listsQuestions
    ? 4 : min(most, chooser.matches.map { columns(of: chooser.entries[$0].key) }.max() ?? 0)
  for (row, index) in window.enumerated() {
    guard let entry = state.entry(chooser.matches[index], of: chooser) else { continue }
    let isSelected = index == chooser.cursor.selected
    canvas.line(isSelected ? "▶" : " ", in: rows, row: row)
    canvas.line(
      pad(Sanitizer.visible(entry.key), keys), in: rows, row: row, at: 2, style: theme.key)
    let label = Sanitizer.visible(entry.label)
    var note = Sanitizer.visible(entry.note)
    let whole = rows.width - keys - 7
    // In a narrow box the words need the room more than the command's name; what a word says, more than the word.
    let isCut = columns(of: label) + columns(of: note) > whole
    if isCut {
      let least = rows.width < 50 ? 0 : rows.width / 3
      note = fit(
        note, columns: columns(of: label) <= 14 ? whole - columns(of: label) - 1 : least)
    }
    let room = rows.width - keys - 7 - columns(of: note)
    canvas.line(fit(label, columns: room), in: rows, row: row, at: keys + 4)
    canvas.lineRight(note, in: rows, row: row, inset: 1, style: theme.dim)
    if isSelected {
      canvas.select(row: row, in: rows, isFocused: true)
      if columns(of: label) <= 14, isCut {
        var said = entry
        (said.key, said.label) = (entry.label, entry.note)
        drawDetail(said, below: rows, detail, &canvas)
      } else if columns(of: label) > room || columns(of: entry.key) > keys {
        drawDetail(entry, below: rows, detail, &canvas)
      }
    }
  }
  if chooser.matches.isEmpty {
    canvas.line(
      state.wantedChoice == nil ? "nothing matches" : "…", in: rows, row: 0, at: 2,
      style: theme.dim)
  }
  canvas.grid.cursor = .init(x: min(inner.x + end, inner.maxX - 1), y: inner.y)
}

/// The whole of a row that the list had to cut.
private func drawDetail(
  _ entry: Chooser.Entry, below rows: Rect, _ height: Int, _ canvas: inout Canvas
) {
  let area = Rect(x: rows.x, y: rows.maxY, width: rows.width, height: height)
  let text = Sanitizer.visible(entry.key.isEmpty ? entry.label : "\(entry.key): \(entry.label)")
  let lines = Reader.fold(text, width: max(8, rows.width - 4))
  for (row, line) in lines.prefix(height).enumerated() {
    canvas.line(line.text, in: area, row: row, at: 2, style: canvas.theme.message)
  }
}

private func drawText(
  _ title: String, _ lines: [String], _ top: Int, _ state: ExplorerState, _ canvas: inout Canvas
) {
  let lines = state.wrapped(lines)
  let page = state.textBoxRows
  let inset = state.textBoxInset
  let shown = Array(lines.dropFirst(top).prefix(page))
  let width = max(44, min(state.width - 4, (lines.map { columns(of: $0) }.max() ?? 0) + 6))
  let more = lines.count > page ? "\(top + 1)-\(top + shown.count) of \(lines.count)" : "Esc"
  let inner = popup(
    title, width: width, height: shown.count + 2 + 2 * inset, right: more, state, &canvas)
  for (row, line) in shown.enumerated() {
    canvas.line(
      fit(line, columns: inner.width - 3), in: inner, row: row + inset, at: 2)
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
    if let type = DocumentType.keyed.first(where: { .filter($0) == action }) {
      return catalog.typeNames.firstIndex(of: type.rawValue).map { filter.types.contains($0) }
        ?? false
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
    case .heatOnPredictions: return readerLooks.isOnPredictions
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
  var rows: [(key: String, help: String, name: String)] = []
  for binding in state.keymap.bindings(in: state.contexts) {
    for keys in binding.keys
    where keys.starts(with: state.pending) && keys.count > state.pending.count {
      let mark = state.isOn(binding.action) ? "✓ " : ""
      rows.append(
        (
          Binding.name(Array(keys.dropFirst(state.pending.count))), mark + binding.help,
          mark + binding.action.rawValue
        ))
    }
  }
  let width = min(state.width - 2, 60)
  // A low screen is covered whole, and has as many columns of keys as that asks for: none is hidden.
  let end = layout.breadcrumb.isEmpty ? layout.hints.y : layout.message.y
  let most = max(1, end - layout.tabs.maxY - 2)
  let columns = max(1, min(4, (rows.count + most - 1) / most))
  let perColumn = (rows.count + columns - 1) / columns
  let height = perColumn + 2
  let area = Rect(
    x: state.width - width - 1, y: max(layout.tabs.maxY, end - height), width: width,
    height: height)
  canvas.grid.fill(area, with: " ", style: canvas.theme.text)
  canvas.pane(area, title: Binding.name(state.pending), right: "Esc", isFocused: true)
  let room = (area.width - 2) / columns
  for (index, entry) in rows.enumerated() {
    let (column, row) = (index / perColumn * room, index % perColumn)
    canvas.line(entry.key, in: area.inside, row: row, at: column + 1, style: canvas.theme.key)
    // Where the phrase has no room, the command's name says the same in a word.
    canvas.line(
      longest(of: [entry.help] + (columns > 1 ? tails(of: entry.name) : []), columns: room - 6),
      in: area.inside, row: row, at: column + 5)
  }
}

/// A command's name, then what is left of it when its first words go: `filter-code`, `code`.
private func tails(of name: String) -> [String] {
  let words = name.split(separator: "-")
  return words.indices.map { words[$0...].joined(separator: "-") }
}
