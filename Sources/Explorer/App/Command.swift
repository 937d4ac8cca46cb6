internal import PlainYAML
internal import RunModel
internal import Terminal

/// A command that `:` takes with a value; actions are commands too, by their names.
struct Command: Sendable {
  /// What may follow the name.
  enum Argument: Sendable { case none, optional, required }

  let name: String
  let argument: Argument
  /// How the value is called in the help; empty where there is none.
  let value: String
  let help: String
  /// Does it; the value is empty where none was given.
  let run: @Sendable (inout ExplorerState, String) -> [Effect]

  init(
    _ name: String, _ value: String, _ help: String, argument: Argument = .required,
    run: @escaping @Sendable (inout ExplorerState, String) -> [Effect]
  ) {
    self.name = name
    self.value = value
    self.help = help
    self.argument = argument
    self.run = run
  }

  /// Every command that takes a value, in the order of the help.
  static let all: [Command] =
    going + choosing
    + [
      Command(
        "ask", "TEXT", "ask the model; `=> answer` at the end says what is expected",
        argument: .optional
      ) {
        $1.isEmpty ? $0.perform(.ask) : $0.ask($1)
      },
      Command("theme", "NAME", "change the theme") { $0.chooseTheme(named: $1) },
      Command("trust", "", "accept results that were computed elsewhere", argument: .none) {
        state, _ in
        state.foreign = nil
        return [.trust]
      },
      Command("press", "KEYS", "press keys by their names") { $0.press($1) },
      Command("session", "save NAME", "keep this view under a name, or in a file; load goes back") {
        $0.session($1)
      },
      Command(
        "write", "[documents|steps|questions|screen] FILE",
        "write rows to .csv .jsonl .md, the screen to .txt .svg; documents if nothing is said"
      ) { $0.write($1) },
      Command("save-display", "FILE", "write the cells and their styles, or .svg") {
        $0.saveDisplay(to: $1)
      },
    ]

  private static let going: [Command] = [
    Command("q", "ID", "go to a question; alone, leave", argument: .optional) {
      $1.isEmpty ? $0.perform(.leave) : $0.go(toQuestionNamed: $1)
    },
    Command("question", "ID", "the same", argument: .optional) {
      $1.isEmpty ? $0.perform(.goQuestion) : $0.go(toQuestionNamed: $1)
    },
    Command("step", "N", "go to a step; 0 is the whole completion") { $0.go(toStep: $1) },
    Command("rank", "N", "go to a rank, as N alone does", argument: .optional) {
      if $1.isEmpty { return $0.perform(.goRank) }
      $0.go(toRank: $1)
      return []
    },
    Command("doc", "ID", "go to a document of the list") { $0.locate($1) },
    Command("pane", "questions|steps|documents", "go to a pane of Explore") { $0.go(toPane: $1) },
    Command("line", "N", "go to a line of the document that is read") { $0.go(toLine: $1) },
    Command("go-document", "ID", "the same", argument: .optional) {
      $1.isEmpty ? $0.perform(.goDocument) : $0.locate($1)
    },
    Command("find", "TEXT", "find text in what is listed or read", argument: .optional) {
      if $1.isEmpty { return $0.perform(.find) }
      return $0.find($1, from: 0)
    },
    Command(
      "compare", "A B", "two questions, or steps as A/2, side by side, or what is pinned",
      argument: .optional
    ) {
      $1.isEmpty ? $0.perform(.compare) : $0.compare(named: $1)
    },
    Command("findings", "N", "a finding by its number", argument: .optional) {
      $1.isEmpty ? $0.perform(.findings) : $0.showFinding($1)
    },
    Command(
      "fields", "NAME[,NAME]", "which values of a field, or of two together, matter",
      argument: .optional
    ) {
      $1.isEmpty ? $0.perform(.chooseFields) : $0.showFields(named: $1)
    },
    Command(
      "pin", "a|b|[NAME =] QUERY",
      "pin for Compare; or keep a combination such as mean(slope) - mean(control) as a question",
      argument: .optional
    ) {
      guard ["", "a", "b"].contains($1.lowercased()) else { return $0.keep(combination: $1) }
      if $1.isEmpty { $0.pin() } else { $0.pin(to: $1) }
      return []
    },
    Command("unpin", "NAME", "forget a combination, or the selected one", argument: .optional) {
      $0.unpin($1)
    },
  ]

