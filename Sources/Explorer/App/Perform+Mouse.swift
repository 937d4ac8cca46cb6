internal import Terminal

/// What the mouse does with borders, with cells of the map, and in boxes.
extension ExplorerState {
  /// Whether the border between the lists stands at a place, which two panes draw beside each other.
  func border(atX x: Int, y: Int) -> Bool {
    let documents = layout.documents
    guard tab == .explore, !documents.isEmpty, documents.x > 0 else { return false }
    return y >= documents.y && y < documents.maxY && (x == documents.x || x == documents.x - 1)
  }

  /// Moves the border between the lists from one column as near to another as it can stand.
  mutating func drag(borderFrom start: Int, to end: Int) {
    let arrangement = Layout.arrangement(width: width, height: height, preferences: preferences)
    let wanted = layout.documents.x + end - start
    let now = preferences.splits[arrangement] ?? 0
    func distance(_ split: Int) -> (columns: Int, steps: Int) {
      var moved = preferences
      moved.splits[arrangement] = split
      let there = Layout.explore(width: width, height: height, focus: pane, preferences: moved)
      return (abs(there.documents.x - wanted), abs(split - now))
    }
    preferences.splits[arrangement] = (-100...100).min { distance($0) < distance($1) }
  }

  /// Selects the cell of the correlation map at a place of the screen; false where there is none.
  mutating func selectCell(x: Int, y: Int) -> Bool {
    let (layout, count) = (layout, findings.mapOrder.count)
    let map = CorrelationMap(layout)
    let inner = layout.inside(map.area)
    let scale = map.scale(self, count: count)
    let (line, index) = (y - inner.y - 1, (x - inner.x - CorrelationMap.labels))
    let rows = map.blocks(from: findings.topRow, rows: true, count: count, scale: scale)
    let columns = map.blocks(from: findings.leftColumn, rows: false, count: count, scale: scale)
    guard index >= 0, rows.indices.contains(line),
      columns.indices.contains(index / CorrelationMap.cell)
    else { return false }
    let (row, column) = (rows[line], columns[index / CorrelationMap.cell])
    // Whoever presses the cell again stays at the pair in it.
    if !row.contains(findings.row) { findings.row = row.lowerBound }
    if !column.contains(findings.column) { findings.column = column.lowerBound }
    return true
  }

  /// Where the rows of a chooser stand.
  var chooserRows: Rect {
    let box = Self.box(
      width: max(60, width * 3 / 4), height: chooserHeight + chooserDetail + chooserHead + 2,
      onScreen: width, height)
    let inner = box.inside
    return Rect(
      x: inner.x, y: inner.y + chooserHead, width: inner.width, height: chooserHeight)
  }

  /// A box in the middle of a screen.
  static func box(width: Int, height: Int, onScreen columns: Int, _ rows: Int) -> Rect {
    let (width, height) = (min(width, columns - 2), min(height, rows - 2))
    return Rect(
      x: (columns - width) / 2, y: max(1, (rows - height) / 2), width: width, height: height)
  }

  /// A press selects a row of a box and a double click chooses it; the wheel moves.
  mutating func take(mouseInBox mouse: Key.Mouse) -> [Effect] {
    switch (overlay, mouse.action) {
    case (_, .wheelUp): return take(inOverlay: .up)
    case (_, .wheelDown): return take(inOverlay: .down)
    case (.chooser(var chooser)?, .press), (.chooser(var chooser)?, .doubleClick):
      let rows = chooserRows
      guard rows.contains(x: mouse.x, y: mouse.y),
        chooser.select(visible: mouse.y - rows.y, height: rows.height)
      else { return [] }
      overlay = .chooser(chooser)
      if mouse.action == .doubleClick { return take(inOverlay: .enter) }
      previewTheme(chooser)
      return []
    default: return []
    }
  }

  /// Keys that a box knows; the wheel quits nothing.
  private mutating func take(inOverlay key: Key) -> [Effect] {
    if case .quit? = overlay { return [] }
    return takeInOverlay(key)
  }
}
