package import Terminal

extension ExplorerState {
  /// Opens the selected document.
  mutating func openReader() {
    guard let row = document else {
      message = "no document is selected"
      return
    }
    reader = Reader(passage: row.passage, row: documents.selected)
  }

  /// The open document's row of the list, if the list still has it there.
  package var readerRow: DocumentList.Row? {
    guard let reader, readerOrigin != .compare, reader.row < list.count else { return nil }
    let row = list[reader.row]
    return row.passage == reader.passage ? row : nil
  }

  /// Columns and rows of the reader's text on this screen.
  package var readerSize: (columns: Int, rows: Int) {
    let frame = Layout(width: width, height: height)
    let inner = frame.inside(readerTextArea(frame))
    return (max(8, inner.width - readerGutter), max(1, inner.height))
  }

  /// Rows of the list that the document was opened from, as many as asked for around it.
  package func neighbours(_ count: Int) -> [DocumentList.Row] {
    guard let reader else { return [] }
    let isCompared = readerOrigin == .compare
    let all = isCompared ? compare.count(compare.side) : list.count
    let first = max(0, min(reader.row - count / 2, all - count))
    return (first..<min(all, first + count)).map {
      isCompared ? compare.row(compare.side, $0) : list[$0]
    }
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
  mutating func settleReader() {
    guard var open = reader else { return }
    let size = readerSize
    if let passage = texts[open.passage], !open.isLoaded || open.width != size.columns {
      let line = open.lines.indices.contains(open.top) ? open.lines[open.top].number : 1
      open.lines = Reader.fold(passage.text, width: size.columns)
      open.width = size.columns
      open.top = open.isLoaded ? open.lines.firstIndex { $0.number == line } ?? 0 : 0
      open.isLoaded = true
      open.measureLines()
      if open.targets.isEmpty {
        let asked = readerUnit.map { catalog.questions[$0.question] }
        open.search(for: asked, in: passage.text)
      }
      open.settleAnswers()
    }
    open.top = max(0, min(open.top, open.lines.count - size.rows))
    reader = open
  }

  mutating func scrollReader(_ action: Action) {
    guard let open = reader else { return }
    let rows = readerSize.rows
    reader?.top = Self.target(action, from: open.top, open.lines.count, rows)
  }

  /// Opens the next or previous document of the list that reading began from.
  mutating func turn(by step: Int) -> [Effect] {
    guard let open = reader else { return [] }
    let row = open.row + step
    let passage: Int
    if readerOrigin == .compare {
      guard row >= 0, row < compare.count(compare.side) else { return atEnd() }
      passage = compare.row(compare.side, row).passage
      if compare.side == .left {
        compare.leftCursor.selected = row
      } else {
        compare.rightCursor.selected = row
      }
    } else {
      guard row >= 0, row < list.count else { return atEnd() }
      passage = list[row].passage
      documents.selected = row
    }
    reader = Reader(passage: passage, row: row)
    texts.update(passage) { $0.isRead = true }
    return [.markRead(passage: passage)]
  }

  private mutating func atEnd() -> [Effect] {
    message = "no more documents in this direction"
    return []
  }

  mutating func goToAnswer(by step: Int) {
    guard let open = reader else { return }
    guard !open.answers.isEmpty else {
      message = "neither the answer nor a step's result is in this document"
      return
    }
    let next =
      step > 0
      ? open.answers.first { $0 > open.top } ?? open.answers.first
      : open.answers.last { $0 < open.top } ?? open.answers.last
    if let next { reader?.top = next }
  }

  mutating func findInReader(_ text: String, from direction: Int) {
    guard let open = reader, !open.lines.isEmpty else { return }
    let count = open.lines.count
    reader?.query = text
    let wanted = text.lowercased()
    let step = direction < 0 ? -1 : 1
    var line = (open.top + direction + count) % count
    for _ in 0..<count {
      if open.lines[line].text.lowercased().contains(wanted) {
        reader?.top = line
        return
      }
      line = (line + step + count) % count
    }
    message = "\(text) is not in this document"
  }
}
