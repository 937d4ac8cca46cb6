/// Words that questions are to hold, and which catalog they are looked for in.
package struct QuestionNarrowing: Sendable, Hashable {
  package var words: String
  /// Grows with every catalog: what is found in one says nothing of the next.
  var catalog: Int
}

/// How far a narrowing of the questions has come.
struct NarrowingState: Sendable {
  /// What the questions in the list are narrowed to.
  var shown: QuestionNarrowing?
  var awaited: QuestionNarrowing?
  /// Catalogs that have come so far.
  var catalog = 0
  /// The questions that hold the words, in the order of the file.
  var rows: [Int] = []
  /// What the words were typed into, which comes back where no question holds them.
  var prompt: Prompt?
  /// Whether the same question stays selected: a new catalog has come, nobody has narrowed.
  var keepsQuestion = false
}

extension Answering {
  /// The questions that hold every word in their id, set, task or prompt, whatever the case.
  func questions(holding narrowing: QuestionNarrowing) throws -> [Int] {
    let parts = narrowing.words.lowercased().split(separator: " ")
    return catalog.questions.indices.filter { index in
      let question = catalog.questions[index]
      guard !question.isScratch else { return false }
      let text = "\(question.id) \(question.kind) \(question.task) \(question.prompt)".lowercased()
      return parts.allSatisfy { text.contains($0) }
    }
  }
}

extension ExplorerState {
  /// The narrowing that is asked for and not shown yet; nil where the list is as it is to be.
  var wantedNarrowing: QuestionNarrowing? {
    guard !questionWords.isEmpty else { return nil }
    let wanted = QuestionNarrowing(words: questionWords, catalog: narrowing.catalog)
    return narrowing.shown == wanted ? nil : wanted
  }

  /// Narrows the list of questions to those that hold every word; all of them where there is none.
  ///
  /// Texts are searched outside; until an answer comes, the list stays as it is.
  mutating func narrowQuestions(to words: String) {
    questionWords = words
    narrowing.prompt = nil
    narrowing.keepsQuestion = false
    guard wantedNarrowing == nil else { return }
    if words.isEmpty {
      narrowing.shown = nil
      narrowing.rows = catalog.questions.indices.filter { !catalog.questions[$0].isScratch }
    }
    list(questions: narrowing.rows)
  }

  /// Takes in the questions that hold the words, if these are still wanted.
  mutating func receive(_ rows: [Int], of found: QuestionNarrowing) {
    guard wantedNarrowing == found else { return }
    narrowing.awaited = nil
    if rows.isEmpty, !narrowing.keepsQuestion {
      let typed = narrowing.prompt
      narrowQuestions(to: "")
      refuse("no question holds \(found.words)")
      if let typed, prompt == nil, overlay == nil {
        prompt = typed
        prompt?.trouble = message
      }
      return
    }
    (narrowing.shown, narrowing.rows) = (found, rows)
    let (index, before) = (narrowing.keepsQuestion ? exploredQuestion : nil, (questions, steps))
    list(questions: rows)
    if let index, let row = questionRows.firstIndex(of: index) {
      (questions, steps) = before
      questions.selected = row
    }
  }

  /// Lists the questions of a new catalog that were listed in the old one, and narrows anew.
  mutating func narrowAgain(since old: Catalog) {
    narrowing.catalog += 1
    if case .documents? = awaitedFind?.place {} else { awaitedFind = nil }
    guard !questionWords.isEmpty else { return narrowQuestions(to: "") }
    let rows = questionRows.filter(old.questions.indices.contains)
    let listed = Set(rows.map { old.questions[$0].id })
    list(questions: catalog.questions.indices.filter { listed.contains(catalog.questions[$0].id) })
    narrowing.keepsQuestion = true
  }

  private mutating func list(questions rows: [Int]) {
    questionRows = rows
    sortQuestions()
    (questions, steps) = (ListCursor(), ListCursor())
  }
}
