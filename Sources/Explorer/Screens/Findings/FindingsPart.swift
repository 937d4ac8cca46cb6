internal import Findings
internal import RunModel
internal import Terminal

extension Tab {
  package static let findings = Tab(name: "findings")
}

extension Action {
  package static var findings: Action { Tab.findings.action }
}

extension Context {
  package static let findings = Context("findings", title: "Findings")
}

struct FindingsPart: ScreenPart {
  let tab = Tab.findings
  let title = "Findings"
  let shortTitle = "Find"
  let help = "Findings: statistics over the run"
  var bindings: [Binding] { findingsBindings }

  func offers(_ action: Action, _ state: ExplorerState) -> Bool {
    switch action {
    case .open:
      state.findings.page == .correlation
        ? state.findings.pair != nil : state.findingLines.contains { $0.target != nil }
    case .deeper, .shallower: state.findings.page.uses(action) && state.findingDepths.count > 1
    case .studyView: !state.catalog.gradientNorms.isEmpty
    default: state.findings.page.uses(action) && offersUsual(action, state)
    }
  }

  func context(_ state: ExplorerState) -> Context { .findings }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawFindings(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    Breadcrumb(lefts: findingTitles(state), right: findingFilters(state), keepsRight: false)
  }

  func select(_ state: inout ExplorerState, y: Int) -> Bool {
    let cursor = state.findings.cursor
    guard state.findings.page != .correlation,
      let row = cursor.row(
        atLine: y, of: state.findingsList, count: state.findingLines.count)
    else { return false }
    state.findings.cursor.selected = row
    return true
  }

  func clamp(_ state: inout ExplorerState) { state.clampFindings() }

  func needs(_ state: ExplorerState) -> [Query] {
    let lines = state.findingLines
    let window = state.findings.cursor.window(
      count: lines.count, height: state.findingsList.height)
    let fields = state.findings.page == .fields ? [Query.fields(state.findings.wantedFields)] : []
    return fields + [.study, .texts(window.compactMap { lines[$0].passage })]
      + (state.studiedTexts.map { [.difference($0)] } ?? [])
  }

  func isSettled(_ state: ExplorerState) -> Bool {
    let findings = state.findings
    return (findings.study != nil || findings.trouble != nil)
      && (findings.page != .fields || findings.counted?.request == findings.wantedFields)
  }

  func table(_ state: ExplorerState) -> ViewTable? { state.findingTable }

  func exportName(_ state: ExplorerState) -> String { "findings-\(state.findings.page.title)" }

  func selectedLine(_ state: ExplorerState) -> String? {
    if let line = state.selectedFinding {
      let passage = line.passage.flatMap { state.texts[$0]?.headline } ?? ""
      return (line.text + passage).trimmed
    }
    guard let pair = state.findings.pair, let study = state.findings.study else { return nil }
    let names = [pair.first, pair.second].map { study.questions[$0].id }
    return
      (names + [
        state.coefficientName, number(Float(state.findings.value(pair.first, pair.second))),
      ])
      .joined(separator: "\t")
  }

  func linkCommands(_ state: ExplorerState) -> [String] {
    let findings = state.findings
    var commands = ["findings \(findings.page.rawValue + 1)"]
    if findings.side == .negative { commands.append("other-side") }
    if findings.isRelative { commands.append("relative") }
    func turns<Value: CaseIterable & Equatable>(_ value: Value, _ action: Action) -> [String] {
      let place = Array(Value.allCases).firstIndex(of: value) ?? 0
      return Array(repeating: action.rawValue, count: place)
    }
    commands += turns(findings.order, .nextOrder) + turns(findings.coefficient, .nextCoefficient)
    commands += turns(findings.options.correctness, .onlyVerdict)
    if findings.options.view == .gradientNorm { commands.append("study-view") }
    if findings.page == .fields {
      commands.append("fields \(findings.fields.joined(separator: ","))")
    }
    return commands
  }
}
