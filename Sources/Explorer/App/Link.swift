internal import Findings
internal import Formatting
internal import RunModel

extension ExplorerState {
  /// Copies the command line that opens this very view.
  mutating func copyLink() -> [Effect] {
    [.copy(link)]
  }

  /// `stemma WORK -c …`: everything that decides what the screen shows, in the order in which it is said.
  package var link: String {
    let place = workspace.isEmpty ? "." : workspace
    return (["stemma", shellWord(place)] + linkCommands.map { "-c \(shellWord($0))" })
      .joined(separator: " ")
  }

  /// The commands that lead from a fresh start to this view.
  package var linkCommands: [String] {
    var commands = lookCommands
    if let order = questionOrder {
      commands.append(
        "sort-questions \(order.column.rawValue) \(order.isDescending ? "down" : "up")")
    }
    if !questionWords.isEmpty { commands.append("narrow \(questionWords)") }
    if let index = exploredQuestion { commands.append("q \(catalog.questions[index].id)") }
    if steps.selected > 0 { commands.append("step \(steps.selected)") }
    commands += filterCommands
    if let order {
      commands.append(
        "sort \(Column.of(order.column).name) \(order.isDescending ? "down" : "up")")
    }
    switch tab {
    case .explore: commands += placeCommands
    case .read: commands += readCommands
    case .compare: commands += compareCommands
    case .findings: commands += findingCommands
    case .ask, .jobs: commands.append("\(tab)")
    }
    return commands
  }

  /// How scores and columns are shown.
  private var lookCommands: [String] {
    var commands: [String] = []
    switch view {
    case .perNat: break
    case .raw: commands.append("view-raw")
    case .norm: commands.append("view-norm")
    }
    if isWide { commands.append("wide") }
    for column in everyColumn {
      if columnChoice.added.contains(column.kind) { commands.append("column \(column.name)") }
      if columnChoice.hidden.contains(column.kind) {
        commands.append("column \(column.name) hidden")
      }
      if let width = columnChoice.widened[column.kind], width != 0 {
        commands.append("column \(column.name) \(width > 0 ? "+" : "")\(width)")
      }
    }
    return commands
  }

  private var filterCommands: [String] {
    var commands: [String] = []
    if !filter.types.isEmpty {
      let names = catalog.typeNames.indices.filter { filter.types.contains($0) }
      commands.append("type \(names.map { catalog.typeNames[$0] }.joined(separator: ","))")
    }
    switch filter.sign {
    case .both: break
    case .plus: commands.append("positive")
    case .minus: commands.append("negative")
    }
    if filter.hasAnswer { commands.append("has-answer") }
    if filter.isStarred { commands.append("starred") }
    if filter.isUnread { commands.append("unread") }
    if let top = filter.top { commands.append("top-k \(top)") }
    if filter.foldsCopies { commands.append("fold-copies") }
    if let condition = filter.condition { commands.append("filter \(condition)") }
    if !filter.words.isEmpty { commands.append("text \(filter.words)") }
    return commands
  }

  private var placeCommands: [String] {
    switch pane {
    case .questions: ["pane questions"]
    case .steps: ["pane steps"]
    case .documents:
      ["pane documents"]
        + (documents.selected > 0
          ? document.flatMap { texts[$0.passage] }.map { ["doc \($0.id)"] } ?? [] : [])
    }
  }

  private var readCommands: [String] {
    guard let reader, let passage = texts[reader.passage] else { return [] }
    var commands: [String] = []
    if readerOrigin == .compare {
      commands += compareCommands + ["doc \(passage.id)"]
    } else {
      let question = catalog.questions[reader.unit.question]
      commands += ["q \(question.id)", "step \(reader.unit.step)", "doc \(passage.id)"]
    }
    commands.append("read")
    if heatGrain != .token { commands.append("heat-by-\(heatGrain.rawValue)") }
    if !readerLooks.showsHeat { commands.append("heat") }
    if reader.top > 0, reader.lines.indices.contains(reader.top) {
      commands.append("line \(reader.lines[reader.top].number)")
    }
    return commands
  }

  private var compareCommands: [String] {
    let sides = [compare.left, compare.right].compactMap { $0 }.map { unit in
      catalog.questions[unit.question].id + (unit.step > 0 ? "/\(unit.step)" : "")
    }
    guard sides.count == 2 else { return ["compare"] }
    return ["compare \(sides.joined(separator: " "))"]
      + (compare.side == .left ? ["previous-pane"] : [])
      + Array(
        repeating: "overlap",
        count: CompareState.Mode.allCases.firstIndex(of: compare.mode) ?? 0)
  }

  private var findingCommands: [String] {
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
