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
    let least = Layout.least
    canvas.line(
      "\(least.width) x \(least.height) needed, now \(state.width) x \(state.height)",
      in: canvas.grid.bounds, row: 0)
    return canvas.grid
  }
  drawTabs(state, layout, &canvas)
  drawBreadcrumb(state, in: layout.breadcrumb, &canvas)
  switch state.tab {
  case .explore: drawExplore(state, layout, &canvas)
  case .read: drawReader(state, layout, &canvas)
  case .compare: drawCompare(state, layout, &canvas)
  case .findings: drawFindings(state, layout, &canvas)
  case .ask: drawAsk(state, layout, &canvas)
  case .jobs: drawJobs(state, layout, &canvas)
  }
  drawMessage(state, layout, &canvas)
  drawHints(state, layout, &canvas)
  drawOverlay(state, layout, &canvas)
  drawTour(state, &canvas)
  return state.theme.isASCII ? canvas.grid.mapped(asciiTwin) : canvas.grid
}

/// Row 0: the name, the tabs with the current one in brackets, the engine.
private func drawTabs(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let theme = canvas.theme
  var column = canvas.line(" Stemma ", in: layout.tabs, row: 0, style: theme.title) + 1
  for (tab, text) in tabTexts(state) {
    let style = tab == state.tab ? theme.tabCurrent : theme.tab
    column = canvas.line(text, in: layout.tabs, row: 0, at: column, style: style) + 1
  }
  for strip in [state.engine.strip, state.engine.shortStrip]
  where column + columns(of: strip) + 1 < layout.tabs.width {
    let style = state.engine.state == .stale || state.engine.failure != nil ? theme.bad : theme.tab
    canvas.lineRight(strip, in: layout.tabs, row: 0, inset: 1, style: style)
    return
  }
}

/// The tabs as they are written at this width, each with its space around.
private func tabTexts(_ state: ExplorerState) -> [(Tab, String)] {
  let short = ["Expl", "Read", "Comp", "Find", "Ask", "Jobs"]
  return Tab.allCases.compactMap { tab in
    let isCurrent = tab == state.tab
    if state.width < 60, !isCurrent { return nil }
    let name = state.width >= 100 || isCurrent ? tab.title : short[tab.rawValue]
    return (tab, isCurrent ? "[\(tab.rawValue + 1) \(name)]" : " \(tab.rawValue + 1) \(name) ")
  }
}

extension ExplorerState {
  /// The tab at a column of row 0.
  func tab(atColumn x: Int) -> Tab? {
    var column = 9
    for (tab, text) in tabTexts(self) {
      if x >= column, x < column + columns(of: text) { return tab }
      column += columns(of: text) + 1
    }
    return nil
  }
}

/// Row 1: question, step and filters, which together are the query.
private func drawBreadcrumb(_ state: ExplorerState, in area: Rect, _ canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  var (set, left, right) = breadcrumb(state)
  func fits() -> Bool { columns(of: set + left) <= area.width - columns(of: right) - 3 }
  // Where it is narrow the set of the question goes first, then what stands at the right.
  if !fits() { set = "" }
  if !fits(), area.width < 60 { right = "" }
  let room = area.width - columns(of: right) - 3
  canvas.line(fit(" " + set + left, columns: room), in: area, row: 0)
  canvas.lineRight(right, in: area, row: 0, inset: 1, style: canvas.theme.dim)
}

/// The set that a question belongs to, where one is in it, and how it is looked at.
private func breadcrumb(_ state: ExplorerState) -> (set: String, left: String, right: String) {
  var right = "sign \(state.filter.sign.mark)  \(state.view.heading)"
  if let order = state.order {
    right += "  by \(Column.of(order.column).name) \(order.isDescending ? "▼" : "▲")"
  }
  switch state.tab {
  case .ask:
    let titles = askTitles(state)
    return ("", String(titles.0.drop { $0 == " " }), titles.1)
  case .findings:
    return ("", String(findingTitles(state).dropFirst()), findingFilters(state))
  case .compare:
    let names = [state.compare.left, state.compare.right].map { unit in
      unit.map { state.name(of: $0) + " " + state.catalog.questions[$0.question].kind.rawValue }
        ?? "-"
    }
    return (
      "", "A \(names[0])  |  B \(names[1])",
      state.compare.isLocked ? "scroll locked" : "scroll free"
    )
  case .explore, .read, .jobs: break
  }
  guard let question = state.selectedQuestion, let unit = state.unit else { return ("", "", right) }
  var set = question.kind.rawValue
  if !question.task.isEmpty { set += " / \(Sanitizer.visible(question.task))" }
  var left = Sanitizer.visible(question.id)
  left += unit.step == 0 ? " > whole" : " > step \(unit.step) of \(question.steps.count)"
  if state.tab == .read, let reader = state.reader {
    left += " > " + Sanitizer.visible(state.texts[reader.passage]?.id ?? "…")
    right =
      state.readerStanding == nil
      ? "" : "doc \(grouped(reader.row + 1)) of \(grouped(state.readerListCount ?? 0))"
  } else {
    let filters = state.filter.parts(typeNames: state.catalog.typeNames)
    if state.tab == .explore, !filters.isEmpty {
      left += " > " + Sanitizer.visible(filters.joined(separator: "  "))
    }
    right = "nats \(natsText(state.nats(unit)))  " + right
  }
  return (set + " > ", left, right)
}

