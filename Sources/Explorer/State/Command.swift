/// The commands that `:` takes: every action by its name, and a few with a value.
enum Command {
  static let withValues = [
    "q", "question", "step", "rank", "top", "theme", "narrow", "type", "save-display",
  ]

  /// The only command name, or the longest common beginning, that continues a text.
  static func completion(of text: String) -> String? {
    let names = (Action.allCases.map(\.rawValue) + withValues).filter { $0.hasPrefix(text) }
    guard var common = names.first else { return nil }
    for name in names {
      while !name.hasPrefix(common) { common.removeLast() }
    }
    return common.count > text.count ? common : nil
  }
}

extension ExplorerState {
  /// Runs one command as typed after `:` or given with `-c`.
  package mutating func run(command: String) -> [Effect] {
    let words = command.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = words.first else { return [] }
    let name = first.hasPrefix(":") ? String(first.dropFirst()) : first
    let value = words.count > 1 ? words[1] : ""
    if let rank = Int(name) { return run(command: "rank \(rank)") }
    switch (name, value.isEmpty) {
    case ("q", false), ("question", false):
      if let index = catalog.questions.firstIndex(where: { $0.id == value }) {
        go(toQuestion: index)
      } else {
        message = "no question \(value)"
      }
    case ("step", false):
      if let step = Int(value), step >= 0, step < stepCount {
        steps.selected = step
        pane = .steps
      } else {
        message = "no step \(value); this question has \(max(0, stepCount - 1))"
      }
    case ("rank", false):
      if let rank = Int(value), let row = list.row(rank: rank) {
        selectDocument(row)
      } else {
        message = "no rank \(value) in this list"
      }
    case ("top", false):
      if let top = Int(value), top > 0 {
        filter.top = top
      } else {
        message = "\(value) is no number of documents"
      }
    case ("type", false): filterTypes(named: value)
    case ("narrow", _): narrow(to: value)
    case ("theme", false):
      if let chosen = themes.first(where: { $0.name.lowercased() == value.lowercased() }) {
        theme = chosen
      } else {
        message = "no theme \(value); there are \(themes.map(\.name).joined(separator: ", "))"
      }
    case ("save-display", false):
      return [.save(path: value, contents: Snapshot(draw(self)).text)]
    case ("q", true): return perform(.leave)
    case ("top", true): return perform(.top)
    default:
      guard let action = Action(rawValue: name) else {
        message = "no command \(name); ? lists what there is"
        return []
      }
      return perform(action)
    }
    return []
  }

  /// Shows the types whose names are given, apart by commas.
  private mutating func filterTypes(named names: String) {
    filter.types = 0
    for name in names.split(whereSeparator: { $0 == "," || $0 == " " }) {
      if let type = catalog.typeNames.firstIndex(where: { $0.hasPrefix(name) }) {
        filter.types |= 1 << UInt64(type & 63)
      } else {
        message = "no type \(name); there are \(catalog.typeNames.joined(separator: ", "))"
      }
    }
  }
}
