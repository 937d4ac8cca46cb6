internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Gives a key to whatever has the focus.
  mutating func take(_ key: Key) -> [Effect] {
    if key != .control("c") { hasAskedToInterrupt = false }
    returning = nil
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
    case .escape, .control("c"):
      prompt = nil
    case .enter:
      prompt = nil
      return accept(current.editor.text, for: current.purpose)
    case .backspace where current.editor.characters.isEmpty:
      prompt = nil
    case .tab where current.purpose == .command:
      let text = current.editor.text
      if let name = Command.completion(of: text) { current.editor = LineEditor(name) }
      prompt = current
    default:
      _ = current.editor.take(key)
      prompt = current
      if current.purpose == .find { find(current.editor.text, from: 0) }
    }
    return []
  }

  private mutating func takeInOverlay(_ key: Key) -> [Effect] {
    switch overlay {
    case .quit:
      switch key {
      case .enter, .character("s"), .character("q"), .character("y"), .control("c"):
        return [.quit(stoppingEngine: true)]
      case .character("k"): return [.quit(stoppingEngine: false)]
      default: overlay = nil
      }
    case .text(let title, let lines, let top):
      let page = max(1, height - 8)
      let last = max(0, lines.count - page)
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
      case .enter:
        overlay = nil
        return choose(chooser)
      default:
        _ = chooser.take(key, height: chooserHeight)
        overlay = .chooser(chooser)
        previewTheme(chooser)
      }
    case nil: break
    }
    return []
  }

  /// Rows of a chooser's list on this screen.
  package var chooserHeight: Int { max(1, min(Chooser.height, height - 9)) }

  /// Does what the selected row of a chooser stands for.
  private mutating func choose(_ chooser: Chooser) -> [Effect] {
    guard let entry = chooser.selection else { return [] }
    switch chooser.purpose {
    case .help, .palette:
      guard Action.allCases.indices.contains(entry.value) else { return [] }
      return perform(Action.allCases[entry.value])
    case .theme:
      theme = themes[entry.value]
      report("theme \(theme.name)")
    case .question: go(toQuestion: entry.value)
    case .group: keepGroup(entry.value)
    case .left: compare.left = Unit(question: entry.value, step: 0)
    case .right: compare.right = Unit(question: entry.value, step: 0)
    }
    return []
  }

  private mutating func previewTheme(_ chooser: Chooser) {
    if chooser.purpose == .theme, let entry = chooser.selection { theme = themes[entry.value] }
  }

  private mutating func accept(_ text: String, for purpose: Prompt.Purpose) -> [Effect] {
    switch purpose {
    case .find:
      if !text.isEmpty { query = text }
      find(query, from: 0)
    case .narrow: narrow(to: text)
    case .rank: go(toRank: text)
    case .top: keepTop(text)
    case .condition: keep(where: text)
    case .document: return text.isEmpty ? [] : [.locate(text)]
    case .command: return run(command: text)
    case .keep: return keepAsked(expecting: text)
    }
    return []
  }
}
