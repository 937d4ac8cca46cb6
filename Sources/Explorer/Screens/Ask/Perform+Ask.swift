internal import RunModel
internal import Terminal

extension ExplorerState {
  /// Requests of the kind that asks a question, the newest first.
  package var askedJobs: [Activity.Job] { activity.jobs.filter { $0.kind == .ask } }

  /// Leaves a typed question for an engine, and starts one where none is.
  ///
  /// - Parameters:
  ///   - text: the question; what follows `=>` is the expected answer.
  ///   - completion: what to attribute instead of the model's own answer.
  mutating func ask(_ text: String, completion: String? = nil) -> [Effect] {
    let parts = text.split(separator: "=>", maxSplits: 1).map { String($0).trimmed }
    guard let prompt = parts.first, !prompt.isEmpty else { return [] }
    let question = Effect.ask(
      prompt: prompt, answer: parts.count > 1 ? parts[1] : nil, completion: completion)
    tab = .ask
    // The newest is shown, whatever stood here before.
    let rewritten = completion == nil ? nil : shownAsk?.question
    ask = AskState()
    ask.rewritten = rewritten
    ask.waitsForOwn = true
    if engine.isLost {
      refuse("the database is gone, so nothing can be asked; \(keyName(for: .reload)) looks again")
      return []
    }
    if engine.isHalted {
      message =
        "asked; the engine's process is stopped, and answers once `kill -CONT` lets it go on"
      return [question]
    }
    if hasEngine {
      message = "asked; the engine answers before it goes on"
      return [question]
    }
    guard controlsEngine else {
      message = "asked; it waits until an engine runs: `stemma compute`"
      return [question]
    }
    message = "asked; an engine starts to answer"
    return [question, .startEngine]
  }

  /// Says when a question has been answered since the last look; what is selected or shown stays so.
  mutating func receive(_ new: Activity) {
    let (job, asked) = (selectedJob?.id, shownAsk?.job)
    defer {
      if let job, let row = shownJobs.firstIndex(where: { $0.id == job }) {
        jobs.cursor.selected = row
      }
      keepShown(asked)
    }
    let before = Dictionary(
      activity.asks.map { ($0.job, $0.state) }, uniquingKeysWith: { one, _ in one })
    activity = new
    for asked in new.asks {
      guard let state = before[asked.job], state != asked.state else { continue }
      switch asked.state {
      case .done:
        report(
          "\(asked.question ?? "the question") is scored; \(keyName(for: .keepQuestion)) keeps it")
      case .failed: report("! the question could not be answered: \(oneLine(asked.note))")
      default: break
      }
    }
  }

  /// Goes on showing a typed question although somebody else has typed another.
  private mutating func keepShown(_ job: Int?) {
    guard ask.job == nil, activity.asks.first?.job != job else { return }
    guard let job, !ask.waitsForOwn else {
      ask.waitsForOwn = false
      return
    }
    if activity.asks.contains(where: { $0.job == job }) { ask.job = job }
  }

  /// Keys while a text is typed; Enter sends it.
  mutating func takeInAsk(_ key: Key) -> [Effect] {
    guard var editor = ask.editor else { return [] }
    switch key {
    case .enter: return send(editor.text)
    case .escape, .control("c"):
      ask.editor = nil
      return []
    case .control("j"): _ = editor.take(.character("\n"))
    case .up, .down:
      guard ask.draft == .question, let text = history(key == .up ? 1 : -1, from: editor.text)
      else { return [] }
      editor = LineEditor(text)
    case .control("z"):
      // What was cleared by a slip comes back.
      if let last = ask.erased {
        (editor, ask.erased) = (last, nil)
      }
    case .control("u"), .control("k"), .control("w"):
      ask.erased = editor
      _ = editor.take(key)
      message = "Ctrl-Z brings back what was erased"
    default:
      _ = editor.take(key)
      message = editor.hasCut ? LineEditor.cutNotice : ""
    }
    ask.editor = editor
    return []
  }

  private mutating func send(_ text: String) -> [Effect] {
    let draft = ask.draft
    ask.editor = nil
    guard draft == .answer else { return ask(text) }
    guard let asked = shownAsk, !text.trimmed.isEmpty else { return [] }
    return ask(asked.prompt, completion: text)
  }

  /// What was typed before or after a text.
  private func history(_ step: Int, from text: String) -> String? {
    var prompts: [String] = []
    for asked in activity.asks where !prompts.contains(asked.prompt) {
      prompts.append(asked.prompt)
    }
    let place = (prompts.firstIndex(of: text) ?? -1) + step
    return prompts.indices.contains(place) ? prompts[place] : place < 0 ? "" : nil
  }

  /// Begins to type a question, or an answer to the one that is shown.
  mutating func edit(_ draft: AskState.Draft) {
    tab = .ask
    ask.draft = draft
    switch draft {
    case .question: ask.editor = LineEditor(shownAsk?.prompt ?? "", keepsLines: true)
    case .answer:
      guard let asked = shownAsk, !asked.answer.isEmpty else {
        return refuse("there is no answer to rewrite yet; \(keyName(for: .edit)) asks")
      }
      ask.editor = LineEditor(asked.answer, keepsLines: true)
    }
  }

  mutating func editNew() {
    edit(.question)
    ask.editor = LineEditor("", keepsLines: true)
  }

