internal import PlainYAML
internal import Terminal

/// Words by which a question is chosen from all of them, and which catalog they are looked for in.
package struct QuestionChoice: Sendable, Hashable {
  package var words: String
  /// Whether questions count that were typed and nobody has kept.
  var includesScratch: Bool
  /// Grows with every catalog.
  var catalog: Int
}

extension Answering {
  /// The questions that hold every word in their id, title or tag, whatever the case.
  func questions(for choice: QuestionChoice) -> [Int] {
    let parts = choice.words.lowercased().split(separator: " ")
    return catalog.questions.indices.filter { index in
      let question = catalog.questions[index]
      guard choice.includesScratch || !question.isScratch else { return false }
      let text = "\(question.title) \(question.id) \(question.tag)".lowercased()
      return parts.allSatisfy { text.contains($0) }
    }
  }
}

extension ExplorerState {
  /// A picker over the questions; those that nobody has kept stand only on the sides of Compare.
  func questionChooser(_ purpose: Chooser.Purpose, title: String) -> Chooser {
    let rows = catalog.questions.indices.filter {
      purpose != .question || !catalog.questions[$0].isScratch
    }
    var chooser = Chooser(purpose, title: title, questions: Array(rows), selected: question)
    chooser.shown = choice(of: chooser)
    return chooser
  }

  /// What a picker of questions is to show.
  private func choice(of chooser: Chooser) -> QuestionChoice {
    QuestionChoice(
      words: chooser.editor.text, includesScratch: chooser.purpose != .question,
      catalog: narrowing.catalog)
  }

  /// What the picker on the screen is to show and does not show yet; nil where nothing is looked for.
  var wantedChoice: QuestionChoice? {
    guard case .chooser(let chooser)? = overlay, chooser.purpose.listsQuestions else { return nil }
    let wanted = choice(of: chooser)
    return chooser.shown == wanted ? nil : wanted
  }

  /// Counts a choice as asked for; false where it is already.
  mutating func mustAsk(_ choice: QuestionChoice) -> Bool {
    guard case .chooser(var chooser)? = overlay, chooser.awaited != choice else { return false }
    chooser.awaited = choice
    overlay = .chooser(chooser)
    return true
  }

  /// Shows the questions that were looked for, if they are still wanted, and goes on with an Enter that waits for them.
  mutating func receive(_ questions: [Int], for choice: QuestionChoice) -> [Effect] {
    guard wantedChoice == choice, case .chooser(var chooser)? = overlay else { return [] }
    chooser.take(questions.filter(catalog.questions.indices.contains), for: choice)
    overlay = .chooser(chooser)
    return chooser.isAccepted ? takeInOverlay(.enter) : []
  }

  /// The row of a chooser by what it has among its matches; nil where a new catalog has no such question.
  func entry(_ place: Int, of chooser: Chooser) -> Chooser.Entry? {
    guard chooser.purpose.listsQuestions else {
      return chooser.entries.indices.contains(place) ? chooser.entries[place] : nil
    }
    guard catalog.questions.indices.contains(place) else { return nil }
    let question = catalog.questions[place]
    return Chooser.Entry(key: question.tag, label: question.title, note: question.id, value: place)
  }

  /// A question by its id; says which id is nearest where there is none.
  mutating func questionIndex(named id: String) -> Int? {
    if let index = catalog.questions.firstIndex(where: { $0.id == id }) { return index }
    // Among as many ids as can be compared within a frame.
    let ids = catalog.questions.lazy.filter { !$0.isScratch && $0.id.first == id.first }.map(\.id)
      .prefix(2_000)
    let near = suggestion(for: id, among: ids)
    refuse(
      "no question \(id)"
        + (near.isEmpty ? "; \(keyName(for: .goQuestion)) lists what there is" : near))
    return nil
  }

  mutating func go(toQuestionNamed id: String) -> [Effect] {
    guard let index = questionIndex(named: id) else { return [] }
    guard !catalog.questions[index].isScratch else {
      return refused("\(id) is not kept; \(keyName(for: .ask)) shows it")
    }
    go(toQuestion: index)
    return []
  }
}
