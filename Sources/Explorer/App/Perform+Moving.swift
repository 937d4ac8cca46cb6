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
      tab.part.focus(&self, x: mouse.x, y: mouse.y)
      for _ in 0..<3 { _ = carryOut(mouse.action == .wheelUp ? .up : .down) }
    case .press, .doubleClick:
      if mouse.y == 0, let tab = tab(atColumn: mouse.x) { return perform(tab.action) }
      if mouse.y == height - 1 { return press(hintAt: mouse.x) }
      heldBorder = border(atX: mouse.x, y: mouse.y) ? mouse.x : nil
      if heldBorder != nil { return [] }
      tab.part.focus(&self, x: mouse.x, y: mouse.y)
      if tab == .findings, findings.page == .correlation {
        guard selectCell(x: mouse.x, y: mouse.y), mouse.action == .doubleClick else { return [] }
        return carryOut(.open)
      }
      if mouse.action == .press, clickHead(x: mouse.x, y: mouse.y) { return [] }
      let isSelected = tab.part.select(&self, y: mouse.y)
      if mouse.action == .doubleClick, isSelected { return carryOut(.open) }
    case .release:
      if let start = heldBorder, mouse.x != start { drag(borderFrom: start, to: mouse.x) }
      heldBorder = nil
    }
    return []
  }
}
