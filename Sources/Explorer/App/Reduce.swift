internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Takes in an event and returns what must be done outside.
  package mutating func reduce(_ event: Event) -> [Effect] {
    var effects: [Effect] = []
    switch event {
    case .key(let key): effects = take(key)
    case .resized(let width, let height): resize(width: width, height: height)
    case .timeout: showsWhichKey = !pending.isEmpty
    case .catalog(let catalog): receive(catalog)
    case .ranked(let request, let answer): effects = receive(answer, for: request)
    case .listRefused(let request, let reason): refuse(request, reason)
    case .passages(let passages): texts.add(passages)
    case .summaries(let question, let values): summaries.receive(values, for: question)
    case .compared(let request, let comparison):
      if compare.awaited == request { compare.receive(comparison, for: request) }
    case .heat(let request, let heat): receive(heat, for: request)
    case .glanced(let request, let heat): receive(heat, for: request)
    case .relations(let request, let found): relations.receive(found, for: request)
    case .course(let request, let scores): courses.receive(scores, for: request)
    case .matched(let request, let found): receive(found, for: request)
    case .toldApart(let pair, let diff): differences.receive(diff, for: pair)
    case .narrowed(let narrowing, let rows): receive(rows, of: narrowing)
    case .chosen(let choice, let rows): effects = receive(rows, for: choice)
    case .found(let request, let row): receive(row: row, of: request)
    case .foundInText(let request, let places): receive(places, of: request)
    case .answersFound(let question, let found):
      for (passage, places) in found {
        hits.receive(places, for: AnswerLocation(question: question, passage: passage))
      }
    case .relevance(let request, let found): relevance.take(found, for: request)
    case .study(let answer): findings.receive(answer)
    case .fieldsCounted(let answer): receive(answer)
    case .valuesCounted(let answer): receive(answer)
    case .activity(let activity): receive(activity)
    case .starred(let passages, let isOn, let takesBack):
      if !takesBack, !passages.isEmpty { remember(.stars(passages, isOn: isOn)) }
    case .personalMarks(let marks): receive(marks)
    case .engine(let status): receive(status)
    case .scoresChanged: noticeNewScores()
    case .command(let text): effects = runAtStart(text)
    case .pinRefused(let query, let reason, let place): refuse(query, reason, place)
    case .located(let id, let passage): effects = receive(passage: passage, named: id)
    case .session(let session, let troubles):
      resume(session)
      for trouble in troubles { report("! " + trouble) }
    case .themes(let themes): receive(themes)
    case .notice(let text): report(text)
    case .failed(let text): report("! " + text)
    }
    clampCursors()
    return effects + requestMissingData()
  }

  /// Shows a list that was asked for, and opens its first document where somebody waits for that.
  private mutating func receive(_ answer: ListAnswer, for request: ListRequest) -> [Effect] {
    show(answer, for: request)
    // Where there are no rows, the list says it.
    if let note = answer.note, answer.list.count > 0, isListCurrent { message = note }
    guard opensWhenRanked, isListCurrent else { return [] }
    opensWhenRanked = false
    return list.count > 0 ? read() : []
  }

  private mutating func receive(_ found: ReaderMatches, for request: HeatRequest) {
    matches.receive(found, for: request)
    guard reader?.request == request else { return }
    reader?.matches = found
    reader?.clampAnswers()
  }

  private mutating func receive(_ status: EngineStatus) {
    sayWhatBecame(of: status)
    if let rate = status.rate, status.done != engine.done || status.stage != engine.stage {
      rates = (status.stage == engine.stage ? rates.suffix(119) : []) + [rate]
    }
    if !status.isServing, status.state != .running, engine.isServing || engine.state == .running {
      // Whoever comes next knows nothing of what the last one was asked for.
      heats.withdrawRequests()
      glances.expire()
    }
    engine = status
  }

  /// Runs a command that was given with the program.
  private mutating func runAtStart(_ text: String) -> [Effect] {
    hasRefused = false
    leaveOpening()
    stopReturning()
    let effects = run(command: text)
    // Among several commands of a start, a reason alone would not say which one it is about.
    if hasRefused {
      message = ":\(text.hasPrefix(":") ? String(text.dropFirst()) : text): \(message)"
    }
    return effects
  }

  /// Goes to a document that was looked for.
  private mutating func receive(passage: Int?, named id: String) -> [Effect] {
    awaitedDocument = nil
    if let target = returning, target.document == id { return arrive(at: passage, of: target) }
    go(toPassage: passage, named: id)
    return []
  }

  /// Says when an engine has failed, has gone, or has been stopped, and which key brings one.
  private mutating func sayWhatBecame(of status: EngineStatus) {
    let start = controlsEngine ? "; \(keyName(for: .startEngine)) starts one" : ""
    if let failure = status.failure, failure != engine.failure { report("! \(failure)\(start)") }
    if status.isHalted, !engine.isHalted {
      report("! the engine's process is stopped and answers nothing; `kill -CONT` lets it go on")
    }
  }

  /// Says something in the message row and keeps it in the list of messages.
  mutating func report(_ text: String) {
    message = text
    messages.append(text)
    if messages.count > 500 { messages.removeFirst(100) }
  }

  /// Takes in a catalog, again and again while an engine answers questions, and stays in place.
  private mutating func receive(_ new: Catalog) {
    let id = exploredQuestion.map { catalog.questions[$0].id }
    let (before, step) = (questions, steps)
    let isSameCorpus = catalog.passageCount == new.passageCount
    let old = catalog
    catalog = new
    forgetAnswers(since: old, isSameCorpus: isSameCorpus)
    if !isSameCorpus { texts.clear() }
    (answered, awaited, compare.answered, compare.awaited) = (nil, nil, nil, nil)
    let rows = findings.rows
    if !rows.allSatisfy({ $0 < new.questions.count && new.questions[$0].id == old.questions[$0].id }
    ) {
      // The study's rows stand for other questions now.
      (findings.study, findings.rows, findings.evidence) = (nil, [], [:])
    }
    renewFindings()
    narrowAgain(since: old)
    if let id, let row = questionRows.firstIndex(where: { new.questions[$0].id == id }) {
      questions = before
      questions.selected = row
      steps = step
    }
    // What stands at a place of the old catalog may stand elsewhere in the new one.
    func moved(_ unit: Unit) -> Unit? {
      let id = old.questions[unit.question].id
      guard let place = new.questions.firstIndex(where: { $0.id == id }),
        unit.step <= new.questions[place].steps.count
      else { return nil }
      return Unit(question: place, step: unit.step)
    }
    if let reader { moveReader(to: isSameCorpus ? moved(reader.unit) : nil) }
    let sides = [compare.left, compare.right].compactMap { $0 }
    if sides.contains(where: { moved($0) == nil }) { compare = CompareState() }
    (compare.left, compare.right) = (
      compare.left.flatMap(moved), compare.right.flatMap(moved)
    )
    sayWhatIsKept(since: old)
    pairRewritten()
    if let place = lastLocation, !new.questions.isEmpty {
      lastLocation = nil
      restore(place)
    }
    openIfFirst()
    arriveAtPin()
  }

  /// Forgets what is kept by places in the catalog, unless the same questions stand there as before.
  private mutating func forgetAnswers(since old: Catalog, isSameCorpus: Bool) {
    let isSame = zip(old.questions, catalog.questions).allSatisfy { one, other in
      one.id == other.id && one.steps == other.steps && one.answer == other.answer
        && one.aliases == other.aliases && one.combination == other.combination
    }
    if isSame, isSameCorpus, old.questions.count <= catalog.questions.count {
      summaries.expire()
      relations.expire()
      courses.expire()
      return
    }
    summaries.clear()
    differences.clear()
    hits.clear()
    relevance = WordRelevance()
    heats.clear()
    glances.clear()
    relations.clear()
    courses.clear()
    matches.clear()
    heatScales = [:]
    preview = nil
  }

  /// Goes to the first row of a document in the list.
  private mutating func go(toPassage passage: Int?, named id: String) {
    guard let passage else { return refuse("no document \(id)") }
    if tab == .compare {
      let rows = 0..<compare.count(compare.side)
      guard let row = rows.first(where: { compare.row(compare.side, $0).passage == passage }) else {
        return refuse("\(id) is not in this list")
      }
      if compare.side == .left {
        compare.leftCursor.selected = row
      } else {
        compare.rightCursor.selected = row
      }
      return
    }
    if let row = list.row(of: passage) {
      selectDocument(row)
    } else {
      refuse("\(id) is not in this list; \(keyName(for: .clearFilters)) takes off the filters")
    }
  }

  /// Takes in the themes as they are now, and keeps showing the one that is shown.
  private mutating func receive(_ new: [Theme]) {
    themes = new
    theme = new.first { $0.name == theme.name } ?? theme
    if case .chooser(let chooser) = overlay, chooser.purpose == .theme { showThemes() }
  }

  private mutating func show(_ new: ListAnswer, for request: ListRequest) {
    guard awaited == request else { return }
    let before = document?.passage
    rememberRanks(isSame: lastUnit == request.unit)
    // Whoever orders a list anew looks at its beginning.
    let isSame =
      (answered?.unit == request.unit || lastUnit == request.unit)
      && (answered == nil || answered?.order == request.order)
    answer = new
    answered = request
    lastUnit = request.unit
    hasNewScores = false
    if let open = reader, readerOrigin != .compare, open.unit == request.unit,
      let row = new.list.row(of: open.passage)
    {
      reader?.row = row
    }
    if isSame, documents.selected > 0, let before, let row = new.list.row(of: before) {
      documents.selected = row
    } else {
      documents = ListCursor()
    }
  }

  /// Goes back to the list before where one cannot be made.
  private mutating func refuse(_ request: ListRequest, _ reason: String) {
    guard awaited == request else { return }
    awaited = nil
    filter.condition = answered?.filter.condition
    order = answered?.order
    refuse(reason)
  }

  /// Takes in what anybody, here or in another explorer, has starred and opened.
  private mutating func receive(_ marks: PersonalMarks) {
    texts.updateAll { passage in
      passage.isStarred = marks.starred.contains(passage.document)
      passage.isRead = marks.opened.contains(passage.document)
    }
    let asksForMarks =
      filter.isStarred || filter.isUnread || (filter.condition?.asksForMarks ?? false)
    if asksForMarks, tab != .read { (answered, awaited) = (nil, nil) }
  }

  /// Lets findings be computed again if there is a question that they leave out: it may be scored by now.
  private mutating func renewFindings() {
    let studied = Set(findings.rows)
    let hasMore = catalog.questions.indices.contains {
      let question = catalog.questions[$0]
      return !studied.contains($0) && question.isStudied && !question.steps.isEmpty
    }
    if findings.study == nil || hasMore { (findings.isAsked, findings.askedFields) = (false, nil) }
  }

  private mutating func noticeNewScores() {
    renewFindings()
    summaries.expire()
    relations.expire()
    courses.expire()
    compare.awaited = nil
    if compare.answer?.left.isPartial ?? false || compare.answer?.right.isPartial ?? false {
      compare.answered = nil
    }
    let isReading = tab == .read && readerOrigin != .compare
    if isReading || (tab == .ask && ask.isHeld)
      || (tab == .explore && pane == .documents && documents.selected > 0)
    {
      hasNewScores = answer?.isPartial ?? false
    } else if answer?.isPartial ?? true {
      (answered, awaited) = (nil, nil)
    }
  }

  /// Brings cursors to where they can be, and folds what has come to the width that it is shown in.
  private mutating func clampCursors() {
    beginWaitingTour()
    seekTellingStep()
    let layout = layout
    questions.clamp(count: questionRows.count, height: layout.rows(of: .questions).height)
    if isInAsk {
      ask.steps.clamp(count: max(1, stepCount), height: AskLayout(layout, self).stepRows)
    } else {
      steps.clamp(count: stepCount, height: layout.rows(of: .steps).height)
    }
    documents.clamp(count: list.count, height: documentRows)
    extendMarks()
    for tab in Tab.allCases { tab.part.clamp(&self) }
    clampReader()
    clampPreview()
  }

  /// Rows of the list of documents on this screen.
  package var documentRows: Int { documentArea.height }

  /// Keeps the ranks that are on the screen, so that moved rows can be told.
  private mutating func rememberRanks(isSame: Bool) {
    guard isInAsk else { return }
    ask.ranksBefore = [:]
    guard isSame else { return }
    for row in 0..<min(AskState.remembered, list.count) {
      ask.ranksBefore[list[row].passage] = list[row].rank
    }
  }
}
