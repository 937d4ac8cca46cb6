internal import RunModel
internal import Terminal

extension Tab {
  package static let compare = Tab(name: "compare")
}

extension Action {
  package static var compare: Action { Tab.compare.action }
}

extension Context {
  package static let compare = Context("compare", title: "Compare", isList: true)
}

struct ComparePart: ScreenPart {
  let tab = Tab.compare
  let title = "Compare"
  let shortTitle = "Comp"
  let help = "Compare: two questions side by side"
  var bindings: [Binding] { compareBindings }

  func go(_ state: inout ExplorerState) -> [Effect] {
    state.showCompare()
    return []
  }

  func offers(_ action: Action, _ state: ExplorerState) -> Bool {
    switch action {
    // What stands here was pinned already.
    case .pin: false
    case .open, .mark, .find: state.compare.count(state.compare.side) > 0
    default: offersUsual(action, state)
    }
  }

  func context(_ state: ExplorerState) -> Context { .compare }
  func columnPlace(_ state: ExplorerState) -> Context? { .documents }

  func focus(_ state: inout ExplorerState, x: Int, y: Int) {
    let sides = state.layout.compare(focusOnLeft: state.compare.side == .left)
    if sides.left.contains(x: x, y: y) || sides.leftHead.contains(x: x, y: y) {
      state.compare.side = .left
    } else if sides.right.contains(x: x, y: y) || sides.rightHead.contains(x: x, y: y) {
      state.compare.side = .right
    }
  }

  func select(_ state: inout ExplorerState, y: Int) -> Bool {
    let compare = state.compare
    guard
      let row = compare.cursor(compare.side).row(
        atLine: y, of: state.documentHeadArea, count: compare.count(compare.side))
    else { return false }
    state.compare.select(row)
    return true
  }

  func clamp(_ state: inout ExplorerState) { state.clampCompare() }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawCompare(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    Breadcrumb(lefts: compareTitles(state), right: lockText(state), keepsRight: false)
  }

  func needs(_ state: ExplorerState) -> [Query] {
    let compare = state.compare
    var needs: [Query] = []
    if let wanted = state.wantedComparison { needs.append(.comparison(wanted)) }
    if let texts = state.comparedTexts { needs.append(.difference(texts)) }
    let passages = [CompareState.Side.left, .right].flatMap { side in
      compare.cursor(side).window(count: compare.count(side), height: state.height)
        .map { compare.row(side, $0).passage }
    }
    return needs + state.textNeeds(passages, of: [compare.left, compare.right])
  }

  func isSettled(_ state: ExplorerState) -> Bool {
    state.compare.awaited == nil || state.compare.answered == state.compare.awaited
  }

  func storedTable(_ state: ExplorerState) -> TableRequest.Content? {
    state.wantedComparison.map { .comparison($0) }
  }

  func focusedPassage(_ state: ExplorerState) -> Int? {
    let compare = state.compare
    guard compare.count(compare.side) > 0 else { return nil }
    return compare.row(compare.side, compare.cursor(compare.side).selected).passage
  }

  func linkCommands(_ state: ExplorerState) -> [String] {
    let compare = state.compare
    let sides = [compare.left, compare.right].compactMap { $0 }.map { unit in
      state.catalog.questions[unit.question].id + (unit.step > 0 ? "/\(unit.step)" : "")
    }
    guard sides.count == 2 else { return ["compare"] }
    // Combinations are kept first where they are not, and what is explored gone back to.
    let pins = [compare.left, compare.right].compactMap { $0?.question }.filter {
      state.catalog.questions[$0].combination != nil && $0 != state.exploredQuestion
    }
    let first = pins.map { state.goCommand($0) }
    let way =
      first.isEmpty ? [] : first + (state.exploredQuestion.map { [state.goCommand($0)] } ?? [])
    return way + ["compare \(sides.joined(separator: " "))"]
      + (compare.side == .left ? ["previous-pane"] : [])
      + Array(
        repeating: "overlap",
        count: CompareState.Mode.allCases.firstIndex(of: compare.mode) ?? 0)
  }
}

extension ExplorerState {
  /// The tops of both sides as far as they are shown; files are written from the database instead.
  var comparisonTable: ViewTable? {
    guard tab == .compare, let left = compare.left, let right = compare.right,
      let answer = compare.answer, let view = compare.answered?.view
    else { return nil }
    var table = ViewTable(
      title: "A \(name(of: left)), B \(name(of: right))",
      columns: ["side", "rank", "passage", "type", view.column])
    for (side, letter) in [(CompareState.Side.left, "A"), (.right, "B")] {
      let count = min(answer.depth, compare.count(side), 20)
      table.rows += (0..<count).map {
        let row = compare.row(side, $0)
        return [
          .text(letter), .init(row.rank), .init(texts[row.passage]?.id),
          .text(typeName(row.passage)), .init(row.value),
        ]
      }
    }
    let r = answer.correlation.map(signed) ?? "undefined"
    table.notes =
      ["Pearson's r over all scored passages: \(r)"]
      + [
        "In common among the top \(answer.depth): \(answer.common.count), "
          + "by chance \(answer.commonByChance)"
      ] + origin
    return table
  }
}