  /// Asks what answer the question expects, and keeps it.
  mutating func keepAsked() {
    guard let index = askedQuestion else { return refuse("there is no answered question to keep") }
    let question = catalog.questions[index]
    guard question.isScratch else { return refuse("\(question.id) is kept already") }
    ask(for: .keep, question.answer ?? "")
  }

  mutating func keepAsked(expecting answer: String) -> [Effect] {
    guard let id = shownAsk?.question else { return [] }
    message =
      needEngine.isEmpty && !hasEngine
      ? "\(id) will be kept as soon as an engine runs: `stemma compute`" : "\(id) is being kept …"
    return [.keep(question: id, answer: answer.trimmed.isEmpty ? nil : answer.trimmed)] + needEngine
  }

  /// Forgets the question that is shown, unless it was kept.
  mutating func discardAsked() -> [Effect] {
    guard let asked = shownAsk else {
      refuse("there is no question to forget")
      return []
    }
    if let index = askedQuestion, !catalog.questions[index].isScratch {
      refuse("\(catalog.questions[index].id) is kept; what is kept stays")
      return []
    }
    ask = AskState()
    remember(
      .discarded(
        prompt: asked.prompt, answer: askedQuestion(named: asked.question)?.answer,
        completion: asked.isGiven ? asked.answer : nil))
    guard let id = asked.question else {
      message = "the question is cancelled"
      return [.change(job: asked.job, .cancel)]
    }
    message = "\(id) is forgotten; \(keyName(for: .undo)) asks it again"
    return [.discard(question: id)] + needEngine
  }

  private func askedQuestion(named name: String?) -> CatalogQuestion? {
    name.flatMap { name in catalog.questions.first { $0.id == name } }
  }

  /// Only an engine changes questions; one is started where none is.
  private var needEngine: [Effect] {
    hasEngine || !controlsEngine ? [] : [.startEngine]
  }

  var hasEngine: Bool {
    engine.isServing || engine.state == .running || engine.isHalted
  }

  /// Says which questions are counted now that were not before.
  mutating func sayWhatIsKept(since old: Catalog) {
    let unsaved = Set(old.questions.filter(\.isScratch).map(\.id))
    for question in catalog.questions where !question.isScratch && unsaved.contains(question.id) {
      let verdict = question.isCorrect.map { $0 ? ", answered right" : ", answered wrong" } ?? ""
      report("\(question.id) is kept\(verdict): Explore, Compare and Findings count it")
    }
  }

  /// Stops the work on the question that is shown; false where there is none.
  mutating func stopAsked() -> [Effect]? {
    guard let asked = shownAsk, asked.isOpen else { return nil }
    message = "stopped; what exists is kept, \(keyName(for: .startEngine)) goes on"
    return [.change(job: asked.job, .cancel)]
  }

  /// Goes on with a stopped question, or starts an engine.
  mutating func resumeAsked() -> [Effect] {
    guard let asked = shownAsk, asked.state.canBeRetried else {
      return startEngine()
    }
    message = "the question goes on"
    return [.change(job: asked.job, .retry)] + needEngine
  }

  /// Shows an older or a newer question.
  mutating func turnAsked(by step: Int) {
    let asks = activity.asks
    let place = (asks.firstIndex { $0.job == shownAsk?.job } ?? 0) + step
    guard asks.indices.contains(place) else {
      return refuse(step > 0 ? "no older question" : "no newer question")
    }
    ask = AskState()
    ask.job = asks[place].job
  }

  /// Holds the order still, or lets it follow the scores.
  mutating func holdAsked() {
    ask.isHeld.toggle()
    message =
      ask.isHeld
      ? "the order stands still; \(keyName(for: .hold)) lets it go on"
      : "the order follows the scores"
    if !ask.isHeld { (answered, awaited, hasNewScores) = (nil, nil, false) }
  }

  mutating func moveInAsk(_ action: Action) {
    switch action {
    case .left: ask.isOnDocuments = false
    case .right: ask.isOnDocuments = true
    default:
      let parts = AskLayout(layout, self)
      if ask.isOnDocuments {
        documents.select(
          Self.target(action, from: documents.selected, list.count, parts.rows.height),
          count: list.count, height: parts.rows.height)
        // Whoever reads the list does not want it to change under the cursor.
        if shownAsk?.isOpen ?? false { ask.isHeld = true }
      } else {
        ask.steps.select(
          Self.target(action, from: ask.steps.selected, stepCount, parts.stepRows),
          count: stepCount, height: parts.stepRows)
      }
    }
  }

  /// Goes from the steps to the documents and from there to the text, or begins to type.
  mutating func openAsked() -> [Effect] {
    guard askedQuestion != nil else {
      edit(.question)
      return []
    }
    guard ask.isOnDocuments else {
      ask.isOnDocuments = true
      return []
    }
    return read()
  }

  /// Puts a rewritten answer beside the model's as soon as both are there.
  mutating func pairRewritten() {
    guard let old = ask.rewritten, let new = shownAsk?.question, new != old,
      let left = catalog.questions.firstIndex(where: { $0.id == old }), let right = askedQuestion
    else { return }
    ask.rewritten = nil
    compare = CompareState()
    compare.left = Unit(question: left, step: 0)
    compare.right = Unit(question: right, step: 0)
    report("\(keyName(for: .compare)) puts \(old) and \(new) side by side")
  }
}
