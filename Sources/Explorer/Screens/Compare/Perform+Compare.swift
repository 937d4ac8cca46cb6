internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// What the Compare screen asks for.
  package var wantedComparison: CompareRequest? {
    guard let left = compare.left, let right = compare.right else { return nil }
    return CompareRequest(left: left, right: right, view: view, filter: filter)
  }

  /// Puts the selected unit on a side of Compare: first the left, then the right.
  mutating func pin() {
    guard let unit else { return refuse("no question is selected") }
    guard tab != .compare else {
      refuse(
        "\(keyName(for: .chooseA)) and \(keyName(for: .chooseB)) choose what stands on the sides here"
      )
      return
    }
    if compare.nextPin == .left {
      compare.left = unit
      compare.nextPin = .right
      message =
        "A is \(name(of: unit)); \(keyName(for: .pin)) again pins B, \(keyName(for: .compare)) compares"
    } else {
      compare.right = unit
      message = "B is \(name(of: unit)); \(keyName(for: .compare)) compares"
    }
  }

  /// A unit in a few words.
  package func name(of unit: Unit) -> String {
    let id = catalog.questions[unit.question].id
    return unit.step == 0 ? id : "\(id) \(catalog.questions[unit.question].partName) \(unit.step)"
  }

  /// Fills the sides that nobody has pinned: factual on the left, reasoning on the right.
  mutating func pinWhatIsMissing() {
    func first(_ kind: CatalogQuestion.Kind, not other: Int?) -> Unit? {
      let match = catalog.questions.indices.first {
        catalog.questions[$0].kind == kind && catalog.questions[$0].isStudied && $0 != other
      }
      return (match ?? catalog.questions.indices.first { $0 != other }).map {
        Unit(question: $0, step: 0)
      }
    }
    guard let unit else { return }
    let isFactual =
      catalog.questions[unit.question].kind == .factual
      && catalog.questions[unit.question].combination == nil
    if compare.left == nil, compare.right == nil, isFactual {
      compare.left = unit
    } else if compare.right == nil {
      compare.right = compare.left?.question == unit.question && compare.left == unit ? nil : unit
    }
    if compare.left == nil { compare.left = first(.factual, not: compare.right?.question) }
    if compare.right == nil { compare.right = first(.reasoning, not: compare.left?.question) }
  }

  mutating func moveInCompare(_ action: Action) {
    if action == .left || action == .right {
      compare.side = action == .left ? .left : .right
      return
    }
    let sides = layout.compare(focusOnLeft: compare.side == .left)
    let area = compare.side == .left ? sides.left : sides.right
    let height = layout.rows(of: area).height
    let row = Self.target(
      action, from: compare.cursor(compare.side).selected, compare.count(compare.side), height)
    if compare.isLocked || compare.side == .left {
      compare.leftCursor.select(row, count: compare.count(.left), height: height)
    }
    if compare.isLocked || compare.side == .right {
      compare.rightCursor.select(row, count: compare.count(.right), height: height)
    }
  }

  /// Brings the cursors to rows that are there.
  mutating func clampCompare() {
    let sides = layout.compare(focusOnLeft: compare.side == .left)
    let height = layout.rows(of: compare.side == .left ? sides.left : sides.right).height
    compare.leftCursor.clamp(count: compare.count(.left), height: height)
    compare.rightCursor.clamp(count: compare.count(.right), height: height)
  }

  /// The two texts that are compared, which are set against each other outside.
  var comparedTexts: UnitPair? {
    guard let left = compare.left, let right = compare.right,
      catalog.questions[left.question].combination == nil,
      catalog.questions[right.question].combination == nil
    else { return nil }
    return UnitPair(left: left, right: right)
  }

  mutating func swapSides() {
    (compare.left, compare.right) = (compare.right, compare.left)
    (compare.leftCursor, compare.rightCursor) = (compare.rightCursor, compare.leftCursor)
  }

  mutating func nextOverlap() {
    let modes = CompareState.Mode.allCases
    let place = modes.firstIndex(of: compare.mode) ?? 0
    compare.mode = modes[(place + 1) % modes.count]
    (compare.leftCursor, compare.rightCursor) = (ListCursor(), ListCursor())
    compare.applyMode()
  }
}