/// The row above the hints: a prompt, a message, or the filters that are on.
private func drawMessage(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.message
  let theme = canvas.theme
  if let prompt = state.prompt {
    let lead = " " + prompt.lead
    let typed = Sanitizer.visible(prompt.editor.text)
    canvas.line(lead, in: area, row: 0, style: theme.key)
    let end = canvas.line(typed, in: area, row: 0, at: columns(of: lead))
    let before = String(prompt.editor.characters.prefix(prompt.editor.cursor))
    let place = columns(of: lead) + columns(of: Sanitizer.visible(before))
    canvas.grid.cursor = .init(x: min(place, max(0, area.width - 1)), y: area.y)
    _ = end
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
    drawHeatLegend(state, area, &canvas)
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
  var text =
    " \(count): \(Sanitizer.visible(parts.joined(separator: "  ")))   \(state.keyName(for: .clearFilters)) clears"
  if state.isListCurrent {
    text += "   \(grouped(state.list.count)) shown, \(grouped(hidden)) hidden"
  }
  canvas.line(fit(text, columns: area.width), in: area, row: 0, style: theme.message)
}

/// The last row: what the keys do here, as many as there is room for.
private func drawHints(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let area = layout.hints
  let theme = canvas.theme
  if !state.pending.isEmpty {
    canvas.line(
      " \(Binding.name(state.pending)) …  Esc forgets it, F1 shows what may follow", in: area,
      row: 0, style: theme.dim)
    return
  }
  if let text = overlayHint(state) {
    canvas.line(fit(text, columns: area.width), in: area, row: 0, style: theme.dim)
    return
  }
  for (hint, column) in state.hintPlaces(width: area.width) {
    drawHint(hint, isShort: area.width < 60, at: column, in: area, &canvas)
  }
}

/// What the keys do while something lies over the screen.
private func overlayHint(_ state: ExplorerState) -> String? {
  if state.tab == .ask, state.ask.editor != nil {
    return " Enter sends  Ctrl-J newline  ↑ earlier questions  Esc leaves"
  }
  if let prompt = state.prompt {
    return prompt.trouble.map { " ! " + Sanitizer.visible($0) }
      ?? " Enter accepts  ↑ earlier  Tab completes  Esc gives up"
  }
  switch state.overlay {
  case .chooser(let chooser) where chooser.purpose == .help && chooser.editor.text.isEmpty:
    return " t begins the tour  type to filter  Down Up choose  Enter takes it  Esc closes"
  case .chooser: return " type to filter  Down Up choose  Enter takes it  Esc closes"
  case .text: return " Down Up scroll  any other key closes"
  case .quit: return " Enter stops and quits  k keeps it working  Esc stays"
  case nil: return nil
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
  var action: Action?
  /// Whether it stands at the end of the row, however short that is.
  package var isLast = false
}

extension ExplorerState {
  /// Keys and words for the last row, from the keymap, in the order of their use here.
  package var hints: [Hint] {
    let shown = keymap.bindings(in: contexts).filter {
      !$0.hint.isEmpty && !$0.keys.isEmpty && (tab != .findings || findings.page.uses($0.action))
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
    return hints + prefixHints(beside: hints)
  }

  /// Keys that others follow, which nobody would look for: where there is room, what they begin.
  private func prefixHints(beside hints: [Hint]) -> [Hint] {
    var counts: [Key: Int] = [:]
    for binding in keymap.bindings(in: contexts) {
      for keys in binding.keys where keys.count > 1 { counts[keys[0], default: 0] += 1 }
    }
    let words: [(Key, String)] = [
      (.character("E"), "export"), (.character("o"), "order"), (.character("t"), "looks"),
      (.character("g"), "go"), (.character("y"), "copy"),
    ]
    let shown = Set(hints.map(\.key))
    return words.filter { counts[$0.0, default: 0] > 1 && !shown.contains($0.0.name) }.map {
      Hint(key: $0.0.name, word: $0.1)
    }
  }

  /// The hints that there is room for, each with its column.
  func hintPlaces(width: Int) -> [(hint: Hint, column: Int)] {
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

extension Keymap {
  /// The key that most filters begin with; nil where each has a key of its own.
  var filterPrefix: String? {
    let filters: Set<Action> = [
      .filterCode, .filterTextbook, .filterForum, .filterEncyclopedia, .filterOther, .allTypes,
      .filterAnswer, .filterStarred, .filterUnread, .filterTop, .filterCondition,
    ]
    let prefixes = bindings.filter { filters.contains($0.action) }.compactMap { binding in
      binding.keys.first { $0.count > 1 }?.first
    }
    let counts = Dictionary(grouping: prefixes) { $0 }.mapValues(\.count)
    guard let most = counts.max(by: { $0.value < $1.value }), most.value > 1 else { return nil }
    return most.key.name
  }
}
