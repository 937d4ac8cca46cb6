internal import Findings
internal import RunModel
internal import Terminal

/// The Findings screen: a line with the findings, and the one that is chosen.
func drawFindings(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let findings = state.findings
  guard let study = findings.study else {
    canvas.pane(layout.body, title: "Findings", isFocused: true, isBordered: layout.isBordered)
    let text =
      state.catalog.questions.isEmpty
      ? "no questions yet; \(state.keyName(for: .jobs)) shows the engine"
      : findings.trouble ?? "computing…"
    for (row, line) in Reader.fold(text, width: layout.body.width - 6).prefix(4).enumerated() {
      canvas.line(
        line.text, in: layout.inside(layout.body), row: row + 1, at: 2, style: canvas.theme.dim)
    }
    return
  }
  if findings.page == .correlation {
    drawCorrelations(state, study, layout, &canvas)
    return
  }
  let lines = state.findingLines
  let place = lines.isEmpty ? "" : "\(findings.cursor.selected + 1)/\(lines.count)"
  canvas.pane(
    layout.body, title: pageTitle(state, study), right: place, isFocused: true,
    isBordered: layout.isBordered)
  let list = state.findingsList
  if findings.page == .magnitude { drawMagnitudes(state, study, above: list, layout, &canvas) }
  let window = findings.cursor.window(count: lines.count, height: list.height)
  for (row, place) in window.enumerated() {
    drawLine(lines[place], state, in: list, row: row, &canvas)
    if place == findings.cursor.selected { canvas.select(row: row, in: list, isFocused: true) }
  }
}

private func drawLine(
  _ line: FindingLine, _ state: ExplorerState, in area: Rect, row: Int, _ canvas: inout Canvas
) {
  let style: Style =
    switch line.role {
    case .heading: canvas.theme.title
    case .columns: canvas.theme.heading
    case .text: canvas.theme.text
    case .faint: canvas.theme.dim
    case .type(let name): canvas.theme.types[name] ?? canvas.theme.text
    }
  var text = line.text
  if let passage = line.passage { text += state.texts[passage]?.headline ?? "…" }
  canvas.line(
    fit(Sanitizer.visible(text), columns: area.width - 2), in: area, row: row, at: 1, style: style)
}

/// The findings by name, the chosen one in brackets, for row 1; the longest way first.
func findingTitles(_ state: ExplorerState) -> [String] {
  let chosen = state.findings.page
  func titles(
    _ pages: [FindingsState.Page] = FindingsState.Page.allCases,
    _ name: (FindingsState.Page) -> String
  ) -> String {
    pages.map { page in
      let text = "\(page.rawValue + 1) \(name(page))"
      return page == chosen ? "[\(text)]" : " \(text) "
    }.joined()
  }
  let keys = [Action.previousFinding, .nextFinding].map { state.keyName(for: $0) }
  // Where there is no room for all, those around the chosen one.
  let parts = (4..<FindingsState.Page.allCases.count).reversed().map { count in
    titles(pages(around: chosen, count: count)) { $0.shortTitle }
      + " of \(FindingsState.Page.allCases.count)"
  }
  return [
    titles { $0.title }, titles { $0 == chosen ? $0.title : $0.shortTitle },
    titles { $0.shortTitle },
  ] + parts + [
    "[\(chosen.rawValue + 1) \(chosen.title)] of \(FindingsState.Page.allCases.count)"
      + "  \(keys.joined(separator: " ")) turn",
    "[\(chosen.rawValue + 1) \(chosen.title)]",
  ]
}

/// Some of the pages, the chosen one among them.
private func pages(around chosen: FindingsState.Page, count: Int) -> [FindingsState.Page] {
  let all = FindingsState.Page.allCases
  let first = max(0, min(chosen.rawValue - count / 2, all.count - count))
  return Array(all[first..<first + count])
}

/// What of the run is studied, for the right of row 1.
func findingFilters(_ state: ExplorerState) -> String {
  let options = state.findings.options
  var parts: [String] = []
  if options.correctness != .all { parts.append("only \(options.correctness.rawValue)") }
  if let groups = options.groups { parts.append("only \(groups.sorted().joined(separator: ","))") }
  if options.view == .gradientNorm { parts.append("by gradient length") }
  if let study = state.findings.study {
    parts.append(
      study.options.correctness == options.correctness
        ? state.width >= 140
          ? counted(study.questions.count, "question") : "\(study.questions.count) q"
        : "…")
  }
  return Sanitizer.visible(parts.joined(separator: "  "))
}

private func pageTitle(_ state: ExplorerState, _ study: Study) -> String {
  let findings = state.findings
  let side = findings.side == .positive ? "positive" : "negative"
  let end = findings.side == .positive ? "top" : "bottom"
  func depth(_ depths: [Int]) -> Int {
    depths.isEmpty ? 0 : depths[min(findings.depth, depths.count - 1)]
  }
  switch findings.page {
  case .correlation: return state.coefficientName
  case .magnitude:
    let texts =
      findings.isRelative
      ? [
        "Relative: share of the total in the top k % of the \(side) passages",
        "Relative: share of the \(side) total in the top k %", "Share of the \(side) total",
      ]
      : [
        "Absolute: influence per nat of the top k % of the \(side) passages",
        "Absolute: \(side) influence per nat, top k %", "Influence per nat, \(side)",
      ]
    return longest(of: texts, columns: state.width - 14)
  case .types: return "Types in the \(end) \(depth(study.typeDepths)), times their share"
  case .answers:
    return "Answers in the top \(depth(study.answers?.depths.map(\.depth) ?? []))"
  case .pairs: return "Pairs of questions"
  case .documents: return "Documents that serve many questions"
  case .failures: return "Wrong completions beside right ones"
  case .control: return "What is left after the control, top \(depth(state.findingDepths))"
  case .fields:
    let names = Sanitizer.visible(findings.fields.joined(separator: " × "))
    return longest(
      of: [
        "Values of \(names) in the \(end) \(depth(state.findingDepths)), times their share",
        "Values of \(names)", "Values",
      ], columns: state.width - 14)
  case .removal:
    return longest(
      of: [
        "Retrained without \(depth(state.findingDepths)) documents: rise of a step's loss, nats",
        "Without \(depth(state.findingDepths)): rise of loss, nats", "Removal",
      ], columns: state.width - 14)
  }
}

/// Findings 2 and 2b as curves with bands of a standard deviation.
private func drawMagnitudes(
  _ state: ExplorerState, _ study: Study, above list: Rect, _ layout: Layout,
  _ canvas: inout Canvas
) {
  let inner = layout.inside(layout.body)
  let area = Rect(
    x: inner.x + 1, y: inner.y, width: inner.width - 2, height: list.y - inner.y)
  guard area.height >= 5 else { return }
  let curves = study.groups.filter { !$0.isPooled }.compactMap { group -> Curve? in
    guard let one = study.magnitudes.group(group.name, state.findings.side),
      let band = state.findings.isRelative ? one.share : one.perNat
    else { return nil }
    return Curve(
      name: group.name, x: one.percentages, y: band.means, deviations: band.deviations)
  }
  drawCurves(curves, in: area, &canvas)
}
