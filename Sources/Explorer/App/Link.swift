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
    if let index = exploredQuestion { commands.append(goCommand(index)) }
    if steps.selected > 0 { commands.append("step \(steps.selected)") }
    commands += filterCommands
    if let order {
      commands.append(
        "sort \(Column.of(order.column).name) \(order.isDescending ? "down" : "up")")
    }
    return commands + tab.part.linkCommands(self)
  }

  /// The command that goes to a question, and keeps a combination where it is not kept.
  func goCommand(_ index: Int) -> String {
    let question = catalog.questions[index]
    return question.combination.map { "pin \(question.id) = \($0.expression)" }
      ?? "q \(question.id)"
  }

  /// How scores and columns are shown.
  private var lookCommands: [String] {
    var commands: [String] = []
    if view != .perNat { commands.append("view-\(view.argument)") }
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
}
