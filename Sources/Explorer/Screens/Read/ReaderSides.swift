internal import Findings
internal import Formatting
internal import RunModel
internal import Terminal

/// A box beside the document: a title and lines, each in one style.
struct SideBox {
  struct Line {
    var text: String
    var style: Style
    /// Its place among the lines that lead somewhere.
    var place: Int?
  }

  var title: String
  /// The list that keys move in where it has the focus.
  var focus: Reader.Focus?
  var lines: [Line] = []

  init(_ title: String, _ focus: Reader.Focus? = nil) { (self.title, self.focus) = (title, focus) }

  mutating func add(_ text: String, _ style: Style = .plain, place: Int? = nil) {
    lines.append(Line(text: text, style: style, place: place))
  }
}

/// Everything that is known of the open document, most wanted first.
struct ReaderFacts {
  let state: ExplorerState
  let reader: Reader
  let theme: Theme
  /// Columns that a line may take.
  let width: Int

  private var question: CatalogQuestion { state.catalog.questions[reader.unit.question] }

  /// The boxes of the first column and, where there is a second one, of that.
  func boxes(inColumns count: Int) -> [[SideBox]] {
    let (own, others) = ([influence], [ranksElsewhere].filter { !$0.lines.isEmpty })
    let parts = [layers].filter { !$0.lines.isEmpty }
    let tokens = [tokensOfStep].filter { !$0.lines.isEmpty }
    if count < 2 {
      // What keys move in must be seen, however low the screen is.
      switch reader.focus {
      case .text: return [own + [matches] + others + parts + tokens + [source]]
      case .ranksElsewhere: return [others + own + [matches] + parts + tokens + [source]]
      case .neighbours: return [[neighbours] + own + [matches] + parts + tokens + [source]]
      }
    }
    let first = reader.focus == .ranksElsewhere ? others + own : own + others
    let second =
      reader.focus == .neighbours
      ? [neighbours, asked] + tokens + [matches] : [asked] + tokens + [matches, neighbours]
    return [first + parts + [source], second]
  }

  private var relations: Relations? { state.relations[reader.request] }

  private func unitName(_ unit: Unit) -> String {
    unit.step == 0 ? question.wholeName : "\(question.partName) \(unit.step)"
  }

  /// What the document does for each step, and along the training.
  private var influence: SideBox {
    var box = influenceOnSteps
    if let course = state.course(of: reader.request) {
      box.add(course, theme: theme, width: width)
    }
    return box
  }

  private var influenceOnSteps: SideBox {
    var box = SideBox("Influence of this document")
    if let ranked = state.readerRank {
      box.add("\(unitName(reader.unit))  \(number(ranked.row.value)) \(ranked.view.short)")
      box.add("rank \(grouped(ranked.row.rank)) of \(grouped(ranked.scored))")
    }
    guard let relations, !relations.steps.isEmpty else { return box }
    box.add("")
    box.add("per nat, on each \(question.partName)", theme.dim)
    let values = [relations.whole] + relations.steps
    let scale = values.reduce(0) { max($0, abs($1)) }
    for (step, value) in values.enumerated() {
      let share = scale > 0 ? Double(abs(value) / scale) : 0
      let isCurrent = step == reader.unit.step
      let name = (isCurrent ? "▶" : " ") + pad(step == 0 ? "Σ" : "\(step)", 3)
      let label = name + pad(number(value), 8, right: true)
      box.add(
        "\(label) \(bar(share, width: width - 14))", value < 0 ? theme.negative : theme.positive)
    }
    return box
  }

