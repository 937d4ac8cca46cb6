internal import Findings
internal import RunModel
internal import Terminal

/// What a cell of a list of documents may say: a row with everything that is known of it.
struct ColumnRow {
  let theme: Theme
  let entry: DocumentList.Row
  let passage: Passage?
  let typeName: String
  let view: ScoreView
  let nats: Double
  /// Length of the passage's gradient, where it is known.
  let norm: Float?
  let spread: ScoreSpread
  /// How much of a bar the score fills.
  let share: Double
  let holdsAnswer: Bool
  let isFlagged: Bool
  let isExact: Bool
  let relevance: Double?
  /// Whether its score tells its place only, not how much it is.
  let isOrderOnly: Bool
  /// Of a whole combination: its score, and its number per nat.
  var combined: (raw: Float, perNat: Float)?
  /// Columns of the screen that the cell has.
  var width = 0

  /// The influence itself, whatever the view; nil where it cannot be told from the view's number.
  var raw: Float? {
    combined?.raw ?? view.influence(of: entry.value, nats: nats, gradientNorm: norm)
  }

  /// The influence per nat.
  var perNat: Float? {
    combined?.perNat ?? raw.map { ScoreView.perNat.value($0, nats: nats, gradientNorm: 0) }
  }

  /// A score with room for its sign.
  func score(_ value: Float) -> Column.Cell {
    if isOrderOnly { return Column.Cell(text: " ~", style: theme.dim) }
    return Column.Cell(
      text: (value < 0 ? "" : " ") + number(value),
      style: value < 0 ? theme.negative : theme.positive)
  }
}

/// Which columns a list of documents shows in a width, and where they begin.
///
/// When it gets narrow, columns go in the order that ``Column/survival`` says; the text keeps the most room.
struct DocumentColumns {
  struct PlacedColumn {
    let column: Column
    let x: Int
    let width: Int
  }

  let places: [PlacedColumn]
  private let rankEnd: Int

  /// Columns of the screen that the text keeps, before anything that may go is shown.
  private static let minimumText = 14

  init(_ state: ExplorerState, width: Int) {
    let choice = state.columnChoice
    let rankWidth =
      (width < 50
        ? 5 : max(5, String(state.list.scored).count + (state.filter.sign == .minus ? 1 : 0)))
      + (state.marks.count > 0 ? 1 : 0)
    rankEnd = 1 + rankWidth
    func room(_ column: Column) -> Int {
      switch column.kind {
      // A sign of exactness stands behind the rank.
      case .rank: return rankWidth + 1
      case .bar:
        return (width >= 110 ? 13 : width >= 70 ? 9 : 6) + (choice.widened[.bar] ?? 0)
      default: return choice.width(of: column)
      }
    }
    var shown = Set(choice.added)
    let usual = Column.fixed.filter { $0.survival != nil && !choice.hidden.contains($0.kind) }
    shown.formUnion(usual.filter { $0.survival == 0 }.map(\.kind))
    // Somebody must see what is selected.
    shown.insert(.rank)
    let all = Self.inOrder(choice)
    func used(_ kinds: Set<ColumnKind>) -> Int {
      all.filter { kinds.contains($0.kind) && $0.kind != .text }.reduce(2) { $0 + room($1) }
    }
    let least =
      (state.isWide ? Self.minimumText - 4 : Self.minimumText) + (choice.widened[.text] ?? 0)
    for column in Self.candidates(state, among: usual, without: shown, width: width)
    where used(shown) + room(column) + least <= width { shown.insert(column.kind) }
    places = Self.places(all.filter { shown.contains($0.kind) }, width: width, room)
  }

  /// Every column that a list may show, from left to right.
  private static func inOrder(_ choice: ColumnChoice) -> [Column] {
    let fields = choice.added.compactMap { kind -> String? in
      if case .field(let name) = kind { name } else { nil }
    }.sorted()
    let last = Column.fixed.count - 1
    return Column.fixed[..<last] + fields.map { Column.of(.field($0)) } + Column.fixed[last...]
  }

