internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Moves in the panes of Explore or in the sides of Compare.
  mutating func moveInList(_ action: Action) {
    if tab == .compare { moveInCompare(action) } else { moveInExplore(action) }
  }

  private mutating func moveInExplore(_ action: Action) {
    switch action {
    case .left where pane != .questions: pane = pane == .documents ? .steps : .questions
    case .right where pane != .documents: pane = pane == .questions ? .steps : .documents
    case .left, .right: break
    default:
      let height = layout.rows(of: pane).height
      switch pane {
      case .questions:
        let row = Self.target(action, from: questions.selected, questionRows.count, height)
        selectQuestion(row)
      case .steps:
        steps.select(
          Self.target(action, from: steps.selected, stepCount, height), count: stepCount,
          height: height)
      case .documents:
        documents.select(
          Self.target(action, from: documents.selected, list.count, height), count: list.count,
          height: height)
      }
    }
  }

  /// The row that a movement leads to, before it is kept inside the list.
  static func target(_ action: Action, from row: Int, _ count: Int, _ height: Int) -> Int {
    switch action {
    case .down: row + 1
    case .up: row - 1
    case .pageDown: row + max(1, height - 1)
    case .pageUp: row - max(1, height - 1)
    case .halfDown: row + max(1, height / 2)
    case .halfUp: row - max(1, height / 2)
    case .top: 0
    case .end: count - 1
    default: row
    }
  }

  /// Goes one level deeper in Explore.
  mutating func openInExplore() -> [Effect] {
    switch pane {
    case .questions where question != nil: pane = .steps
    case .steps where unit != nil: pane = .documents
    case .documents: return read()
    default: break
    }
    return []
  }

  /// Does what the mouse did.
  mutating func take(_ mouse: Key.Mouse) -> [Effect] {
    if tour != nil || prompt != nil { return [] }
    if overlay != nil { return take(mouseInBox: mouse) }
    switch mouse.action {
    case .wheelUp, .wheelDown:
      focus(x: mouse.x, y: mouse.y)
      for _ in 0..<3 { _ = carryOut(mouse.action == .wheelUp ? .up : .down) }
    case .press, .doubleClick:
      if mouse.y == 0, let tab = tab(atColumn: mouse.x) { return perform(tab.part.action) }
      if mouse.y == height - 1 { return press(hintAt: mouse.x) }
      heldBorder = border(atX: mouse.x, y: mouse.y) ? mouse.x : nil
      if heldBorder != nil { return [] }
      focus(x: mouse.x, y: mouse.y)
      if tab == .findings, findings.page == .correlation {
        guard selectCell(x: mouse.x, y: mouse.y), mouse.action == .doubleClick else { return [] }
        return carryOut(.open)
      }
      if mouse.action == .press, clickHead(x: mouse.x, y: mouse.y) { return [] }
      let isSelected = selectRow(y: mouse.y)
      if mouse.action == .doubleClick, isSelected { return carryOut(.open) }
    case .release:
      if let start = heldBorder, mouse.x != start { drag(borderFrom: start, to: mouse.x) }
      heldBorder = nil
    }
    return []
  }

  private mutating func focus(x: Int, y: Int) {
    switch tab {
    case .explore:
      let layout = layout
      if let hit = Pane.allCases.first(where: { layout[$0].contains(x: x, y: y) }) { pane = hit }
    case .compare:
      let sides = layout.compare(focusOnLeft: compare.side == .left)
      if sides.left.contains(x: x, y: y) || sides.leftHead.contains(x: x, y: y) {
        compare.side = .left
      } else if sides.right.contains(x: x, y: y) || sides.rightHead.contains(x: x, y: y) {
        compare.side = .right
      }
    case .ask:
      let parts = AskLayout(layout, self)
      if parts.documents.contains(x: x, y: y) { ask.isOnDocuments = true }
      if parts.answer.contains(x: x, y: y) { ask.isOnDocuments = false }
    default: break
    }
  }

  /// Selects the row of the focused list at a line, on the screens beside Explore.
  private mutating func selectElsewhere(y: Int) -> Bool {
    func row(_ area: Rect, _ cursor: ListCursor, _ count: Int) -> Int? {
      let place = cursor.top + y - area.y
      return y >= area.y && y < area.maxY && place < count ? place : nil
    }
    switch tab {
    case .compare:
      let count = compare.count(compare.side)
      guard let place = row(documentHeadArea, compare.cursor(compare.side), count) else {
        return false
      }
      if compare.isLocked || compare.side == .left {
        compare.leftCursor.selected = min(place, max(0, compare.count(.left) - 1))
      }
      if compare.isLocked || compare.side == .right {
        compare.rightCursor.selected = min(place, max(0, compare.count(.right) - 1))
      }
    case .ask where ask.isOnDocuments:
      guard let place = row(documentArea, documents, list.count) else { return false }
      documents.selected = place
    case .jobs:
      let area = jobsLayout.rows
      guard let place = row(area, jobs, shownJobs.count) else { return false }
      jobs.selected = place
    case .findings where findings.page != .correlation:
      guard let place = row(findingsList, findings.cursor, findingLines.count) else { return false }
      findings.cursor.selected = place
    default: return false
    }
    return true
  }

  /// Selects the row of the focused list at a line of the screen; false where there is none.
  private mutating func selectRow(y: Int) -> Bool {
    guard tab == .explore else { return selectElsewhere(y: y) }
    let rows = layout.rows(of: pane)
    guard y >= rows.y, y < rows.maxY else { return false }
    switch pane {
    case .questions:
      guard questions.top + y - rows.y < questionRows.count else { return false }
      selectQuestion(questions.top + y - rows.y)
    case .steps:
      guard steps.top + y - rows.y < stepCount else { return false }
      steps.selected = steps.top + y - rows.y
    case .documents:
      guard documents.top + y - rows.y < list.count else { return false }
      documents.selected = documents.top + y - rows.y
    }
    return true
  }
}
