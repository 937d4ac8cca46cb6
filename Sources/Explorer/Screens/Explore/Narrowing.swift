/// Words that questions are to hold, the order they are to stand in, and which catalog they are looked for in.
package struct QuestionNarrowing: Sendable, Hashable {
  package var words: String
  /// Nil for that of the file.
  var order: QuestionOrder?
  /// Grows with every catalog: what is found in one says nothing of the next.
  var catalog: Int

  /// Whether every question is listed as it is in the file, for which nobody need be asked.
  var isNothing: Bool { words.isEmpty && order == nil }
}

/// How far a narrowing of the questions has come.
struct NarrowingState: Sendable {
  /// What the questions in the list are narrowed to and ordered by.
  var shown: QuestionNarrowing?
  var awaited: QuestionNarrowing?
  /// Catalogs that have come so far.
  var catalog = 0
  /// Every question in the order that was asked for last, for when words are taken off.
  var whole: (of: QuestionNarrowing, rows: [Int])?
  /// What the words were typed into, which comes back where no question holds them.
  var prompt: Prompt?
  /// Whether the same question stays selected: nobody has narrowed, and a new catalog or another order has come.
  var keepsQuestion = false
}

extension Answering {
  /// The questions that hold every word in their id, set, task or prompt, whatever the case, in their order.
  func questions(holding narrowing: QuestionNarrowing) -> [Int] {
    let parts = narrowing.words.lowercased().split(separator: " ")
    let rows = catalog.questions.indices.filter { index in
      let question = catalog.questions[index]
      guard !question.isScratch else { return false }
      guard !parts.isEmpty else { return true }
      let text = "\(question.id) \(question.set) \(question.task) \(question.prompt)".lowercased()
      return parts.allSatisfy { text.contains($0) }
    }
    return narrowing.order.map { catalog.questions.ordered(rows, by: $0) } ?? rows
  }
}

extension ExplorerState {
  /// The narrowing that is asked for and not shown yet; nil where the list is as it is to be.
  var wantedNarrowing: QuestionNarrowing? {
    let wanted = QuestionNarrowing(
      words: questionWords, order: questionOrder, catalog: narrowing.catalog)
    return wanted.isNothing || narrowing.shown == wanted ? nil : wanted
  }

  /// Narrows the list of questions to those that hold every word; all of them where there is none.
  ///
  /// Texts are searched and put in order outside; until an answer comes, the list stays as it is.
  mutating func narrowQuestions(to words: String) {
    questionWords = words
    narrowing.prompt = nil
    narrowing.keepsQuestion = false
    if words.isEmpty {
      listAllQuestions()
    } else if wantedNarrowing == nil {
      list(questions: questionRows)
    }
  }

  /// Lists every question, in the wanted order if that is known.
  private mutating func listAllQuestions() {
    let wanted = QuestionNarrowing(words: "", order: questionOrder, catalog: narrowing.catalog)
    if let whole = narrowing.whole, whole.of == wanted {
      narrowing.shown = wanted
      return list(questions: whole.rows)
    }
    narrowing.shown = nil
    // Whoever goes to a question now stays there when the order comes.
    narrowing.keepsQuestion = questionOrder != nil
    list(questions: catalog.questions.indices.filter { !catalog.questions[$0].isScratch })
  }

  /// Lists the questions in another order; the one that is selected stays so.
  mutating func order(questionsBy order: QuestionOrder?) {
    questionOrder = order
    narrowing.prompt = nil
    guard wantedNarrowing == nil else { return narrowing.keepsQuestion = true }
    guard questionWords.isEmpty else { return }
    let (index, before) = (exploredQuestion, (questions, steps))
    listAllQuestions()
    keep(index, before)
  }

  /// Takes in the questions that hold the words, if these are still wanted.
  mutating func receive(_ rows: [Int], of found: QuestionNarrowing) {
    guard wantedNarrowing == found else { return }
    narrowing.awaited = nil
    // The source may have been opened anew, and this state not have heard of it yet.
    let rows = rows.filter(catalog.questions.indices.contains)
    if rows.isEmpty, !narrowing.keepsQuestion, !found.words.isEmpty {
      let typed = narrowing.prompt
      narrowQuestions(to: "")
      refuse("no question holds \(found.words)")
      if let typed, prompt == nil, overlay == nil {
        prompt = typed
        prompt?.trouble = message
      }
      return
    }
    narrowing.shown = found
    if found.words.isEmpty { narrowing.whole = (found, rows) }
    let index = narrowing.keepsQuestion ? exploredQuestion : nil
    let before = (questions, steps)
    list(questions: rows)
    keep(index, before)
  }

  /// Selects the question that was selected before, where it still is in the list.
  private mutating func keep(_ index: Int?, _ before: (questions: ListCursor, steps: ListCursor)) {
    guard let index, let row = questionRows.firstIndex(of: index) else { return }
    (questions, steps) = before
    questions.selected = row
  }

  /// Lists the questions of a new catalog that were listed in the old one, and narrows anew.
  mutating func narrowAgain(since old: Catalog) {
    narrowing.catalog += 1
    narrowing.whole = nil
    if case .documents? = awaitedFind?.place {} else { awaitedFind = nil }
    guard wantedNarrowing != nil else { return narrowQuestions(to: "") }
    let places = Dictionary(
      catalog.questions.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { one, _ in one })
    list(
      questions: questionRows.compactMap { row in
        old.questions.indices.contains(row) ? places[old.questions[row].id] : nil
      })
    narrowing.keepsQuestion = true
  }

  private mutating func list(questions rows: [Int]) {
    questionRows = rows
    (questions, steps) = (ListCursor(), ListCursor())
  }
}