  /// Columns that are shown where there is room, the most wanted first.
  private static func candidates(
    _ state: ExplorerState, among usual: [Column], without shown: Set<ColumnKind>, width: Int
  ) -> [Column] {
    var candidates =
      usual.filter { ($0.survival ?? 0) > 0 && !shown.contains($0.kind) }
      .sorted { ($0.survival ?? 0) < ($1.survival ?? 0) }
    candidates.removeAll { column in
      switch column.kind {
      case .bar: !state.showsBars || width < 48
      // Its lists are of two units.
      case .bm25: state.tab == .compare
      default: false
      }
    }
    guard state.isWide else { return candidates }
    // Whoever asks for more columns gets them before what only shows the score once more.
    let wide = [ColumnKind.bm25, .id, .tokens, .source, .share].filter { kind in
      !state.columnChoice.hidden.contains(kind) && !shown.contains(kind)
        && (kind != .bm25 || state.tab != .compare)
    }
    return wide.map { Column.of($0) } + candidates.filter { !wide.contains($0.kind) }
  }

  /// Where columns begin and end; those that find no room on the right are left out.
  private static func places(_ columns: [Column], width: Int, _ room: (Column) -> Int)
    -> [PlacedColumn]
  {
    var x = 1
    var places: [PlacedColumn] = []
    for column in columns {
      // After signs of one column each the text begins with a space.
      if column.width > 1, places.last?.column.width == 1 { x += 1 }
      let own = column.kind == .text ? max(0, width - x) : min(room(column), max(0, width - x))
      guard own > 0 else { break }
      places.append(PlacedColumn(column: column, x: x, width: own))
      x += own
    }
    return places
  }

  func shows(_ kind: ColumnKind) -> Bool { places.contains { $0.column.kind == kind } }

  /// The column at a place of a row.
  func kind(atColumn x: Int) -> ColumnKind? {
    places.first { x >= $0.x && x < $0.x + $0.width }?.column.kind
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
    drawHeads(view, inner, isFocused: isFocused, state, &canvas)
    let isPartial = answer?.isPartial ?? false
    let window = cursor.window(count: count, height: rows.height)
    // A row's text is told apart from the ones above and below it.
    let around = max(0, window.lowerBound - 1)..<min(count, window.upperBound + 1)
    let headlines = around.map { place in
      state.texts[row(place).passage].map { Sanitizer.visible($0.headline) }
    }
    let texts = places.first { $0.column.kind == .text }
    for (line, place) in window.enumerated() {
      let entry = row(place)
      let isSelected = place == cursor.selected
      canvas.line(isSelected ? "▶" : " ", in: rows, row: line)
      let facts = state.columnRow(entry, list: list, answer: answer, unit: unit, view: view, theme)
      drawCells(facts, in: rows, row: line, &canvas)
      if isPartial {
        let isExact = answer?.coarse.map { !$0.contains(entry.passage) } ?? false
        canvas.line(
          isExact ? "=" : "~", in: rows, row: line, at: rankEnd,
          style: isExact ? theme.good : theme.dim)
      }
      if state.isInAsk, isPartial, let move = state.ask.move(of: entry.passage, rank: entry.rank) {
        let mark = move == .new ? "+" : move == .up ? "▲" : "▼"
        canvas.line(mark, in: rows, row: line, at: 1, style: theme.message)
      }
      if state.marks.contains(entry.passage) {
        canvas.line("◆", in: rows, row: line, at: 1, style: theme.message)
      }
      if let texts, let headline = headlines[place - around.lowerBound] {
        let copies = state.filter.foldsCopies ? list.copies(place) : 1
        let text = copies > 1 ? "×\(copies) " + headline : headline
        let others = [place - 1, place + 1].filter(around.contains).compactMap {
          headlines[$0 - around.lowerBound]
        }
        canvas.line(
          distinct(text, from: others, columns: texts.width), in: rows, row: line, at: texts.x)
      }
      if !list.isReordered, !list.isReversed, isFloor(entry, place, count, list, row) {
        drawFloor(in: rows, row: line, &canvas)
      }
      if isSelected { canvas.select(row: line, in: rows, isFocused: isFocused) }
    }
  }

  private func drawHeads(
    _ view: ScoreView, _ inner: Rect, isFocused: Bool, _ state: ExplorerState,
    _ canvas: inout Canvas
  ) {
    drawHeading(" ", inner, &canvas)
    guard inner.height >= 4 else { return }
    for (index, place) in places.enumerated() {
      var title = place.column.title ?? view.heading
      // A head keeps a space before the next one.
      if place.column.kind == .score, columns(of: title) >= place.width {
        title = view == .raw ? "infl" : "inf/norm"
      }
      if let order = state.order, order.column == place.column.kind, place.width > 1 {
        title += order.isDescending ? "▼" : "▲"
      }
      let isNumber = place.column.isRight
      let room = max(1, place.width - (place.width > 1 && place.column.kind != .text ? 1 : 0))
      let text =
        place.column.kind == .score || place.column.isSigned
        ? (isTight(title, index) ? "" : " ") + title
        : isNumber ? pad(fit(title, columns: room), room, right: true) : title
      canvas.line(
        fit(text, columns: max(1, place.width)), in: inner, row: 0, at: place.x,
        style: canvas.theme.heading)
      if state.columnCursor == place.column.kind, isFocused {
        canvas.grid.restyle(
          Rect(x: inner.x + place.x, y: inner.y, width: max(1, room), height: 1),
          with: Style(.standard, .reverse))
      }
    }
  }

