internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Takes in an event and returns what must be done outside.
  package mutating func reduce(_ event: Event) -> [Effect] {
    var effects: [Effect] = []
    switch event {
    case .key(let key): effects = take(key)
    case .resized(let width, let height): (self.width, self.height) = (width, height)
    case .timeout: showsWhichKey = !pending.isEmpty
    case .catalog(let catalog): adopt(catalog)
    case .ranked(let request, let answer):
      adopt(answer, for: request)
      if opensWhenRanked, isListCurrent {
        opensWhenRanked = false
        if tab == .explore, pane == .documents, list.count > 0 { effects = open() }
      }
      if isListCurrent, let returning { effects.append(.locate(returning.document)) }
    case .passages(let passages): texts.add(passages)
    case .summaries(let question, let values): summaries[question] = values
    case .compared(let request, let comparison):
      if compare.awaited == request {
        compare.take(comparison, for: request)
      }
    case .heat(let request, let heat): takeIn(heat, for: request)
    case .relations(let request, let relations):
      if reader?.passage == request.passage, readerUnit == request.unit {
        reader?.relations = relations
      }
    case .relevance(let request, let found): relevance.take(found, for: request)
    case .study(let answer):
      findings.take(answer)
    case .activity(let activity): takeIn(activity)
    case .engine(let status):
      if let failure = status.failure, failure != engine.failure { report("! " + failure) }
      if let rate = status.rate, status.done != engine.done || status.stage != engine.stage {
        rates = (status.stage == engine.stage ? rates.suffix(119) : []) + [rate]
      }
      engine = status
    case .scoresChanged: noticeNewScores()
    case .command(let text): effects = run(command: text)
    case .located(let id, let passage):
      if let target = returning, target.document == id {
        effects = arrive(at: passage, of: target)
      } else {
        go(toPassage: passage, named: id)
      }
    case .session(let session, let troubles):
      resume(session)
      for trouble in troubles { report("! " + trouble) }
    case .themes(let themes): takeIn(themes)
    case .notice(let text): report(text)
    case .failed(let text): report("! " + text)
    }
    return effects + settle()
  }

  /// Says something in the message row and keeps it in the list of messages.
  mutating func report(_ text: String) {
    message = text
    messages.append(text)
    if messages.count > 500 { messages.removeFirst(100) }
  }

  /// Takes in a catalog, again and again while an engine answers questions, and stays in place.
  private mutating func adopt(_ new: Catalog) {
    let id = exploredQuestion.map { catalog.questions[$0].id }
    let (before, step) = (questions, steps)
    let isSameCorpus = catalog.passageCount == new.passageCount
    let old = catalog
    catalog = new
    summaries = [:]
    if !isSameCorpus { texts.clear() }
    hits = [:]
    relevance = WordRelevance()
    (answered, awaited, compare.answered, compare.awaited) = (nil, nil, nil, nil)
    compare.diff = nil
    let rows = findings.rows
    if !rows.allSatisfy({ $0 < new.questions.count && new.questions[$0].id == old.questions[$0].id }
    ) {
      // The study's rows stand for other questions now.
      (findings.study, findings.rows, findings.evidence) = (nil, [], [:])
    }
    renewFindings()
    narrowQuestions(to: questionWords)
    if let id, let row = questionRows.firstIndex(where: { new.questions[$0].id == id }) {
      questions = before
      questions.selected = row
      steps = step
    }
    for unit in [compare.left, compare.right] {
      if let unit, unit.question >= new.questions.count { compare = CompareState() }
    }
    sayWhatIsKept(since: old)
    pairRewritten()
    if let place = lastPlace, !new.questions.isEmpty {
      lastPlace = nil
      restore(place)
    }
  }

  /// Goes to the first row of a document in the list.
  private mutating func go(toPassage passage: Int?, named id: String) {
    guard let passage else { return refuse("no document \(id)") }
    if let row = list.row(of: passage) {
      selectDocument(row)
    } else {
      refuse("\(id) is not in this list; \(keyName(for: .clearFilters)) takes off the filters")
    }
  }

  /// Takes in the themes as they are now, and keeps showing the one that is shown.
  private mutating func takeIn(_ new: [Theme]) {
    themes = new
    theme = new.first { $0.name == theme.name } ?? theme
    if case .chooser(let chooser) = overlay, chooser.purpose == .theme { showThemes() }
  }

  private mutating func adopt(_ new: ListAnswer, for request: ListRequest) {
    guard awaited == request else { return }
    let before = document?.passage
    rememberRanks(isSame: lastUnit == request.unit)
    let isSame = answered?.unit == request.unit || lastUnit == request.unit
    answer = new
    answered = request
    lastUnit = request.unit
    hasNewScores = false
    if let open = reader, readerOrigin != .compare, let row = new.list.row(of: open.passage) {
      reader?.row = row
    }
    if isSame, documents.selected > 0, let before, let row = new.list.row(of: before) {
      documents.selected = row
    } else {
      documents = ListCursor()
    }
  }

  /// Lets findings be computed again if there is a question that they leave out: it may be scored by now.
  private mutating func renewFindings() {
    let studied = Set(findings.rows)
    let hasMore = catalog.questions.indices.contains {
      let question = catalog.questions[$0]
      return !studied.contains($0) && !question.isScratch && !question.steps.isEmpty
    }
    if findings.study == nil || hasMore { findings.isAsked = false }
  }

  private mutating func noticeNewScores() {
    renewFindings()
    summaries = [:]
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

  /// Brings cursors to where they can be and asks for whatever the screen shows and is not here.
  private mutating func settle() -> [Effect] {
    var effects: [Effect] = []
    let layout = layout
    questions.settle(count: questionRows.count, height: layout.rows(of: .questions).height)
    if isInAsk {
      ask.steps.settle(count: max(1, stepCount), height: 8)
    } else {
      steps.settle(count: stepCount, height: layout.rows(of: .steps).height)
    }
    documents.settle(count: list.count, height: documentRows)
    if let wanted = wantedList, answered != wanted, awaited != wanted {
      awaited = wanted
      effects.append(.rank(wanted))
    }
    if let question, summaries[question] == nil, !catalog.questions[question].steps.isEmpty {
      summaries[question] = []
      effects.append(.summarise(question: question))
    }
    if tab == .compare, let wanted = wantedComparison, compare.answered != wanted,
      compare.awaited != wanted
    {
      compare.awaited = wanted
      effects.append(.compare(wanted))
    }
    if tab == .findings, !findings.isAsked {
      findings.isAsked = true
      effects.append(.study(findings.options))
    }
    jobs.settle(
      count: activity.jobs.count,
      height: JobsLayout(layout, jobs: activity.jobs.count).rows.height)
    settleCompare()
    settleFindings()
    settleReader()
    effects += readerQuestions() + previewQuestions()
    let wanted = wantedPassages(layout)
    lookForAnswers(in: wanted)
    let missing = texts.missing(of: wanted)
    if !missing.isEmpty { effects.append(.load(missing)) }
    if let request = missingRelevance() { effects.append(.relevance(request)) }
    return effects
  }

  /// Rows whose relevance is found out at once: counting words takes as long for one as for all of them.
  private static let relevanceRows = 1000

  /// The relevance that the list on the screen has room for and does not know yet.
  private mutating func missingRelevance() -> RelevanceRequest? {
    guard showsRelevance, isListCurrent, let unit = answered?.unit else { return nil }
    let rows = documents.window(count: list.count, height: documentRows)
    func isUnknown(_ row: Int) -> Bool { relevance[unit, list[row].passage] == nil }
    guard let first = rows.first(where: isUnknown) else { return nil }
    let start = first / Self.relevanceRows * Self.relevanceRows
    let wanted = start..<min(list.count, start + Self.relevanceRows)
    return relevance.request(wanted.filter(isUnknown).map { list[$0].passage }, of: unit)
  }

  /// Finds out once for each passage on the screen whether the answer is in it.
  private mutating func lookForAnswers(in passages: [Int]) {
    if hits.count > 10_000 { hits = [:] }
    let units = tab == .compare ? [compare.left, compare.right] : [answered?.unit]
    for question in Set(units.compactMap { $0?.question }) {
      let fresh = passages.filter {
        texts[$0] != nil && hits[AnswerPlace(question: question, passage: $0)] == nil
      }
      guard !fresh.isEmpty else { continue }
      let scanner = AnswerScanner([answerPattern(ofQuestion: question)])
      for passage in fresh {
        guard let text = texts[passage]?.text else { continue }
        hits[AnswerPlace(question: question, passage: passage)] =
          !scanner.patterns(in: text).isEmpty
      }
    }
  }

  /// The ways to write what a question expects as its answer.
  func answerPattern(ofQuestion index: Int) -> AnswerPattern {
    guard catalog.questions.indices.contains(index) else { return AnswerPattern([]) }
    let question = catalog.questions[index]
    return AnswerPattern((question.answer.map { [$0] } ?? []) + question.aliases)
  }

  /// Passages whose texts the screen shows.
  private func wantedPassages(_ layout: Layout) -> [Int] {
    var wanted: [Int] = []
    if let reader { wanted.append(reader.passage) }
    switch tab {
    case .read where readerSides(layout).count > 1: wanted += neighbours(40).map(\.passage)
    case .explore:
      let rows = documents.window(
        count: list.count, height: layout.rows(of: .documents).height)
      wanted += rows.map { list[$0].passage }
    case .ask where askedQuestion != nil:
      let rows = documents.window(count: list.count, height: documentRows)
      wanted += rows.map { list[$0].passage }
    case .compare:
      for side in [CompareState.Side.left, .right] {
        let rows = compare.cursor(side).window(count: compare.count(side), height: height)
        wanted += rows.map { compare.row(side, $0).passage }
      }
    case .findings:
      let lines = findingLines
      wanted += findings.cursor.window(count: lines.count, height: findingsList.height)
        .compactMap { lines[$0].passage }
    default: break
    }
    return wanted
  }

  /// Rows of the list of documents on this screen.
  private var documentRows: Int { documentArea.height }

  /// Keeps the ranks that are on the screen, so that moved rows can be told.
  private mutating func rememberRanks(isSame: Bool) {
    guard isInAsk else { return }
    ask.ranksBefore = [:]
    guard isSame else { return }
    for row in 0..<min(AskState.remembered, list.count) {
      ask.ranksBefore[list[row].passage] = list[row].rank
    }
  }

  /// Narrows the list of questions to those that hold every word.
  mutating func narrowQuestions(to words: String) {
    questionWords = words
    let parts = words.lowercased().split(separator: " ")
    questionRows = catalog.questions.indices.filter { index in
      let question = catalog.questions[index]
      guard !question.isScratch else { return false }
      let text = "\(question.id) \(question.kind) \(question.task) \(question.prompt)".lowercased()
      return parts.allSatisfy { text.contains($0) }
    }
    questions = ListCursor()
    steps = ListCursor()
  }
}
