internal import RunModel
internal import Terminal

extension Tab {
  package static let explore = Tab(name: "explore")
}

extension Action {
  package static var explore: Action { Tab.explore.action }
}

extension Context {
  package static let questions = Context("questions", title: "Questions", isList: true)
  package static let steps = Context("steps", title: "Steps", isList: true)
}

struct ExplorePart: ScreenPart {
  let tab = Tab.explore
  let title = "Explore"
  let shortTitle = "Expl"
  let help = "Explore: questions, steps, documents"
  var bindings: [Binding] { documentBindings + questionBindings + stepBindings }

  func context(_ state: ExplorerState) -> Context { state.pane.context }
  func columnPlace(_ state: ExplorerState) -> Context? { state.pane.context }

  func heads(_ state: ExplorerState) -> [ListHead] {
    switch state.pane {
    case .questions: QuestionColumn.heads(isWide: state.isWide)
    case .steps: StepColumn.heads(width: headedRows(state).width)
    case .documents: state.documentHeads
    }
  }

  func headedRows(_ state: ExplorerState) -> Rect { state.layout.rows(of: state.pane) }

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

  func back(_ state: inout ExplorerState) {
    if state.pane == .documents, state.marks.anchor != nil {
      state.marks.anchor = nil
    } else if state.preferences.isZoomed {
      state.preferences.isZoomed = false
    } else if state.pane != .questions {
      state.pane = state.pane == .documents ? .steps : .questions
    } else if !state.questionWords.isEmpty {
      state.narrowQuestions(to: "")
    }
  }

  func focus(_ state: inout ExplorerState, x: Int, y: Int) {
    let layout = state.layout
    if let hit = Pane.allCases.first(where: { layout[$0].contains(x: x, y: y) }) {
      state.pane = hit
    }
  }

  func select(_ state: inout ExplorerState, y: Int) -> Bool {
    let rows = state.layout.rows(of: state.pane)
    let (cursor, count) =
      switch state.pane {
      case .questions: (state.questions, state.questionRows.count)
      case .steps: (state.steps, state.stepCount)
      case .documents: (state.documents, state.list.count)
      }
    guard let row = cursor.row(atLine: y, of: rows, count: count) else { return false }
    switch state.pane {
    case .questions: state.selectQuestion(row)
    case .steps: state.steps.selected = row
    case .documents: state.documents.selected = row
    }
    return true
  }

  func needs(_ state: ExplorerState) -> [Query] {
    let passages = state.listedPassages(height: state.layout.rows(of: .documents).height)
    return state.previewNeeds + state.courseNeeds(state.selectedScore)
      + state.textNeeds(passages, of: [state.answered?.unit])
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

  func selectedLine(_ state: ExplorerState) -> String? {
    guard state.pane == .steps, let unit = state.unit, unit.step > 0 else {
      return state.pane == .documents ? nil : state.selectedQuestion?.prompt
    }
    return state.selectedQuestion?.steps[unit.step - 1].text
  }

  func focusedPassage(_ state: ExplorerState) -> Int? { state.document?.passage }

  func linkCommands(_ state: ExplorerState) -> [String] {
    guard state.pane == .documents else { return ["pane \(state.pane.rawValue)"] }
    let passage = state.document.flatMap { state.texts[$0.passage] }
    return ["pane documents"]
      + (state.documents.selected > 0 ? passage.map { ["doc \($0.id)"] } ?? [] : [])
  }
}
