/// Two units side by side.
package struct CompareState: ScreenState {
  /// Which documents the sides show.
  package enum Mode: Sendable, CaseIterable {
    case all
    /// Each side's own: not in the top of the other.
    case own
    case common
  }

  /// Left and right.
  package enum Side: Int, Sendable { case left, right }

  package var left: Unit?
  package var right: Unit?
  package var side: Side = .right
  package var isLocked = true
  package var mode: Mode = .all
  package var leftCursor = ListCursor()
  package var rightCursor = ListCursor()
  package var answer: Comparison?
  /// What `answer` is the answer to.
  package var answered: CompareRequest?
  package var awaited: CompareRequest?
  /// Rows of each list that the mode shows; nil shows all.
  package var leftRows: [Int]?
  package var rightRows: [Int]?
  /// The side that the next pin goes to.
  package var nextPin: Side = .left

  package init() {}

  package func list(_ side: Side) -> DocumentList {
    switch side {
    case .left: answer?.left.list ?? .empty
    case .right: answer?.right.list ?? .empty
    }
  }

  package func count(_ side: Side) -> Int {
    shownRows(side)?.count ?? list(side).count
  }

  package func row(_ side: Side, _ index: Int) -> DocumentList.Row {
    list(side)[shownRows(side)?[index] ?? index]
  }

  package func cursor(_ side: Side) -> ListCursor { side == .left ? leftCursor : rightCursor }

  /// Rows of a side's list that the mode shows; nil where it shows all.
  func shownRows(_ side: Side) -> [Int]? { side == .left ? leftRows : rightRows }

  /// The list that the side in focus shows; nil where there is none yet.
  var listRequest: ListRequest? {
    answered.map {
      ListRequest(unit: side == .left ? $0.left : $0.right, view: $0.view, filter: $0.filter)
    }
  }

  /// Selects a row of the side in focus, and of the other where both move together.
  mutating func select(_ row: Int) {
    if isLocked || side == .left { leftCursor.selected = max(0, min(row, count(.left) - 1)) }
    if isLocked || side == .right { rightCursor.selected = max(0, min(row, count(.right) - 1)) }
  }

  /// The two units that the cursors stand in the lists of.
  private var shown: [Unit] = []

  /// Takes in an answer; the cursors stay where they are if it is of the same two units.
  mutating func receive(_ comparison: Comparison, for request: CompareRequest) {
    answer = comparison
    answered = request
    let units = [request.left, request.right]
    if units != shown { (leftCursor, rightCursor) = (ListCursor(), ListCursor()) }
    shown = units
    applyMode()
  }

  /// Finds the rows that the mode shows.
  mutating func applyMode() {
    guard mode != .all, let answer else {
      (leftRows, rightRows) = (nil, nil)
      return
    }
    let isCommon = mode == .common
    func rows(_ list: DocumentList) -> [Int] {
      (0..<min(list.count, answer.depth)).filter {
        (answer.common[UInt32(list[$0].passage)] != nil) == isCommon
      }
    }
    leftRows = rows(answer.left.list)
    rightRows = rows(answer.right.list)
  }
}

extension ExplorerState {
  package var compare: CompareState {
    get { screens[CompareState.self] }
    _modify { yield &screens[CompareState.self] }
  }
}
