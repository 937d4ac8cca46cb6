internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Does what a person asked for.
  package mutating func perform(_ action: Action) -> [Effect] {
    performOnTour(action) ?? carryOut(action)
  }

  /// Does what an action stands for where one is, as the bindings say.
  mutating func carryOut(_ action: Action) -> [Effect] {
    keymap.handler(for: action, in: contexts)?(&self) ?? []
  }

  mutating func showMessages() {
    overlay = .text(
      title: "Messages", lines: messages.isEmpty ? ["nothing so far"] : messages, top: 0)
  }

  mutating func toggleMouse() -> [Effect] {
    isMouseOn.toggle()
    message = isMouseOn ? "mouse on" : "mouse off: the terminal selects text again"
    return [.mouse(isMouseOn)]
  }

  mutating func toggleBars() {
    showsBars.toggle()
    message = showsBars ? "bars on" : "bars off"
  }

  mutating func toggleNumbers() {
    showsNumbers.toggle()
    message = showsNumbers ? "line numbers on in the reader" : "line numbers off in the reader"
  }

  mutating func turnView() {
    view = view.next
    if view == .norm, catalog.gradientNorms.isEmpty { view = .raw }
    // Nothing else shows it there.
    if tab == .ask, askedQuestion == nil { message = "scores of the next answer: \(view.heading)" }
  }

  mutating func hold() {
    if isInAsk { return holdAsked() }
    (answered, awaited, hasNewScores) = (nil, nil, false)
  }

  mutating func chooseQuestion(_ purpose: Chooser.Purpose, title: String) {
    overlay = .chooser(questionChooser(purpose, title: title))
  }

  /// Moves the border between the lists, of this arrangement only.
  mutating func moveBorder(by step: Int) {
    let arrangement = Layout.arrangement(width: width, height: height, preferences: preferences)
    guard arrangement != .single else {
      refuse("one pane alone has no border to move")
      return
    }
    let before = layout
    preferences.splits[arrangement, default: 0] += step
    if layout == before {
      preferences.splits[arrangement, default: 0] -= step
      refuse("the border is as far as it goes")
    }
  }

  mutating func chooseNorm() {
    if catalog.gradientNorms.isEmpty {
      refuse("gradient lengths are not stored for this run")
    } else {
      choose(.norm)
    }
  }

  /// Shows scores in a view and orders by them.
  mutating func choose(_ new: ScoreView) {
    view = new
    order = nil
  }

  /// Gives the focus to the next pane of Explore, or to the other side of Compare.
  mutating func changePane(by step: Int) {
    if tab == .compare {
      compare.side = compare.side == .left ? .right : .left
      return
    }
    guard let place = Pane.allCases.firstIndex(of: pane) else { return }
    let count = Pane.allCases.count
    pane = Pane.allCases[(place + step + count) % count]
  }

  /// Closes what is open, then goes one level back; never quits.
  mutating func back() { tab.part.back(&self) }

  mutating func leave() -> [Effect] {
    guard tab == .explore else {
      back()
      return []
    }
    if engine.state == .running, controlsEngine {
      overlay = .quit
      return []
    }
    return quit()
  }

  func quit() -> [Effect] { [.quit(stoppingEngine: true)] }

  mutating func interrupt() -> [Effect] {
    if hasAskedToInterrupt { return quit() }
    if tab == .ask, let effects = stopAsked() { return effects }
    hasAskedToInterrupt = true
    message = "\(keyName(for: .interrupt)) again quits; \(keyName(for: .leave)) asks first"
    return []
  }

  mutating func showCompare() {
    pinWhatIsMissing()
    tab = .compare
  }

  mutating func go(toQuestion index: Int) {
    if !questionRows.contains(index) { narrowQuestions(to: "") }
    guard let row = questionRows.firstIndex(of: index) else { return }
    tab = .explore
    pane = .questions
    selectQuestion(row)
  }

  mutating func selectQuestion(_ row: Int) {
    let before = question
    questions.select(
      row, count: questionRows.count, height: layout.rows(of: .questions).height)
    if question != before { steps = ListCursor() }
  }

  mutating func selectDocument(_ row: Int) {
    if isInAsk {
      (tab, ask.isOnDocuments) = (.ask, true)
    } else {
      (tab, pane) = (.explore, .documents)
    }
    documents.select(row, count: list.count, height: layout.rows(of: .documents).height)
  }
}
