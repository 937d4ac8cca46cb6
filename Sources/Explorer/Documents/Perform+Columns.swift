internal import RunModel
internal import Terminal

/// A column of any list, for the cursor among the heads and for `i`.
struct ListHead {
  let name: String
  let meaning: String
  /// Where its head stands in the list's own area; empty where it is not drawn.
  let x: Int
  let width: Int
}

extension ExplorerState {
  /// The list whose columns keys move among: every list of documents is one.
  var columnPlace: Context? { tab.part.columnPlace(self) }

  /// The column of documents under the cursor of columns.
  var columnCursor: ColumnKind? {
    columnCursors[.documents].flatMap { Column.named($0, fields: catalog.fields)?.kind }
  }

  /// Columns that the list in focus shows, from the left.
  var heads: [ListHead] { tab.part.heads(self) }

  /// Those of a list of documents.
  var documentHeads: [ListHead] {
    guard columnPlace == .documents else { return [] }
    return DocumentColumns(self, width: documentHeadArea.width).places.map {
      ListHead(name: $0.column.name, meaning: $0.column.meaning, x: $0.x, width: $0.width)
    }
  }

  /// Where the rows of the documents in focus stand, on Compare as well.
  var documentHeadArea: Rect {
    guard tab == .compare else { return documentArea }
    let sides = layout.compare(focusOnLeft: compare.side == .left)
    return layout.rows(of: compare.side == .left ? sides.left : sides.right)
  }

  /// The head of the list in focus that the cursor of columns stands on.
  var head: ListHead? {
    guard let place = columnPlace, let name = columnCursors[place] else { return nil }
    return heads.first { $0.name == name }
  }

  mutating func moveColumn(by step: Int) {
    let heads = heads
    guard let place = columnPlace, !heads.isEmpty else { return refuse("no columns here") }
    let current = heads.firstIndex { $0.name == columnCursors[place] }
    let next = current.map { $0 + step } ?? (step > 0 ? 0 : heads.count - 1)
    guard heads.indices.contains(next) else {
      columnCursors[place] = nil
      message = "no column; \(keyName(for: .nextColumn)) goes to the first"
      return
    }
    columnCursors[place] = heads[next].name
    message = "\(heads[next].name): \(heads[next].meaning)"
  }

  /// Orders the list in focus by the column under the cursor, then the other way round, then as before.
  mutating func sortByColumn() {
    guard let name = head?.name else {
      return refuse("\(keyName(for: .nextColumn)) goes to a column first, or click on its head")
    }
    sort(byColumnNamed: name)
  }

  mutating func sort(byColumnNamed name: String) {
    switch columnPlace {
    case .questions: sortQuestions(by: name)
    case .documents where tab != .compare:
      guard let column = Column.named(name, fields: catalog.fields), column.key != nil else {
        return refuse("\(name) has no order")
      }
      let first = column.isDescendingFirst
      switch order {
      case let known? where known.column == column.kind && known.isDescending != first: order = nil
      case let known? where known.column == column.kind:
        order = ListOrder(column: column.kind, isDescending: !first)
      default: order = ListOrder(column: column.kind, isDescending: first)
      }
      if order?.column == .rank, order?.isDescending == false { order = nil }
      message =
        order.map { "ordered by \(name), \($0.isDescending ? "largest" : "smallest") first" }
        ?? "in the order of the ranking"
    case .documents: refuse("the sides of Compare are compared rank by rank")
    default: refuse("this list has one order only")
    }
  }

  /// Columns as a list to choose from.
  mutating func showColumns() {
    let shown = Set(DocumentColumns(self, width: documentHeadArea.width).places.map(\.column.kind))
    overlay = .chooser(
      Chooser(
        .columns, title: "Columns of documents",
        entries: everyColumn.enumerated().map { place, column in
          Chooser.Entry(
            key: shown.contains(column.kind) ? "✓" : " ", label: column.name,
            note: column.meaning, value: place)
        }))
  }

  /// Every column that documents can have here.
  var everyColumn: [Column] { Column.fixed + catalog.fields.map { Column.of(.field($0)) } }

  /// Names of what can be ordered by.
  var columnNames: [String] {
    ["influence", "pernat", "pernorm"]
      + everyColumn.filter { $0.key != nil }.map(\.name).filter {
        !["influence", "pernat", "pernorm"].contains($0)
      }
  }

  /// The words that conditions are made of here, for completion.
  var conditionWords: [String] {
    Condition.words(typeNames: catalog.typeNames, fields: catalog.fields)
  }

  /// Shows a column, or hides it.
  mutating func toggle(column place: Int) {
    guard everyColumn.indices.contains(place) else { return }
    let column = everyColumn[place]
    let isShown = DocumentColumns(self, width: documentHeadArea.width).shows(column.kind)
    guard column.kind != .rank else { return refuse("the rank stays") }
    columnChoice.toggle(column.kind, isShown: isShown)
    let name = keyName(for: .chooseColumns)
    message = isShown ? "\(column.name) is hidden; \(name) shows it" : "\(column.name) is shown"
  }

  mutating func hideColumn() {
    guard columnPlace == .documents, let kind = columnCursor else {
      return refuse(
        "\(keyName(for: .nextColumn)) goes to a column of documents first;"
          + " \(keyName(for: .chooseColumns)) lists them")
    }
    guard let place = everyColumn.firstIndex(where: { $0.kind == kind }) else { return }
    toggle(column: place)
    if kind != .rank { columnCursors[.documents] = nil }
  }

  mutating func widenColumn(by step: Int) {
    guard columnPlace == .documents, let kind = columnCursor, kind != .rank else {
      return refuse("\(keyName(for: .nextColumn)) goes to a column of documents first")
    }
    let before = columnChoice.width(of: Column.of(kind))
    columnChoice.widened[kind, default: 0] += step
    guard columnChoice.width(of: Column.of(kind)) != before else {
      columnChoice.widened[kind, default: 0] -= step
      return refuse("\(Column.of(kind).name) is as \(step > 0 ? "wide" : "narrow") as it gets")
    }
    message = "\(Column.of(kind).name) is \(step > 0 ? "wider" : "narrower")"
  }

  /// Orders by the column whose head is at a place of the screen; false where there is none.
  mutating func clickHead(x: Int, y: Int) -> Bool {
    let area = headArea
    guard !area.isEmpty, y == area.y, x >= area.x, x < area.maxX, let place = columnPlace,
      let head = heads.first(where: { x - area.x >= $0.x && x - area.x < $0.x + $0.width })
    else { return false }
    columnCursors[place] = head.name
    sort(byColumnNamed: head.name)
    return true
  }

  /// The row of heads of the list in focus.
  private var headArea: Rect {
    let rows = tab.part.headedRows(self)
    return rows.y > 0 ? Rect(x: rows.x, y: rows.y - 1, width: rows.width, height: 1) : .empty
  }
}

extension Canvas {
  /// Shows the head of the column under the cursor of columns.
  mutating func mark(head: ListHead?, in inner: Rect, isFocused: Bool) {
    guard isFocused, let head, head.width > 0, inner.height >= 4 else { return }
    grid.restyle(
      Rect(x: inner.x + head.x, y: inner.y, width: head.width, height: 1).intersection(inner),
      with: Style(.standard, .reverse))
  }
}
