package import RunModel
package import Terminal

extension ExplorerState {
  /// Opens the document that the screen has selected; what `2` and Enter both do.
  ///
  /// A list that is still on its way is waited for: what is on the screen belongs to something else.
  mutating func read() -> [Effect] {
    switch tab {
    case .read: return []
    case .compare:
      let unit = compare.side == .left ? compare.left : compare.right
      let row = compare.cursor(compare.side).selected
      guard let unit, compare.count(compare.side) > 0 else {
        refuse("no document is selected")
        return []
      }
      return open(
        Reader(unit: unit, passage: compare.row(compare.side, row).passage, row: row),
        from: .compare)
    case .findings where findings.page != .correlation && opensPassage(selectedFinding?.target):
      return openFinding()
    default:
      guard let unit = listUnit else {
        refuse("no document is selected")
        return []
      }
      guard isListCurrent else {
        opensWhenRanked = true
        return []
      }
      guard let row = document else {
        refuse("no document is selected")
        return []
      }
      return open(Reader(unit: unit, passage: row.passage, row: documents.selected), from: tab)
    }
  }

  private func opensPassage(_ target: FindingLine.Target?) -> Bool {
    if case .passage? = target { true } else { false }
  }

  /// Shows a document; one that is open already stays where it was scrolled to.
  mutating func open(_ new: Reader, from origin: Tab) -> [Effect] {
    if let old = reader, old.request == new.request {
      reader?.row = new.row
    } else {
      reader = new
    }
    (readerOrigin, tab) = (origin, .read)
    texts.update(new.passage) { $0.isRead = true }
    return [.markRead(passage: new.passage)]
  }

  /// Moves the open document to where its question stands in a new catalog; nil closes it.
  mutating func moveReader(to unit: Unit?) {
    guard let old = reader else { return }
    guard let unit else {
      reader = nil
      if tab == .read { tab = readerOrigin }
      return
    }
    var moved = Reader(unit: unit, passage: old.passage, row: old.row)
    moved.top = old.top
    reader = moved
  }

  /// The list that the open document belongs to: how many rows, each row, and what they are.
  private var readerList:
    (count: Int, row: (Int) -> DocumentList.Row, answer: ListAnswer, view: ScoreView)?
  {
    guard let reader else { return nil }
    if readerOrigin == .compare {
      let side = compare.side
      guard let shown = compare.answered, let answer = compare.answer,
        (side == .left ? shown.left : shown.right) == reader.unit
      else { return nil }
      let compare = compare
      return (
        compare.count(side), { compare.row(side, $0) }, side == .left ? answer.left : answer.right,
        shown.view
      )
    }
    guard let answered, answered.unit == reader.unit, let answer else { return nil }
    return (answer.list.count, { answer.list[$0] }, answer, answered.view)
  }

  /// What the list that the open document belongs to says of it, as far as the list is here.
  package var readerRank: ReaderRank? {
    guard let reader, let list = readerList, reader.row < list.count else { return nil }
    let row = list.row(reader.row)
    guard row.passage == reader.passage else { return nil }
    return ReaderRank(row: row, view: list.view, scored: list.answer.list.scored)
  }

  /// Documents in the list that the open one belongs to; nil while that list is not here.
  package var readerListCount: Int? { readerList?.count }

  /// Columns and rows of the reader's text on this screen.
  package var readerSize: (columns: Int, rows: Int) {
    let frame = Layout(width: width, height: height)
    let inner = frame.inside(readerTextArea(frame))
    return (max(8, inner.width - readerGutter), max(1, inner.height))
  }

  /// Rows of the list that the document was opened from, as many as asked for around it.
  package func neighbours(_ count: Int) -> [DocumentList.Row] {
    guard let reader, let list = readerList else { return [] }
    let first = max(0, min(reader.row - count / 2, list.count - count))
    return (first..<min(list.count, first + count)).map(list.row)
  }

  /// Columns before the text of a line.
  package var readerGutter: Int { showsNumbers ? 9 : 4 }

  /// Where the reader's text stands, beside its facts where there is room.
  package func readerTextArea(_ frame: Layout) -> Rect {
    let body = frame.body
    let sides = readerSides(frame).reduce(0) { $0 + $1.width }
    return Rect(x: body.x, y: body.y, width: body.width - sides, height: body.height)
  }

  /// The columns beside the text: what is known of the document, then what it was read for.
  package func readerSides(_ frame: Layout) -> [Rect] {
    let body = frame.body
    guard body.width >= 100 else { return [] }
    let widths = body.width >= 140 && body.height >= 30 ? [34, min(48, body.width / 4)] : [34]
    var x = body.maxX - widths.reduce(0, +)
    return widths.map { width in
      defer { x += width }
      return Rect(x: x, y: body.y, width: width, height: body.height)
    }
  }

  /// Folds the text when it has come or the width has changed.
  mutating func clampReader() {
    guard var open = reader else { return }
    let size = readerSize
    if let passage = texts[open.passage], !open.isLoaded || open.width != size.columns {
      let line = open.lines.indices.contains(open.top) ? open.lines[open.top].number : 1
      open.lines = Reader.fold(passage.text, width: size.columns)
      open.width = size.columns
      if open.isLoaded { open.top = open.lines.firstIndex { $0.number == line } ?? 0 }
      open.isLoaded = true
      if open.layer == nil, let heat = heat(of: open.request), heat.hasPlaces {
        open.layer = HeatLayer(heat, text: passage.text, grain: heatGrain)
      }
      open.measureLines()
      open.matches = matches[open.request]
      open.clampAnswers()
    }
    open.top = max(0, min(open.top, open.lines.count - size.rows))
    reader = open
  }

  /// Moves in the text, or in the list beside it that has the focus.
  mutating func moveInReader(_ action: Action) {
    if reader?.focus ?? .text != .text { moveBeside(action) } else { scrollReader(action) }
  }

  private mutating func scrollReader(_ action: Action) {
    guard let open = reader else { return }
    let rows = readerSize.rows
    reader?.top = Self.target(action, from: open.top, open.lines.count, rows)
  }

  /// Opens the next or previous document of the list that reading began from.
  mutating func turn(by step: Int) -> [Effect] {
    guard let open = reader else { return [] }
    guard let list = readerList else {
      refuse("the list that this document belongs to is still on its way")
      return []
    }
    let row = open.row + step
    guard row >= 0, row < list.count else { return atEnd() }
    if readerOrigin == .compare {
      if compare.side == .left {
        compare.leftCursor.selected = row
      } else {
        compare.rightCursor.selected = row
      }
    } else {
      documents.selected = row
    }
    return self.open(
      Reader(unit: open.unit, passage: list.row(row).passage, row: row), from: readerOrigin)
  }

  private mutating func atEnd() -> [Effect] {
    refuse("no more documents in this direction")
    return []
  }

  mutating func goToAnswer(by step: Int) {
    guard let open = reader else { return }
    guard !open.answers.isEmpty else {
      refuse("neither the answer nor a step's result is in this document")
      return
    }
    let next =
      step > 0
      ? open.answers.first { $0 > open.top } ?? open.answers.first
      : open.answers.last { $0 < open.top } ?? open.answers.last
    if let next { reader?.top = next }
  }
}

/// Where the open document stands in the list that it belongs to.
package struct ReaderRank: Sendable {
  package var row: DocumentList.Row
  /// What the value of the row is.
  package var view: ScoreView
  /// Passages that have a score in that list.
  package var scored: Int
}