  private static let choosing: [Command] = [
    Command("top", "K", "only the top k; alone, the first row", argument: .optional) {
      if $1.isEmpty { return $0.perform(.top) }
      $0.keepTop($1)
      return []
    },
    Command("top-k", "K", "only the top k", argument: .optional) {
      if $1.isEmpty { return $0.perform(.filterTop) }
      $0.keepTop($1)
      return []
    },
    Command("type", "A,B", "only these types") {
      $0.filterTypes(named: $1)
      return []
    },
    Command("narrow", "TEXT", "only rows that hold a text; empty takes it off", argument: .optional)
    {
      $0.narrow(to: $1)
      return []
    },
    Command(
      "text", "WORDS", "only documents that hold these words; empty takes it off",
      argument: .optional
    ) {
      $0.filter.words = $1
      return []
    },
    Command(
      "filter", "CONDITION", "only rows that fulfil a condition; empty takes it off",
      argument: .optional
    ) {
      $0.keep(where: $1)
      return []
    },
    Command("where", "CONDITION", "the same", argument: .optional) {
      if $1.isEmpty { return $0.perform(.filterCondition) }
      $0.keep(where: $1)
      return []
    },
    Command(
      "values", "FIELD", "count the values of a field in the list of documents",
      argument: .optional
    ) {
      $1.isEmpty ? $0.perform(.countValues) : $0.countValues(of: $1)
    },
    Command(
      "sort", "COLUMN [up|down]",
      "order by influence, pernat or pernorm, or by any column; rank goes back"
    ) { $0.sort(by: $1) },
    Command(
      "sort-questions", "COLUMN [up|down]", "order the questions by type, ok, nats, id or question"
    ) { $0.orderQuestions($1) },
    Command(
      "column", "NAME [shown|hidden|+N|-N]", "show a column, hide it, make it wider or narrower"
    ) { $0.column($1) },
  ]

  /// Names and values for the help.
  static var valueHelp: [(name: String, help: String)] {
    all.map { ("\($0.name) \($0.value)", $0.help) }
  }

  /// Every name that may begin a command.
  static let names: [String] = {
    var seen: Set<String> = []
    return (Action.allCases.map(\.rawValue) + all.map(\.name)).filter { seen.insert($0).inserted }
  }()

  /// The only command name, or the longest common beginning, that continues a text.
  static func completion(of text: String) -> String? {
    let names = names.filter { $0.hasPrefix(text) }
    guard var common = names.first else { return nil }
    for name in names {
      while !name.hasPrefix(common) { common.removeLast() }
    }
    return common.count > text.count ? common : nil
  }
}