  /// The other questions that the document ranks high for.
  private var ranksElsewhere: SideBox {
    var box = SideBox("Also influential for", .ranksElsewhere)
    guard let relations, !relations.counts.isEmpty else { return box }
    // Where the corpus is small the two tops are one.
    let hasTwo = relations.depth > TopDepth.shortest
    func line(_ name: String, _ ten: String, _ top: String) -> String {
      pad(fit(name, columns: 12), 12) + (hasTwo ? pad(ten, 7, right: true) : "")
        + pad(top, 11, right: true)
    }
    box.add(line("questions", "top \(TopDepth.shortest)", "top \(relations.depth)"), theme.dim)
    for count in relations.counts {
      let name = Sanitizer.visible(count.label)
      box.add(line(name, "\(count.inTopTen)", "\(count.inTop) of \(count.total)"))
    }
    let total = relations.counts.reduce(0) { $0 + $1.total }
    // No top is longer than the corpus.
    func chance(_ depth: Int) -> String {
      let passages = max(1, state.catalog.passageCount)
      return countText(Double(min(depth, passages) * total) / Double(passages))
    }
    box.add(
      line("by chance", chance(TopDepth.shortest), "\(chance(relations.depth)) of \(total)"),
      theme.dim)
    let shown = reader.focus == .ranksElsewhere ? relations.ranksElsewhere.count : 4
    for (place, ranked) in relations.ranksElsewhere.prefix(shown).enumerated() {
      let other = state.catalog.questions[ranked.question]
      let text =
        "rank \(pad("\(ranked.rank)", 3, right: true)) for \(other.id)  \(other.title)"
      box.add(fit(Sanitizer.visible(text), columns: width), place: place)
    }
    return box
  }

  /// Where the answer, the steps' results and the question's numbers stand in it.
  private var matches: SideBox {
    var box = SideBox("Answer and results in it")
    for target in reader.targets where target.mark != nil {
      var name = "answer"
      if case .result(let step) = target.kind { name = "step \(step)" }
      let places =
        target.lines.isEmpty
        ? "none" : "ln " + target.lines.prefix(3).map(String.init).joined(separator: " ")
      let more = target.lines.count > 3 ? "…" : ""
      let room = width - columns(of: name) - columns(of: places) - columns(of: more) - 2
      box.add(
        "\(name) \(pad(fit(Sanitizer.visible(target.text), columns: room), room)) \(places)\(more)",
        target.lines.isEmpty ? theme.dim : target.kind == .answer ? theme.answer : theme.result)
    }
    let numbers = reader.targets.filter { $0.kind == .number }
    if !numbers.isEmpty {
      let found = numbers.filter { !$0.lines.isEmpty }.map(\.text)
      box.add(
        "its numbers here: "
          + (found.isEmpty ? "none" : found.joined(separator: " ")) + " of \(numbers.count)")
    }
    if box.lines.isEmpty { box.add("nothing to look for", theme.dim) }
    return box
  }

  private var source: SideBox {
    var box = SideBox("Source")
    guard let passage = state.texts[reader.passage] else { return box }
    let name = state.typeName(reader.passage)
    var kind = Sanitizer.visible(name) + (passage.typeIsGuessed ? " (guessed)" : "")
    if passage.tokens > 0 { kind += " · \(passage.tokens) tokens" }
    box.add(kind, theme.types[name] ?? .plain)
    if let source = passage.source { box.add(Sanitizer.visible(source)) }
    if passage.isStarred { box.add("★ starred") }
    return box
  }

  private var tokensOfStep: SideBox {
    let known = state.readerLooks.showsHeat ? state.heat(of: reader.request)?.asked : nil
    return .asked(known ?? [], theme: theme, width: width)
  }

  /// Which layers and kinds of modules the score comes from.
  private var layers: SideBox {
    var box = SideBox("Where in the model")
    guard state.readerLooks.showsHeat, let heat = state.heat(of: reader.request),
      !heat.modules.isEmpty
    else { return box }
    let half = width / 2
    box.add(pad("by layer", half) + "by kind", theme.dim)
    let sides = [bars(heat.layers(), width: half - 1), bars(heat.kinds(), width: width - half)]
    for row in 0..<(sides.map(\.count).max() ?? 0) {
      let cells = sides.map { $0.indices.contains(row) ? $0[row] : "" }
      box.add(pad(cells[0], half) + cells[1])
    }
    return box
  }

  /// Names with bars for the sizes of their shares, and a minus before what is below 0.
  private func bars(_ parts: [(name: String, share: Double)], width: Int) -> [String] {
    let scale = parts.reduce(0) { max($0, abs($1.share)) }
    let names = parts.map {
      Sanitizer.visible($0.name.hasSuffix("_proj") ? String($0.name.dropLast(5)) : $0.name)
    }
    let room = min(6, names.map { columns(of: $0) }.max() ?? 0)
    return zip(names, parts).map { name, part in
      let share = scale > 0 ? abs(part.share) / scale : 0
      let label = pad(fit(name, columns: room), room) + (part.share < 0 ? " -" : "  ")
      return label + bar(share, width: width - room - 2)
    }
  }

