internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Gives a key to whatever has the focus.
  mutating func take(_ key: Key) -> [Effect] {
    if key != .control("c") { hasAskedToInterrupt = false }
    stopReturning()
    leaveOpening()
    if case .mouse(let mouse) = key { return take(mouse) }
    if prompt != nil { return takeInPrompt(key) }
    if overlay != nil { return takeInOverlay(key) }
    if tab == .ask, ask.editor != nil { return takeInAsk(key) }
    message = ""
    opensWhenRanked = false
    if key == .escape, !pending.isEmpty {
      forgetPending()
      return []
    }
    if key == .function(1), !pending.isEmpty {
      showsWhichKey = true
      return []
    }
    pending.append(key)
    switch keymap.meaning(of: pending, in: contexts) {
    case .action(let action):
      forgetPending()
      return perform(action)
    case .prefix:
      return []
    case .nothing:
      if case .paste = key {
        message = "pasted text goes into what is typed, as after \(keyName(for: .command))"
      } else {
        message =
          "\(Binding.name(pending)) does nothing here; \(keyName(for: .help)) shows what does"
      }
      forgetPending()
      return []
    }
  }

  private mutating func forgetPending() {
    pending = []
    showsWhichKey = false
  }

  private mutating func takeInPrompt(_ key: Key) -> [Effect] {
    guard var current = prompt else { return [] }
    switch key {
    case .escape, .control("c"): closePrompt()
    case .enter: return accept(current)
    case .backspace where current.editor.characters.isEmpty: closePrompt()
    case .up, .down:
      let older = promptHistory[current.purpose] ?? []
      let place = current.historyPlace + (key == .up ? 1 : -1)
      guard (0...older.count).contains(place) else { return [] }
      if current.historyPlace == 0 { current.draft = current.editor.text }
      current.historyPlace = place
      current.editor = LineEditor(place == 0 ? current.draft : older[older.count - place])
      prompt = current
    case .tab:
      let text = current.editor.text
      if let longer = completion(of: text, for: current.purpose) {
        current.editor = LineEditor(longer)
      }
      prompt = current
    default:
      _ = current.editor.take(key)
      current.trouble = current.editor.hasCut ? LineEditor.cutNotice : nil
      prompt = current
      if current.purpose == .find {
        // What is found for more letters is looked for from where the search began.
        restore(current.origin)
        return find(current.editor.text, from: 0)
      }
    }
    return []
  }

  /// Opens a prompt; where one is comes back if it finds nothing or is given up.
  mutating func ask(for purpose: Prompt.Purpose, _ text: String = "") {
    prompt = Prompt(purpose: purpose, editor: LineEditor(text))
    let origin = SearchOrigin(
      questions: questions, steps: steps, documents: documents, left: compare.leftCursor,
      right: compare.rightCursor, readerTop: reader?.top ?? 0)
    prompt?.origin = origin
  }

  private mutating func closePrompt() {
    if let current = prompt, current.purpose == .find {
      restore(current.origin)
      awaitedFind = nil
    }
    prompt = nil
    message = ""
  }

  mutating func restore(_ origin: SearchOrigin?) {
    guard let origin else { return }
    (questions, documents) = (origin.questions, origin.documents)
    if tab == .explore { steps = origin.steps }
    (compare.leftCursor, compare.rightCursor) = (origin.left, origin.right)
    reader?.top = origin.readerTop
  }

  /// Does what a prompt is for; one that cannot be done stays open at the place that is wrong.
  private mutating func accept(_ accepted: Prompt) -> [Effect] {
    let text = accepted.editor.text
    prompt = nil
    (message, hasRefused) = ("", false)
    let effects = accept(text, for: accepted.purpose)
    // What is still looked for may yet fail, and then leads back as well.
    if accepted.purpose == .find { findOrigin = accepted.origin }
    if wantedNarrowing != nil { narrowing.prompt = accepted }
    if awaitedPin != nil { awaitedPin?.prompt = accepted }
    guard hasRefused else {
      if !text.isEmpty {
        promptHistory[accepted.purpose, default: []].removeAll { $0 == text }
        promptHistory[accepted.purpose, default: []].append(text)
      }
      return effects
    }
    if accepted.purpose == .find {
      restore(accepted.origin)
      return effects
    }
    var again = accepted
    again.trouble = message
    if let place = refusedColumn { again.editor.move(to: place - 1) }
    refusedColumn = nil
    prompt = again
    return effects
  }

  /// What continues a text that is typed; nil where nothing or too much does.
  private func completion(of text: String, for purpose: Prompt.Purpose) -> String? {
    switch purpose {
    case .command:
      guard let space = text.firstIndex(of: " ") else { return Command.completion(of: text) }
      let (name, value) = (text[..<space], String(text[text.index(after: space)...]))
      let values: [String] =
        switch name.drop(while: { $0 == ":" }) {
        case "q", "question", "compare": catalog.questions.map(\.id)
        case "theme": themes.map(\.name)
        case "type": catalog.typeNames
        case "session":
          value.hasPrefix("load ") || value.hasPrefix("save ") ? sessionNames : ["save ", "load "]
        case "sort-questions": QuestionColumn.allCases.map(\.rawValue) + ["up", "down"]
        case "pane": Pane.allCases.map(\.rawValue)
        case "sort": columnNames + ["up", "down"]
        case "column": everyColumn.map(\.name) + ["shown", "hidden"]
        case "write": ["documents ", "steps ", "questions ", "screen "]
        case "filter", "where": conditionWords
        case "pin": combinationWords
        case "fields", "values": fieldNames
        case "unpin":
          catalog.questions.reversed().prefix { $0.combination != nil }.map(\.id)
        default: []
        }
      return Self.continued(value, among: values).map { name + " " + $0 }
    case .condition:
      return Self.continued(text, among: conditionWords)
    case .combine:
      return Self.continued(text, among: combinationWords)
    default: return nil
    }
  }

  /// A text whose last word is continued as far as the words that begin like it agree.
  private static func continued(_ text: String, among words: [String]) -> String? {
    let last =
      text.lastIndex { " (,".contains($0) }.map { text.index(after: $0) } ?? text.startIndex
    let start = text[last...]
    let fitting = words.filter { $0.lowercased().hasPrefix(start.lowercased()) }
    guard !start.isEmpty, var common = fitting.first else { return nil }
    for word in fitting { while !word.hasPrefix(common) { common.removeLast() } }
    return common.count > start.count ? text[..<last] + common : nil
  }

  mutating func takeInOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .quit:
      switch key {
      case .enter, .character("s"), .character("q"), .character("y"), .control("c"):
        return [.quit(stoppingEngine: true)]
      case .character("k"): return [.quit(stoppingEngine: false)]
      default: overlay = nil
      }
    case .text(let title, let lines, let top):
      let page = textBoxRows
      let last = max(0, wrapped(lines).count - page)
      switch key {
      case .down, .character("j"):
        overlay = .text(title: title, lines: lines, top: min(last, top + 1))
      case .up, .character("k"):
        overlay = .text(title: title, lines: lines, top: max(0, top - 1))
      case .pageDown, .character(" "):
        overlay = .text(title: title, lines: lines, top: min(last, top + page))
      case .pageUp, .character("b"):
        overlay = .text(title: title, lines: lines, top: max(0, top - page))
      default: overlay = nil
      }
    case .chooser(var chooser):
      switch key {
      case .escape, .control("c"):
        if chooser.purpose == .theme { theme = themeBefore ?? theme }
        overlay = nil
      case .enter where wantedChoice != nil:
        // What is on the screen is not what was typed yet.
        chooser.isAccepted = true
        overlay = .chooser(chooser)
      case .enter:
        overlay = nil
        return choose(chooser)
      case .character("t") where chooser.purpose == .help && chooser.editor.text.isEmpty:
        return perform(.tour)
      default:
        chooser.isAccepted = false
        _ = chooser.take(key, height: chooserHeight)
        message = chooser.editor.hasCut ? LineEditor.cutNotice : ""
        overlay = .chooser(chooser)
        previewTheme(chooser)
      }
    case nil: break
    }
    return []
  }

  /// Rows of a box of text: a low screen is covered whole, without empty rows.
  var textBoxRows: Int { max(1, height - (textBoxInset > 0 ? 8 : 4)) }

  /// Empty rows above and below.
  var textBoxInset: Int { height < 18 ? 0 : 1 }

  /// Rows of a chooser's list on this screen.
  package var chooserHeight: Int {
    max(1, min(Chooser.height, height - 4 - chooserHead - chooserDetail))
  }

  /// Rows below the list, for the whole text of the selected row.
  var chooserDetail: Int { width < 60 ? 4 : height < 18 ? 2 : 3 }

  /// Rows above the list: what is typed and, where there is room, an empty one.
  var chooserHead: Int { height < 18 ? 1 : 2 }

  /// Does what the selected row of a chooser stands for.
  private mutating func choose(_ chooser: Chooser) -> [Effect] {
    guard let place = chooser.selected, let entry = entry(place, of: chooser) else { return [] }
    switch chooser.purpose {
    case .help, .palette:
      guard Action.allCases.indices.contains(entry.value) else { return [] }
      return perform(Action.allCases[entry.value])
    case .theme:
      theme = themes[entry.value]
      report("theme \(theme.name)")
    case .question: go(toQuestion: entry.value)
    case .group: keepGroup(entry.value)
    case .valuesOf: return countValues(of: fieldNames[entry.value])
    case .values: keepValue(entry.value)
    case .fields: countFields([fieldNames[entry.value]])
    case .ranksElsewhere: return goToRankElsewhere(entry.value)
    case .columns:
      toggle(column: entry.value)
      // Whoever chooses one column chooses several.
      showColumns()
      if case .chooser(var again)? = overlay {
        again.select(entry: entry.value)
        overlay = .chooser(again)
      }
    case .left: compare.left = Unit(question: entry.value, step: 0)
    case .right: compare.right = Unit(question: entry.value, step: 0)
    }
    return []
  }

  mutating func previewTheme(_ chooser: Chooser) {
    if chooser.purpose == .theme, let entry = chooser.selection { theme = themes[entry.value] }
  }

  private mutating func accept(_ text: String, for purpose: Prompt.Purpose) -> [Effect] {
    switch purpose {
    case .find:
      if !text.isEmpty { query = text }
      return find(query, from: 0)
    case .narrow: narrow(to: text)
    case .rank: go(toRank: text)
    case .top: keepTop(text)
    case .condition: keep(where: text)
    case .combine: return keep(combination: text)
    case .document: return text.isEmpty ? [] : [.locate(text)]
    case .command: return run(command: text)
    case .keep: return keepAsked(expecting: text)
    }
    return []
  }
}
