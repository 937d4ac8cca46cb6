internal import Terminal

extension Tab {
  package static let ask = Tab(name: "ask")
}

extension Action {
  package static var ask: Action { Tab.ask.action }
}

extension Context {
  package static let ask = Context("ask", title: "Ask")
}

struct AskPart: ScreenPart {
  let tab = Tab.ask
  let title = "Ask"
  let shortTitle = "Ask"
  let help = "Ask: a question of your own"
  var bindings: [Binding] { askBindings }

  func offers(_ action: Action, _ state: ExplorerState) -> Bool {
    let isScratch = state.askedQuestion.map { state.catalog.questions[$0].isScratch }
    return switch action {
    case .hold: isScratch != nil
    case .keepQuestion: isScratch ?? false
    case .discardQuestion: state.shownAsk != nil && isScratch ?? true
    case .editAnswer: !(state.shownAsk?.answer.isEmpty ?? true)
    case .interrupt: state.shownAsk?.isOpen ?? false
    default: offersUsual(action, state)
    }
  }

  func context(_ state: ExplorerState) -> Context { .ask }

  func columnPlace(_ state: ExplorerState) -> Context? {
    state.ask.isOnDocuments ? .documents : .steps
  }

  func heads(_ state: ExplorerState) -> [ListHead] {
    state.ask.isOnDocuments ? state.documentHeads : StepColumn.asked
  }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawAsk(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    let (left, right) = askTitles(state)
    return Breadcrumb(lefts: [String(left.drop { $0 == " " })], right: right)
  }

  func back(_ state: inout ExplorerState) {
    if state.ask.isOnDocuments { state.ask.isOnDocuments = false } else { state.tab = .explore }
  }

  func focus(_ state: inout ExplorerState, x: Int, y: Int) {
    let parts = AskLayout(state.layout, state)
    if parts.documents.contains(x: x, y: y) { state.ask.isOnDocuments = true }
    if parts.answer.contains(x: x, y: y) { state.ask.isOnDocuments = false }
  }

  func select(_ state: inout ExplorerState, y: Int) -> Bool {
    guard state.ask.isOnDocuments,
      let row = state.documents.row(
        atLine: y, of: state.documentArea, count: state.list.count)
    else { return false }
    state.documents.selected = row
    return true
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

  func selectedLine(_ state: ExplorerState) -> String? {
    guard let index = state.askedQuestion, state.ask.steps.selected > 0,
      state.catalog.questions[index].steps.count >= state.ask.steps.selected
    else { return state.shownAsk?.prompt }
    return state.catalog.questions[index].steps[state.ask.steps.selected - 1].text
  }

  func focusedPassage(_ state: ExplorerState) -> Int? {
    state.askedQuestion == nil ? nil : state.document?.passage
  }
}