  /// The question and the completion that the document is read for.
  private var asked: SideBox {
    let unit = reader.unit
    let mark = question.isCorrect.map { $0 ? "  ✓" : "  ✗" } ?? ""
    var box = SideBox("Question \(Sanitizer.visible(question.id))\(mark)")
    for line in Reader.fold(question.title, width: width).prefix(4) { box.add(line.text) }
    for (index, step) in question.steps.enumerated() {
      let isCurrent = index + 1 == unit.step
      let check = step.holds.map { $0 ? "✓ " : "✗ " } ?? "  "
      let text = (isCurrent ? "▶" : " ") + "\(index + 1) " + check
      box.add(
        fit(text + Sanitizer.visible(oneLine(step.text)), columns: width),
        step.isFalse ? theme.bad : isCurrent ? theme.selection : .plain)
    }
    return box
  }

  /// The documents before and after this one in the ranking.
  private var neighbours: SideBox {
    var box = SideBox("Neighbours by rank  J K", .neighbours)
    for (place, row) in state.neighbours(40).enumerated() {
      let isCurrent = row.passage == reader.passage
      let type = DocumentColumns.shortType(state.typeName(row.passage))
      let headline = state.texts[row.passage]?.headline ?? "…"
      let lead = (isCurrent ? "▶" : " ") + pad("\(row.rank)", 5, right: true)
      box.add(
        fit("\(lead) \(pad(type, 4)) \(Sanitizer.visible(headline))", columns: width),
        isCurrent ? theme.selection : .plain, place: place)
    }
    return box
  }
}

/// Draws the columns beside the text, box under box; the last box takes what is left.
func drawReaderSides(
  _ state: ExplorerState, _ reader: Reader, _ layout: Layout, _ canvas: inout Canvas
) {
  let areas = state.readerSides(layout)
  guard let first = areas.first else { return }
  let facts = ReaderFacts(
    state: state, reader: reader, theme: canvas.theme, width: first.width - 4)
  for (place, area) in areas.enumerated() {
    let own = ReaderFacts(state: state, reader: reader, theme: canvas.theme, width: area.width - 4)
    let boxes = (place == 0 ? facts : own).boxes(inColumns: areas.count)[place]
    drawBoxes(boxes, reader, in: area, layout, &canvas)
  }
}

private func drawBoxes(
  _ boxes: [SideBox], _ reader: Reader, in area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  // A box is shown whole or not at all; the first one, and a list that keys scroll, as far as they go.
  var fitting: [(SideBox, height: Int)] = []
  var used = 0
  for box in boxes where area.height - used >= 4 {
    let scrolls = box.focus == .neighbours || (box.focus != nil && box.focus == reader.focus)
    let wanted = box.lines.count + 2
    guard fitting.isEmpty || scrolls || wanted <= area.height - used else { continue }
    let height = min(wanted, area.height - used)
    fitting.append((box, height))
    used += height
  }
  guard let last = fitting.indices.last else { return }
  fitting[last].height += area.height - used
  var y = area.y
  for (box, height) in fitting {
    let place = Rect(x: area.x, y: y, width: area.width, height: height)
    let isFocused = box.focus != nil && box.focus == reader.focus
    canvas.pane(
      place, title: box.title, bottom: isFocused ? "Enter goes there" : "", isFocused: isFocused,
      isBordered: layout.isBordered)
    let inner = layout.inside(place)
    // A list of neighbours is shown around the one that is open.
    let selected = isFocused ? box.lines.firstIndex { $0.place == reader.selected } : nil
    let current = selected ?? box.lines.firstIndex { $0.text.hasPrefix("▶") } ?? 0
    let first = max(0, min(current - inner.height / 2, box.lines.count - inner.height))
    for (row, line) in box.lines.dropFirst(first).prefix(inner.height).enumerated() {
      canvas.line(
        fit(line.text, columns: inner.width - 2), in: inner, row: row, at: 1, style: line.style)
      if isFocused, line.place == reader.selected {
        canvas.select(row: row, in: inner, isFocused: true)
      }
    }
    y += height
  }
}

/// The same as lines of text, for `i`.
func factLines(_ state: ExplorerState, _ reader: Reader) -> [String] {
  let facts = ReaderFacts(state: state, reader: reader, theme: .plain, width: 50)
  return facts.boxes(inColumns: 1)[0].flatMap { box in
    ["", box.title] + box.lines.filter { !$0.text.isEmpty }.map { "  " + $0.text }
  }
}
