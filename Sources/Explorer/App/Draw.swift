import Formatting
import RunModel
package import Terminal

/// Draws the whole screen.
package func draw(_ state: ExplorerState) -> CellGrid {
  var canvas = Canvas(
    grid: CellGrid(width: state.width, height: state.height + (state.tour?.rows ?? 0)),
    theme: state.theme)
  if state.theme.text != .plain { canvas.grid.fill(canvas.grid.bounds, style: state.theme.text) }
  let layout = state.layout
  if layout.isTooSmall {
    let least = Layout.minimum
    canvas.line(
      "\(least.width) x \(least.height) needed, now \(state.width) x \(state.height)",
      in: canvas.grid.bounds, row: 0)
    return canvas.grid
  }
  drawTabs(state, layout, &canvas)
  drawBreadcrumb(state, in: layout.breadcrumb, &canvas)
  state.tab.part.draw(state, layout, &canvas)
  drawMessage(state, layout, &canvas)
  drawHints(state, layout, &canvas)
  drawOverlay(state, layout, &canvas)
  drawTour(state, &canvas)
  return state.theme.isASCII ? canvas.grid.mapped(asciiTwin) : canvas.grid
}

/// The row above the hints: a prompt, a message, or the filters that are on.
private func drawMessage(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.message
  let theme = canvas.theme
  if let prompt = state.prompt {
    drawPrompt(prompt, in: area, layout, &canvas)
    return
  }
  if !state.message.isEmpty {
    let style = state.message.hasPrefix("!") ? theme.bad.adding(.bold) : theme.message
    canvas.line(
      fit(" " + Sanitizer.visible(state.message), columns: area.width), in: area, row: 0,
      style: style)
    return
  }
  if state.tab == .read, state.reader?.layer != nil, state.readerLooks.showsHeat {
    // Where row 1 has gone, one must still be told which document this is.
    let place = layout.breadcrumb.isEmpty ? state.readerPlace : ""
    let start = place.isEmpty ? 0 : canvas.line(" \(place) ", in: area, row: 0)
    drawHeatLegend(
      state,
      Rect(x: area.x + start, y: area.y, width: area.width - start, height: area.height), &canvas)
    return
  }
  var parts = state.filter.parts(typeNames: state.catalog.typeNames)
  if state.tab == .explore, !state.questionWords.isEmpty {
    parts.append("questions=\(state.questionWords)")
  }
  if parts.isEmpty {
    if state.hasNewScores {
      canvas.line(
        " new scores have come: \(state.keyName(for: .hold)) takes them in", in: area, row: 0,
        style: theme.dim)
    } else if layout.breadcrumb.isEmpty {
      drawBreadcrumb(state, in: area, &canvas)
    }
    return
  }
  let count = parts.count == 1 ? "1 filter on" : "\(parts.count) filters on"
  let hidden = state.list.hidden
  let names = Sanitizer.visible(parts.joined(separator: "  "))
  let clears = "   \(state.keyName(for: .clearFilters)) clears"
  let counts =
    state.isListCurrent ? "   \(grouped(state.list.count)) shown, \(grouped(hidden)) hidden" : ""
  // The key that takes them off is named whatever the width.
  let texts = [
    " \(count): \(names)\(clears)\(counts)", " \(count): \(names)\(clears)", " \(names)\(clears)",
  ]
  let text =
    texts.first { columns(of: $0) <= area.width }
    ?? fit(" " + names, columns: area.width - columns(of: clears)) + clears
  canvas.line(text, in: area, row: 0, style: theme.message)
}

/// What is typed, moved so far to the left that the cursor is seen, and why it cannot be done.
private func drawPrompt(
  _ prompt: Prompt, in area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  let lead = " " + prompt.lead
  let room = max(1, area.width - columns(of: lead) - 1)
  let characters = prompt.editor.characters
  var first = 0
  func shown(to end: Int) -> String {
    Sanitizer.visible(String(characters[first..<max(first, end)]))
  }
  while first < prompt.editor.cursor, columns(of: shown(to: prompt.editor.cursor)) > room - 1 {
    first += 1
  }
  let start = canvas.line(lead, in: area, row: 0, style: canvas.theme.key)
  canvas.line(fit(shown(to: characters.count), columns: room), in: area, row: 0, at: start)
  if first > 0 { canvas.line("…", in: area, row: 0, at: max(0, start - 1)) }
  let place = start + columns(of: shown(to: prompt.editor.cursor))
  canvas.grid.cursor = .init(x: min(place, max(0, area.width - 1)), y: area.y)
  guard let trouble = prompt.trouble else { return }
  // A reason that the last row cannot hold stands above what was typed, whole.
  let lines = Reader.fold(Sanitizer.visible("! " + trouble), width: max(8, area.width - 2))
  guard lines.count > 1 else { return }
  let height = min(lines.count, area.y - layout.body.y)
  let box = Rect(x: area.x, y: area.y - height, width: area.width, height: height)
  canvas.grid.fill(box, with: " ", style: canvas.theme.text)
  for (row, line) in lines.prefix(height).enumerated() {
    canvas.line(line.text, in: box, row: row, at: 1, style: canvas.theme.bad)
  }
}

/// The last row: what the keys do here, as many as there is room for.
private func drawHints(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.hints
  let theme = canvas.theme
  if !state.pending.isEmpty {
    let keys = Binding.name(state.pending)
    canvas.line(
      longest(
        of: [
          " \(keys) …  Esc forgets it, F1 shows what may follow", " \(keys) …  Esc  F1 shows more",
        ],
        columns: area.width), in: area, row: 0, style: theme.dim)
    return
  }
  let texts = overlayHints(state)
  if !texts.isEmpty {
    canvas.line(longest(of: texts, columns: area.width), in: area, row: 0, style: theme.dim)
    return
  }
  for (hint, column) in state.hintPlaces(width: area.width) {
    drawHint(hint, isShort: area.width < 60, at: column, in: area, &canvas)
  }
}

