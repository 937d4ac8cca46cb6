internal import Terminal

/// The commands that `:` takes: every action by its name, and a few with a value.
enum Command {
  /// Commands that take a value, and what they do with it.
  static let valueHelp: [(name: String, help: String)] = [
    ("q ID", "go to a question"), ("step N", "go to a step; 0 is the whole completion"),
    ("rank N", "go to a rank, as N alone does"), ("doc ID", "go to a document of the list"),
    ("top K", "only the top k"), ("type A,B", "only these types"),
    ("narrow TEXT", "only rows that hold a text"),
    ("filter CONDITION", "only rows that fulfil a condition; empty takes it off"),
    ("sort KEY", "order by influence, pernat or pernorm"), ("pin a|b", "pin for Compare"),
    ("ask TEXT", "ask the model; `=> answer` at the end says what is expected"),
    ("theme NAME", "change the theme"), ("press KEYS", "press keys by their names"),
    ("session save NAME", "keep this view under a name, or in a file"),
    ("session load NAME", "go back to a view that was kept"),
    ("trust", "accept results that were computed elsewhere"),
    ("write FILE", "write this screen: .csv .jsonl .md .txt .svg"),
    ("save-display FILE", "write the cells and their styles, or .svg"),
  ]

  private static let withValues = valueHelp.map { $0.name.split(separator: " ")[0] }.map(
    String.init)

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
        refuse("no question \(value)")
      }
    case ("step", false):
      if let step = Int(value), step >= 0, step < stepCount {
        steps.selected = step
        (tab, pane) = (.explore, .steps)
      } else {
        refuse("no step \(value); this question has \(max(0, stepCount - 1))")
      }
    case ("rank", false): go(toRank: value)
    case ("top", false): keepTop(value)
    case ("doc", false): return [.locate(value)]
    case ("filter", _): keep(where: value)
    case ("sort", false): sort(by: value)
    case ("session", _): return session(value)
    case ("pin", false): pin(to: value)
    case ("ask", false): return ask(value)
    case ("press", false): return press(value)
    case ("write", false), ("save-display", false): return write(to: value, isRaw: name != "write")
    case ("type", false): filterTypes(named: value)
    case ("narrow", _): narrow(to: value)
    case ("theme", false):
      if let chosen = themes.first(where: { $0.name.lowercased() == value.lowercased() }) {
        theme = chosen
      } else {
        refuse("no theme \(value); there are \(themes.map(\.name).joined(separator: ", "))")
      }
    case ("trust", true):
      foreign = nil
      return [.trust]
    case ("q", true): return perform(.leave)
    case ("top", true): return perform(.top)
    default:
      guard let action = Action(rawValue: name) else {
        refuse("no command \(name); \(keyName(for: .help)) lists what there is")
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
        refuse("no type \(name); there are \(catalog.typeNames.joined(separator: ", "))")
      }
    }
  }

  /// Says that something cannot be done.
  mutating func refuse(_ reason: String) {
    message = reason
    hasRefused = true
  }

  mutating func go(toRank text: String) {
    if let rank = Int(text), let row = list.row(rank: rank) {
      selectDocument(row)
    } else {
      refuse("no rank \(text) in this list")
    }
  }

  mutating func keepTop(_ text: String) {
    if text.isEmpty {
      filter.top = nil
    } else if let top = Int(text), top > 0 {
      filter.top = top
    } else {
      refuse("\(text) is no number of documents")
    }
  }

  private mutating func sort(by name: String) {
    let names: [(String, Action)] = [
      ("influence", .viewRaw), ("raw", .viewRaw), ("pernat", .viewPerNat), ("nat", .viewPerNat),
      ("pernorm", .viewNorm), ("norm", .viewNorm),
    ]
    guard let action = names.first(where: { $0.0 == name.lowercased() })?.1 else {
      return refuse("no order \(name); there are influence, pernat and pernorm")
    }
    _ = perform(action)
  }

  private mutating func pin(to side: String) {
    switch side.lowercased() {
    case "a": compare.nextPin = .left
    case "b": compare.nextPin = .right
    default: return refuse("pin takes a or b")
    }
    pin()
  }

  /// Presses keys by their names, apart by spaces.
  private mutating func press(_ names: String) -> [Effect] {
    var effects: [Effect] = []
    for name in names.split(separator: " ") {
      guard let key = Key(name: String(name)) else {
        refuse("no key \(name); keys are written as the help writes them")
        return effects
      }
      effects += take(key)
    }
    return effects
  }

  /// Writes the screen to a file in the form that its ending names.
  ///
  /// - Parameter isRaw: writes the styles of the cells beside the text where the form is text.
  private mutating func write(to path: String, isRaw: Bool) -> [Effect] {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    let format = ExportFormat(rawValue: ending.lowercased()) ?? .text
    if isRaw, format != .svg {
      return [.save(path: path, contents: Snapshot(draw(self)).text)]
    }
    guard let contents = written(as: format) else {
      refuse("this screen has no rows to write as \(format.rawValue)")
      return []
    }
    return [.save(path: path, contents: contents)]
  }
}
