internal import Terminal

/// Which columns a list of documents shows in a width, and where they begin.
///
/// In order of survival when it gets narrow: rank, score, type, star, text, then the flag, the answer's
/// mark, the bar and the words' relevance.
struct DocumentColumns {
  let rank = 1
  let rankWidth: Int
  let score: Int
  let bar: Int
  let barWidth: Int
  /// BM25 relevance of the words; nil where there is no room, and in Compare, whose lists are of two units.
  let relevance: Int?
  let type: Int
  /// Whether the answer is in the text, and whether ranks differ; nil where there is no room.
  let hit: Int?
  let star: Int
  let flag: Int?
  let text: Int

  private static let relevanceWidth = 6

  init(_ state: ExplorerState, width: Int) {
    let total = max(100_000, state.list.scored)
    rankWidth = width < 50 ? 5 : max(5, String(total).count + (state.filter.sign == .minus ? 1 : 0))
    score = rank + rankWidth + 2
    let wantsBar = state.showsBars && width >= 48
    bar = score + 9
    barWidth = wantsBar ? (width >= 80 ? 12 : width >= 60 ? 8 : 5) : 0
    let next = bar + barWidth + 1
    let hasMarks = width >= 44
    let typeAndMarks = hasMarks ? 9 : 7
    // Whoever asks for more columns has less of the text.
    let leastText = state.isWide ? 12 : 16
    let hasRelevance =
      state.tab != .compare
      && width - next - typeAndMarks >= Self.relevanceWidth + leastText
    relevance = hasRelevance ? next : nil
    type = next + (hasRelevance ? Self.relevanceWidth : 0)
    hit = hasMarks ? type + 5 : nil
    star = type + (hasMarks ? 6 : 5)
    flag = hasMarks ? star + 1 : nil
    text = type + typeAndMarks
  }

  /// Draws the heading and the rows of a list.
  func draw(
    _ answer: ListAnswer?, of unit: Unit?, by view: ScoreView, count: Int, cursor: ListCursor,
    isFocused: Bool,
    inner: Rect, rows: Rect, state: ExplorerState, canvas: inout Canvas,
    at row: (Int) -> DocumentList.Row
  ) {
    let theme = canvas.theme
    let list = answer?.list ?? .empty
    let heading =
      pad(" ", rank) + pad("rank", rankWidth, right: true) + "  "
      + pad(view.heading, (relevance ?? type) - score)
      + (relevance == nil ? "" : pad(" bm25", Self.relevanceWidth))
      + (hit == nil ? "type   " : "type ✓★↕ ") + "document"
    drawHeading(heading, inner, &canvas)
    let isPartial = answer?.isPartial ?? false
    for (line, place) in cursor.window(count: count, height: rows.height).enumerated() {
      let entry = row(place)
      let isSelected = place == cursor.selected
      canvas.line(isSelected ? "▶" : " ", in: rows, row: line)
      canvas.line(
        pad("\(entry.rank)", rankWidth, right: true), in: rows, row: line, at: rank)
      if isPartial {
        let isExact = answer?.coarse.map { !$0.contains(entry.passage) } ?? false
        canvas.line(
          isExact ? "=" : "~", in: rows, row: line, at: rank + rankWidth,
          style: isExact ? theme.good : theme.dim)
      }
      if state.isInAsk, isPartial, let move = state.ask.move(of: entry.passage, rank: entry.rank) {
        let mark = move == .new ? "+" : move == .up ? "▲" : "▼"
        canvas.line(mark, in: rows, row: line, at: rank, style: theme.message)
      }
      canvas.line(
        number(entry.value), in: rows, row: line, at: entry.value < 0 ? score - 1 : score,
        style: entry.value < 0 ? theme.negative : theme.positive)
      if barWidth > 0 {
        canvas.line(
          Explorer.bar(list.share(of: entry.value), width: barWidth), in: rows, row: line,
          at: bar, style: entry.value < 0 ? theme.negative : theme.positive)
      }
      if let relevance, let unit, let words = state.relevance[unit, entry.passage] {
        canvas.line(
          pad(relevanceText(words), Self.relevanceWidth - 1, right: true), in: rows, row: line,
          at: relevance, style: words > 0 ? theme.text : theme.dim)
      }
      let name = state.typeName(entry.passage)
      canvas.line(
        pad(Sanitizer.visible(Self.shortType(name)), 4), in: rows, row: line, at: type,
        style: theme.types[name] ?? theme.text)
      if let flag, answer?.flags?.contains(entry.passage) ?? false {
        canvas.line("↕", in: rows, row: line, at: flag, style: theme.bad)
      }
      if let passage = state.texts[entry.passage] {
        if let hit, let unit,
          !(state.hits[AnswerPlace(question: unit.question, passage: entry.passage)] ?? []).isEmpty
        {
          canvas.line("✓", in: rows, row: line, at: hit, style: theme.good)
        }
        if passage.isStarred {
          canvas.line("★", in: rows, row: line, at: star)
        } else if !passage.isRead {
          canvas.line("·", in: rows, row: line, at: star, style: theme.dim)
        }
        var shown = Sanitizer.visible(passage.headline)
        if state.filter.foldsCopies, list.copies(place) > 1 {
          shown = "×\(list.copies(place)) " + shown
        }
        if state.isWide { shown = Sanitizer.visible(passage.id) + "  " + shown }
        let around = [place - 1, place + 1].filter { $0 >= 0 && $0 < count }.compactMap {
          state.texts[row($0).passage].map { Sanitizer.visible($0.headline) }
        }
        canvas.line(
          distinct(shown, from: around, columns: rows.width - text), in: rows, row: line, at: text)
      } else {
        canvas.line("…", in: rows, row: line, at: text, style: theme.dim)
      }
      if isSelected { canvas.select(row: line, in: rows, isFocused: isFocused) }
    }
  }

  /// Four letters for a type: `code`, `text`, `foru`, `wiki`.
  static func shortType(_ name: String) -> String {
    switch name {
    case "encyclopedia": "wiki"
    case "other": "othr"
    default: String(name.prefix(4))
    }
  }
}
