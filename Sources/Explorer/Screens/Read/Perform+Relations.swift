internal import RunModel
internal import Terminal

/// Where a line beside the document leads.
extension ExplorerState {
  /// Lists beside the text that have something to go to.
  private var readerLists: [Reader.Focus] {
    guard let reader else { return [] }
    let hasRanksElsewhere = !(relations[reader.request]?.ranksElsewhere.isEmpty ?? true)
    return [.text] + (hasRanksElsewhere ? [.ranksElsewhere] : [])
      + (readerListCount ?? 0 > 1 ? [.neighbours] : [])
  }

  /// Gives the focus to the next list beside the text; a box where there is no room beside it.
  mutating func changeReaderFocus(by step: Int) {
    guard let open = reader else { return }
    let lists = readerLists
    guard lists.count > 1 else { return refuse("nothing beside this document leads anywhere yet") }
    guard !readerSides(layout).isEmpty else { return showRelations() }
    let place = lists.firstIndex(of: open.focus) ?? 0
    focusReader(on: lists[(place + step + lists.count) % lists.count])
  }

  private mutating func focusReader(on focus: Reader.Focus) {
    guard let open = reader else { return }
    let current = neighbours(40).firstIndex { $0.passage == open.passage } ?? 0
    reader?.focus = focus
    reader?.selected = focus == .neighbours ? current : 0
    switch focus {
    case .text: message = "the text"
    case .ranksElsewhere: message = "Enter goes to that question with this document selected"
    case .neighbours: message = "Enter reads that document"
    }
  }

  /// Moves in the list beside the text that has the focus.
  mutating func moveBeside(_ action: Action) {
    guard let open = reader else { return }
    let count =
      open.focus == .ranksElsewhere
      ? relations[open.request]?.ranksElsewhere.count ?? 0 : neighbours(40).count
    reader?.selected = max(
      0, min(Self.target(action, from: open.selected, count, 8), count - 1))
  }

  /// What stands beside the text as a list over it.
  private mutating func showRelations() {
    guard let open = reader, let found = relations[open.request] else { return }
    let entries = found.ranksElsewhere.enumerated().map { place, ranked in
      let other = catalog.questions[ranked.question]
      return Chooser.Entry(
        key: "rank \(ranked.rank)", label: other.title, note: other.id, value: place)
    }
    guard !entries.isEmpty else {
      return refuse("this document is in no other question's top \(found.depth)")
    }
    overlay = .chooser(Chooser(.ranksElsewhere, title: "Also influential for", entries: entries))
  }

  /// Follows the selected line beside the text.
  mutating func openBeside() -> [Effect] {
    guard let open = reader else { return [] }
    switch open.focus {
    case .text:
      refuse("\(keyName(for: .nextPane)) goes to the lists beside the text")
      return []
    case .ranksElsewhere: return goToRankElsewhere(open.selected)
    case .neighbours:
      let rows = neighbours(40)
      guard rows.indices.contains(open.selected),
        let current = rows.firstIndex(where: { $0.passage == open.passage })
      else { return [] }
      let effects = turn(by: open.selected - current)
      if reader?.passage != open.passage { reader?.focus = .neighbours }
      let passage = reader?.passage
      let place = neighbours(40).firstIndex { $0.passage == passage } ?? 0
      reader?.selected = place
      return effects
    }
  }

  /// Goes to another question that the open document ranks high for, with the document selected.
  mutating func goToRankElsewhere(_ place: Int) -> [Effect] {
    guard let open = reader, let found = relations[open.request],
      found.ranksElsewhere.indices.contains(place), let id = texts[open.passage]?.id
    else { return [] }
    go(toQuestion: found.ranksElsewhere[place].question)
    steps = ListCursor()
    pane = .documents
    // Whoever follows a relation must find the document, whatever was filtered before.
    returning = Return(document: id, reads: false)
    return []
  }
}
