internal import Terminal

struct AskPart: ScreenPart {
  let title = "Ask"
  let shortTitle = "Ask"
  let action = Action.ask
  let help = "Ask: a question of your own"
  var bindings: [Binding] { askBindings }

  func go(_ state: inout ExplorerState) -> [Effect] {
    state.tab = .ask
    return []
  }

  func context(_ state: ExplorerState) -> Context { .ask }

  func columnPlace(_ state: ExplorerState) -> Context? {
    state.ask.isOnDocuments ? .documents : .steps
  }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawAsk(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    let (left, right) = askTitles(state)
    return Breadcrumb(lefts: [String(left.drop { $0 == " " })], right: right)
  }

  func needs(_ state: ExplorerState) -> [Query] {
    guard state.askedQuestion != nil else { return [] }
    return state.textNeeds(
      state.listedPassages(height: state.documentRows), of: [state.answered?.unit])
  }

  func storedTable(_ state: ExplorerState) -> TableRequest.Content? {
    state.askedQuestion == nil ? nil : state.wantedList.map { .documents($0) }
  }

  func table(_ state: ExplorerState) -> ViewTable? {
    state.askedQuestion == nil ? ViewTable(of: state.askedJobs, title: "Questions asked") : nil
  }

  func focusedPassage(_ state: ExplorerState) -> Int? {
    state.askedQuestion == nil ? nil : state.document?.passage
  }
}
