internal import RunModel
internal import Terminal

struct ExplorePart: ScreenPart {
  let title = "Explore"
  let shortTitle = "Expl"
  let action = Action.explore
  let help = "Explore: questions, steps, documents"
  var bindings: [Binding] { documentBindings + questionBindings + stepBindings }

  func go(_ state: inout ExplorerState) -> [Effect] {
    state.tab = .explore
    return []
  }

  func context(_ state: ExplorerState) -> Context { state.pane.context }
  func columnPlace(_ state: ExplorerState) -> Context? { state.pane.context }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawExplore(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    guard let unit = state.unit else {
      return Breadcrumb(lefts: [""], right: Breadcrumb.looks(state))
    }
    let filters = state.filter.parts(typeNames: state.catalog.typeNames)
    let more = filters.isEmpty ? "" : " > " + Sanitizer.visible(filters.joined(separator: "  "))
    return Breadcrumb(
      state, more: more,
      right: "nats \(natsText(state.nats(unit)))  " + Breadcrumb.looks(state))
  }

  func needs(_ state: ExplorerState) -> [Query] {
    let passages = state.listedPassages(height: state.layout.rows(of: .documents).height)
    return state.previewNeeds + state.textNeeds(passages, of: [state.answered?.unit])
  }

  func storedTable(_ state: ExplorerState) -> TableRequest.Content? {
    switch state.pane {
    case .questions: nil
    case .steps: state.listQuestion.map { .steps(question: $0) }
    case .documents: state.wantedList.map { .documents($0) }
    }
  }

  func table(_ state: ExplorerState) -> ViewTable? {
    state.pane == .questions ? state.questionTable : nil
  }

  func exportName(_ state: ExplorerState) -> String {
    switch state.pane {
    case .questions: "questions"
    case .steps: state.selectedQuestion.map { $0.id + "-steps" } ?? "steps"
    case .documents: state.listUnit.map { state.fileName(of: $0) } ?? "documents"
    }
  }

  func focusedPassage(_ state: ExplorerState) -> Int? { state.document?.passage }

  func linkCommands(_ state: ExplorerState) -> [String] {
    guard state.pane == .documents else { return ["pane \(state.pane.rawValue)"] }
    let passage = state.document.flatMap { state.texts[$0.passage] }
    return ["pane documents"]
      + (state.documents.selected > 0 ? passage.map { ["doc \($0.id)"] } ?? [] : [])
  }
}