extension ExplorerState {
  /// Runs one command as typed after `:` or given with `-c`.
  ///
  /// What cannot be done, and what a command has no use for, is refused with a sentence.
  package mutating func run(command text: String) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = words.first else { return [] }
    let name = first.hasPrefix(":") ? String(first.dropFirst()) : first
    let value = words.count > 1 ? words[1].trimmed : ""
    if let rank = Int(name) {
      guard value.isEmpty else { return refused("\(name) takes nothing after it, not \(value)") }
      go(toRank: "\(rank)")
      return []
    }
    if let command = Command.all.first(where: { $0.name == name }) {
      if value.isEmpty, command.argument == .required {
        return refused("\(name) needs \(command.value): \(command.help)")
      }
      if !value.isEmpty, command.argument == .none {
        return refused("\(name) takes nothing after it, not \(value)")
      }
      refusedColumn = nil
      let effects = command.run(&self, value)
      // Places are counted in all that was typed.
      if let range = value.isEmpty ? nil : text.firstRange(of: value) {
        let offset = text.distance(from: text.startIndex, to: range.lowerBound)
        refusedColumn = refusedColumn.map { $0 + offset }
        awaitedPin?.offset += offset
      }
      return effects
    }
    guard let action = Action(rawValue: name) else {
      let near = suggestion(for: name, among: Command.names)
      return refused("no command \(name)\(near); \(keyName(for: .help)) lists what there is")
    }
    guard value.isEmpty else { return refused("\(name) takes nothing after it, not \(value)") }
    return perform(action)
  }

  /// Says that something cannot be done.
  mutating func refuse(_ reason: String) {
    message = reason
    hasRefused = true
  }

  mutating func refused(_ reason: String) -> [Effect] {
    refuse(reason)
    return []
  }

  fileprivate mutating func go(toStep text: String) -> [Effect] {
    let count = exploredQuestion.map { catalog.questions[$0].steps.count } ?? -1
    guard let step = Int(text), step >= 0, step <= count else {
      return refused("no step \(text); this question has \(max(0, count))")
    }
    steps.selected = step
    (tab, pane) = (.explore, .steps)
    return []
  }

  fileprivate mutating func compare(named text: String) -> [Effect] {
    let ids = text.split(separator: " ").map(String.init)
    guard ids.count == 2 else { return refused("compare takes two questions, or none") }
    guard let left = unit(named: ids[0]), let right = unit(named: ids[1]) else { return [] }
    (compare.left, compare.right) = (left, right)
    return perform(.compare)
  }

  fileprivate mutating func showFinding(_ text: String) -> [Effect] {
    let pages = FindingsState.Page.allCases
    guard let number = Int(text), pages.indices.contains(number - 1) else {
      return refused("no finding \(text); there are 1 to \(pages.count)")
    }
    findings.page = pages[number - 1]
    findings.cursor = ListCursor()
    return perform(.findings)
  }

  fileprivate mutating func chooseTheme(named name: String) -> [Effect] {
    guard let chosen = themes.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      return refused(
        "no theme \(name); there are \(themes.map(\.name).joined(separator: ", "))")
    }
    theme = chosen
    return []
  }

  /// Shows the types whose names are given, apart by commas.
  fileprivate mutating func filterTypes(named names: String) {
    var types = TypeSet()
    for name in names.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let type = catalog.typeNames.firstIndex(where: { $0.hasPrefix(name) }) else {
        return refuse("no type \(name); there are \(catalog.typeNames.joined(separator: ", "))")
      }
      types.insert(type)
    }
    filter.types = types
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

  fileprivate mutating func go(toPane name: String) -> [Effect] {
    guard let pane = Pane(rawValue: name) else {
      return refused("no pane \(name); there are questions, steps and documents")
    }
    (tab, self.pane) = (.explore, pane)
    return []
  }

  /// A question, or with `/N` one of its steps, as `compare` takes it.
  private mutating func unit(named text: String) -> Unit? {
    if let index = catalog.questions.firstIndex(where: { $0.id == text }) {
      return Unit(question: index, step: 0)
    }
    let parts = text.split(separator: "/").map(String.init)
    guard parts.count > 1, let step = Int(parts[parts.count - 1]) else {
      return questionIndex(named: text).map { Unit(question: $0, step: 0) }
    }
    guard let index = questionIndex(named: parts.dropLast().joined(separator: "/")) else {
      return nil
    }
    guard (0...catalog.questions[index].steps.count).contains(step) else {
      refuse("no step \(step); \(parts[0]) has \(catalog.questions[index].steps.count)")
      return nil
    }
    return Unit(question: index, step: step)
  }

  /// Looks for a document, which the next command waits for.
  fileprivate mutating func locate(_ id: String) -> [Effect] {
    awaitedDocument = id
    return [.locate(id)]
  }

  fileprivate mutating func go(toLine text: String) -> [Effect] {
    guard tab == .read, let open = reader else { return refused("no document is being read") }
    guard let number = Int(text), let row = open.lines.firstIndex(where: { $0.number == number })
    else { return refused("no line \(text) in this document") }
    reader?.top = row
    return []
  }

  fileprivate mutating func pin(to side: String) {
    switch side.lowercased() {
    case "a": compare.nextPin = .left
    default: compare.nextPin = .right
    }
    pin()
  }

  /// Presses keys by their names, apart by spaces.
  fileprivate mutating func press(_ names: String) -> [Effect] {
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
}
