internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Does what a person asked for.
  package mutating func perform(_ action: Action) -> [Effect] {
    performOnTour(action) ?? carryOut(action)
  }

  /// Does what an action stands for.
  mutating func carryOut(_ action: Action) -> [Effect] {
    switch action {
    case .tour: startTour()
    case .read: return read()
    case .explore, .compare, .findings, .ask, .jobs: show(action)
    case .nextPane: changePane(by: 1)
    case .previousPane: changePane(by: -1)
    case .back: back()
    case .leave: return leave()
    case .quit: return quit()
    case .interrupt: return interrupt()
    case .help: showHelp()
    case .palette: showPalette()
    case .command: ask(for: .command)
    case .facts: tab == .findings ? showFindingFacts() : showFacts()
    case .messages:
      overlay = .text(
        title: "Messages", lines: messages.isEmpty ? ["nothing so far"] : messages, top: 0)
    case .themes: showThemes()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .reload: return [.reload]
    case .mouse:
      isMouseOn.toggle()
      message = isMouseOn ? "mouse on" : "mouse off: the terminal selects text again"
      return [.mouse(isMouseOn)]
    case .preview: wishes.preview = layout.preview.isEmpty
    case .bars:
      showsBars.toggle()
      message = showsBars ? "bars on" : "bars off"
    case .zoom where tab == .findings && findings.page != .correlation:
      refuse("only the map of finding 1 has cells to zoom")
    case .zoom:
      wishes.isZoomed.toggle()
      if tab == .findings { message = wishes.isZoomed ? "one question a cell" : "the whole map" }
    case .moveBorderLeft: moveBorder(by: -4)
    case .moveBorderRight: moveBorder(by: 4)
    case .wide: isWide.toggle()
    case .numbers:
      showsNumbers.toggle()
      message = showsNumbers ? "line numbers on in the reader" : "line numbers off in the reader"
    case .down, .up, .left, .right, .top, .end, .pageDown, .pageUp, .halfDown, .halfUp:
      move(action)
    case .open: return open()
    case .goRank: ask(for: .rank)
    case .goQuestion: overlay = .chooser(questionChooser(.question, title: "Question"))
    case .goDocument: ask(for: .document)
    case .find: ask(for: .find)
    case .findNext: find(query, from: 1)
    case .findPrevious: find(query, from: -1)
    case .narrow: ask(for: .narrow)
    case .filterCode, .filterTextbook, .filterForum, .filterEncyclopedia, .filterOther, .allTypes,
      .signPlus, .signMinus, .signBoth, .nextSign, .filterAnswer, .filterStarred, .filterUnread,
      .filterTop, .filterCondition, .clearFilters, .foldCopies:
      changeFilter(action)
    case .viewRaw: choose(.raw)
    case .viewPerNat: choose(.perNat)
    case .viewNorm: chooseNorm()
    case .nextColumn: moveColumn(by: 1)
    case .previousColumn: moveColumn(by: -1)
    case .sortColumn: sortByColumn()
    case .chooseColumns: showColumns()
    case .hideColumn: hideColumn()
    case .widenColumn: widenColumn(by: 2)
    case .narrowColumn: widenColumn(by: -2)
    case .mark: mark()
    case .markRange: markRange()
    case .markAll: markAll()
    case .undo: return undo()
    case .nextView:
      view = view.next
      if view == .norm, catalog.gradientNorms.isEmpty { view = .raw }
    case .hold where isInAsk: holdAsked()
    case .hold: (answered, awaited, hasNewScores) = (nil, nil, false)
    case .star: return star()
    case .pin: pin()
    case .copyLine, .copyId, .copyText, .copyQuestion: return copy(action)
    case .copyLink: return copyLink()
    case .exportTable, .exportLines, .exportCard, .exportScreen, .exportPicture:
      return export(action)
    case .nextDocument: return turn(by: 1)
    case .previousDocument: return turn(by: -1)
    case .nextAnswer: goToAnswer(by: 1)
    case .previousAnswer: goToAnswer(by: -1)
    case .answerMarks:
      readerLooks.marksAnswer.toggle()
      message = readerLooks.marksAnswer ? "the answer is marked" : "the answer is not marked"
    case .nextHot: goToHeat(by: 1)
    case .previousHot: goToHeat(by: -1)
    case .heat: readerLooks.showsHeat.toggle()
    case .heatByToken, .heatByWord, .heatBySentence, .heatByLine, .heatByParagraph:
      changeGrain(action)
    case .heatScale: changeScale()
    case .milder: changeGamma(by: 0.8)
    case .stronger: changeGamma(by: 1.25)
    case .lock: compare.isLocked.toggle()
    case .swap: swapSides()
    case .overlap: nextOverlap()
    case .chooseA: overlay = .chooser(questionChooser(.left, title: "Question A"))
    case .chooseB: overlay = .chooser(questionChooser(.right, title: "Question B"))
    case .nextFinding, .previousFinding, .deeper, .shallower, .otherSide, .relative, .nextOrder,
      .nextCoefficient, .onlyVerdict, .onlyGroup, .studyView, .everyQuestion:
      changeFindings(action)
    case .exportFigure: return exportFigure()
    case .edit: edit(.question)
    case .newQuestion:
      edit(.question)
      ask.editor = LineEditor("", keepsLines: true)
    case .editAnswer: edit(.answer)
    case .keepQuestion: keepAsked()
    case .discardQuestion: return discardAsked()
    case .olderQuestion: turnAsked(by: 1)
    case .newerQuestion: turnAsked(by: -1)
    case .startEngine where tab == .ask: return resumeAsked()
    case .startEngine: return startEngine()
    case .stopEngine: return [.stopEngine]
    case .pauseJob, .pauseEngine, .cancelJob, .retryJob, .sooner, .later: return manage(action)
    case .everyJob:
      showsEveryJob.toggle()
      message = showsEveryJob ? "every request" : "done requests about token heat are left out"
    case .wholeLog: showLog()
    }
    return []
  }

  /// Moves the border between the lists, of this arrangement only.
  private mutating func moveBorder(by step: Int) {
    let arrangement = Layout.arrangement(width: width, height: height, wishes: wishes)
    guard arrangement != .single else {
      refuse("one pane alone has no border to move")
      return
    }
    let before = layout
    wishes.splits[arrangement, default: 0] += step
    if layout == before {
      wishes.splits[arrangement, default: 0] -= step
      refuse("the border is as far as it goes")
    }
  }

  private mutating func chooseNorm() {
    if catalog.gradientNorms.isEmpty {
      refuse("gradient lengths are not stored for this run")
    } else {
      choose(.norm)
    }
  }

  /// Shows scores in a view and orders by them.
  private mutating func choose(_ new: ScoreView) {
    view = new
    order = nil
  }

  private mutating func changePane(by step: Int) {
    if tab == .compare {
      compare.side = compare.side == .left ? .right : .left
      return
    }
    if tab == .ask { ask.isOnDocuments.toggle() }
    if tab == .read { changeReaderFocus(by: step) }
    guard tab == .explore, let place = Pane.allCases.firstIndex(of: pane) else { return }
    let count = Pane.allCases.count
    pane = Pane.allCases[(place + step + count) % count]
  }

  /// Closes what is open, then goes one level back; never quits.
  private mutating func back() {
    switch tab {
    case .explore:
      if pane == .documents, marks.anchor != nil {
        marks.anchor = nil
      } else if wishes.isZoomed {
        wishes.isZoomed = false
      } else if pane != .questions {
        pane = pane == .documents ? .steps : .questions
      } else if !questionWords.isEmpty {
        narrowQuestions(to: "")
      }
    case .read where reader?.focus ?? .text != .text: reader?.focus = .text
    case .read: tab = readerOrigin
    case .ask where ask.isOnDocuments: ask.isOnDocuments = false
    default: tab = .explore
    }
  }

  private mutating func leave() -> [Effect] {
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

  private func quit() -> [Effect] { [.quit(stoppingEngine: true)] }

  private mutating func interrupt() -> [Effect] {
    if hasAskedToInterrupt { return quit() }
    if tab == .ask, let effects = stopAsked() { return effects }
    hasAskedToInterrupt = true
    message = "\(keyName(for: .interrupt)) again quits; \(keyName(for: .leave)) asks first"
    return []
  }

  private mutating func show(_ action: Action) {
    switch action {
    case .compare:
      pinWhatIsMissing()
      tab = .compare
    case .findings: tab = .findings
    case .ask: tab = .ask
    case .jobs: tab = .jobs
    default: tab = .explore
    }
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