/// The first of some texts that fits; the last one cut where none does.
func longest(of texts: [String], columns limit: Int) -> String {
  texts.first { columns(of: $0) <= limit } ?? fit(texts.last ?? "", columns: limit)
}

/// What the keys do while something lies over the screen, the longest way first; nothing where nothing does.
private func overlayHints(_ state: ExplorerState) -> [String] {
  if state.tab == .ask, state.ask.editor != nil {
    return [
      " Enter sends  Ctrl-J newline  ↑ earlier questions  Esc leaves",
      " Enter sends  Ctrl-J newline  Esc leaves",
    ]
  }
  if let prompt = state.prompt {
    let keys = [
      " Enter accepts  ↑ earlier  Tab completes  Esc gives up", " Enter  ↑  Tab  Esc gives up",
    ]
    guard let trouble = prompt.trouble else { return keys }
    return [" ! " + Sanitizer.visible(trouble)] + keys
  }
  let choosing = [
    " type to filter  Down Up choose  Enter takes it  Esc closes", " Enter takes it  Esc closes",
  ]
  switch state.overlay {
  case .chooser(let chooser) where chooser.purpose == .help && chooser.editor.text.isEmpty:
    return [" t begins the tour " + choosing[0], " t tour " + choosing[1]]
  case .chooser: return choosing
  case .text: return [" Down Up scroll  any other key closes"]
  case .quit:
    return [
      " Enter stops and quits  k keeps it working  Esc stays", " Enter stop  k keep  Esc stay",
    ]
  case nil: return []
  }
}

private func drawHint(
  _ hint: Hint, isShort: Bool, at column: Int, in area: Rect,
  _ canvas: inout Canvas
) {
  let end = canvas.line(hint.key, in: area, row: 0, at: column, style: canvas.theme.key)
  if isShort { return }
  canvas.line(" " + hint.word, in: area, row: 0, at: end, style: canvas.theme.dim)
}

/// What the last row says of one key.
package struct Hint {
  package var key: String
  package var word: String
  /// What pressing it asks for; nil for a prefix, which asks for another key.
  package var action: Action?
  /// Whether it stands at the end of the row, however short that is.
  package var isLast = false
}

extension ExplorerState {
  /// Keys and words for the last row, from the keymap, in the order of their use here.
  package var hints: [Hint] {
    let part = tab.part
    let bindings = keymap.bindings(in: contexts)
    let shown = bindings.filter {
      !$0.hint.isEmpty && !$0.keys.isEmpty && part.offers($0.action, self)
    }
    var hints = shown.map { binding in
      let isLeaving = binding.action == .leave
      return Hint(
        key: binding.keyName, word: isLeaving && tab != .explore ? "back" : binding.hint,
        action: binding.action, isLast: isLeaving || binding.action == .help)
    }
    if tab == .explore, pane == .documents || pane == .steps, let prefix = keymap.filterPrefix {
      hints.insert(Hint(key: prefix, word: "filter"), at: min(1, hints.count))
    }
    return hints + prefixHints(of: bindings, beside: hints)
  }

  /// Keys that others follow, which nobody would look for: where there is room, what they begin.
  private func prefixHints(of bindings: [Binding], beside hints: [Hint]) -> [Hint] {
    var counts: [Key: Int] = [:]
    for binding in bindings {
      for keys in binding.keys where keys.count > 1 { counts[keys[0], default: 0] += 1 }
    }
    let words: [(Key, String)] = [
      (.character("E"), "export"), (.character("o"), "order"), (.character("t"), "looks"),
      (.character("g"), "go"), (.character("y"), "copy"),
    ]
    // One key of a prefix in the row tells of the prefix.
    let shown = Set(hints.compactMap { $0.key.split(separator: " ").first.map(String.init) })
    let themes = bindings.first { $0.action == .themes }.map {
      [Hint(key: $0.keyName, word: "theme", action: .themes)]
    }
    return words.filter { counts[$0.0, default: 0] > 1 && !shown.contains($0.0.name) }.map {
      Hint(key: $0.0.name, word: $0.1)
    } + (themes ?? [])
  }

  /// The hints that there is room for, each with its column.
  package func hintPlaces(width: Int) -> [(hint: Hint, column: Int)] {
    var hints = hints
    let ends = hints.filter(\.isLast)
    hints.removeAll(where: \.isLast)
    let isShort = width < 60
    // Without their words, two keys in a row would look like two hints.
    if isShort { hints.removeAll { $0.key.contains(" ") } }
    func size(_ hint: Hint) -> Int {
      columns(of: isShort ? hint.key : "\(hint.key) \(hint.word)")
    }
    let gap = width >= 100 ? 2 : 1
    let reserved = ends.reduce(0) { $0 + size($1) + gap }
    var column = 1
    var places: [(Hint, Int)] = []
    for hint in hints where column + size(hint) + gap + reserved <= width {
      places.append((hint, column))
      column += size(hint) + gap
    }
    for hint in ends {
      places.append((hint, column))
      column += size(hint) + gap
    }
    return places
  }

  /// Does what the hint at a column of the last row says.
  mutating func press(hintAt x: Int) -> [Effect] {
    guard pending.isEmpty, ask.editor == nil,
      let (hint, _) = hintPlaces(width: width).last(where: { $0.column <= x })
    else { return [] }
    guard let action = hint.action else {
      guard let key = Key(name: hint.key) else { return [] }
      showsWhichKey = true
      pending = [key]
      return []
    }
    return perform(action)
  }
}