  /// Whether a head behind the room for a sign would run into the next one.
  private func isTight(_ title: String, _ index: Int) -> Bool {
    guard columns(of: title) + 1 >= places[index].width, index + 1 < places.count else {
      return false
    }
    let next = places[index + 1].column
    return !next.isRight && next.title != ""
  }

  private func drawCells(
    _ facts: ColumnRow, in rows: Rect, row line: Int, _ canvas: inout Canvas
  ) {
    var facts = facts
    for place in places {
      facts.width = place.width
      guard let cell = place.column.cell(facts) else { continue }
      let room = max(1, place.width - (place.width > 1 ? 1 : 0))
      let text = fit(cell.text, columns: room)
      canvas.line(
        cell.isRight ? pad(text, room, right: true) : text, in: rows, row: line, at: place.x,
        style: cell.style)
    }
  }

  /// Whether a row is the last one above the noise floor of those that are shown.
  private func isFloor(
    _ entry: DocumentList.Row, _ place: Int, _ count: Int, _ list: DocumentList,
    _ row: (Int) -> DocumentList.Row
  ) -> Bool {
    let floor = list.spread.floorRank
    guard floor > 0, entry.rank > 0, entry.rank <= floor, place + 1 < count else { return false }
    return row(place + 1).rank > floor
  }

  /// Says at the end of a row that what follows scores as random documents do.
  private func drawFloor(in rows: Rect, row line: Int, _ canvas: inout Canvas) {
    let text = " ▁ floor"
    let area = Rect(x: rows.x, y: rows.y + line, width: rows.width, height: 1)
    canvas.lineRight(
      rows.width >= 100
        ? " ▁ noise floor: 95 % of random documents score less"
        : rows.width >= 64 ? " ▁ noise floor" : text, in: rows,
      row: line, style: canvas.theme.dim)
    canvas.grid.restyle(area, with: Style(.standard, .underline))
  }

  /// Four letters for a type: `code`, `text`, `foru`, `wiki`.
  static func shortType(_ name: String) -> String {
    DocumentType(rawValue: name)?.short ?? String(name.prefix(4))
  }
}

extension Column {
  /// Whether its numbers end at its right edge.
  fileprivate var isRight: Bool { [.rank, .z, .share, .bm25, .tokens].contains(kind) }
  /// Whether its numbers have a column for their sign.
  fileprivate var isSigned: Bool { [.influence, .perNat, .perNorm].contains(kind) }
}

extension ExplorerState {
  /// Everything that is known of a row of a list.
  func columnRow(
    _ entry: DocumentList.Row, list: DocumentList, answer: ListAnswer?, unit: Unit?,
    view: ScoreView, _ theme: Theme
  ) -> ColumnRow {
    let norms = catalog.gradientNorms
    let holds = unit.map {
      !(hits[AnswerLocation(question: $0.question, passage: entry.passage)] ?? []).isEmpty
    }
    return ColumnRow(
      theme: theme, entry: entry, passage: texts[entry.passage],
      typeName: typeName(entry.passage), view: view, nats: unit.map { nats($0) } ?? .nan,
      norm: entry.passage < norms.count ? norms[entry.passage] : nil, spread: list.spread,
      share: list.share(of: entry.value), holdsAnswer: holds ?? false,
      isFlagged: answer?.flags?.contains(entry.passage) ?? false,
      isExact: !(answer?.isPartial ?? false) || answer?.coarse?.contains(entry.passage) == false,
      relevance: unit.flatMap { relevance[$0, entry.passage] },
      isOrderOnly: !(answer?.isCalibrated ?? true)
        && answer?.coarse?.contains(entry.passage) ?? false,
      combined: answer?.combined.map {
        (Float($0.raw[entry.passage]), Float($0.perNat[entry.passage]))
      })
  }
}
