internal import Findings
internal import RunModel
internal import Terminal

struct FindingsPart: ScreenPart {
  let title = "Findings"
  let shortTitle = "Find"
  let action = Action.findings
  let help = "Findings: statistics over the run"
  var bindings: [Binding] { findingsBindings }

  func go(_ state: inout ExplorerState) -> [Effect] {
    state.tab = .findings
    return []
  }

  func context(_ state: ExplorerState) -> Context { .findings }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawFindings(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    Breadcrumb(lefts: findingTitles(state), right: findingFilters(state), keepsRight: false)
  }

  func needs(_ state: ExplorerState) -> [Query] {
    let lines = state.findingLines
    let window = state.findings.cursor.window(
      count: lines.count, height: state.findingsList.height)
    return [.study, .texts(window.compactMap { lines[$0].passage })]
      + (state.studiedTexts.map { [.difference($0)] } ?? [])
  }

  func isSettled(_ state: ExplorerState) -> Bool {
    state.findings.study != nil || state.findings.trouble != nil
  }

  func table(_ state: ExplorerState) -> ViewTable? { state.findingTable }

  func exportName(_ state: ExplorerState) -> String { "findings-\(state.findings.page.title)" }

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
    return commands
  }
}
