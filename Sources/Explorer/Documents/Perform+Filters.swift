internal import RunModel

extension ExplorerState {
  /// Types that have a key of their own, with the letters after `f`.
  package static let keyedTypes: [(name: String, letter: Character, action: Action)] = [
    (.code, .filterCode), (.textbook, .filterTextbook), (.forum, .filterForum),
    (.encyclopedia, .filterEncyclopedia),
  ].compactMap { (type: DocumentType, action: Action) in
    type.key.map { (type.rawValue, $0, action) }
  }

  mutating func changeFilter(_ action: Action) {
    switch action {
    case .allTypes: filter.types = TypeSet()
    case .signPlus: filter.sign = .plus
    case .signMinus: filter.sign = .minus
    case .signBoth: filter.sign = .both
    case .nextSign: filter.sign = filter.sign.next
    case .filterAnswer:
      guard filter.hasAnswer || selectedQuestion?.answer != nil else {
        refuse("this question has no expected answer to look for")
        return
      }
      filter.hasAnswer.toggle()
    case .foldCopies: filter.foldsCopies.toggle()
    case .filterStarred: filter.isStarred.toggle()
    case .filterUnread: filter.isUnread.toggle()
    case .filterTop: ask(for: .top)
    case .filterCondition: ask(for: .condition, filter.condition?.description ?? "")
    case .clearFilters: clearEverything()
    case .filterOther:
      let keyed = Set(Self.keyedTypes.map(\.name))
      let others = catalog.typeNames.indices.filter { !keyed.contains(catalog.typeNames[$0]) }
      if others.isEmpty { message = "every document has a type with a key of its own" }
      for type in others { filter.toggle(type: type) }
    default:
      guard let name = Self.keyedTypes.first(where: { $0.action == action })?.name else { return }
      guard let type = catalog.typeNames.firstIndex(of: name) else {
        refuse("no document of this corpus has the type \(name)")
        return
      }
      filter.toggle(type: type)
    }
  }

  /// Takes off everything that narrows a list, and says what that was.
  private mutating func clearEverything() {
    var parts = filter.parts(typeNames: catalog.typeNames)
    if tab == .explore, !questionWords.isEmpty {
      parts.append("questions that hold \(questionWords)")
      narrowQuestions(to: "")
    }
    filter = Filter()
    message = parts.isEmpty ? "nothing is narrowed" : "cleared: \(parts.joined(separator: ", "))"
  }

  /// Keeps only rows that fulfil a condition; an empty one asks nothing.
  mutating func keep(where text: String) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      filter.condition = nil
      return
    }
    do {
      filter.condition = try Condition(
        reading: text, typeNames: catalog.typeNames, fields: catalog.fields)
    } catch {
      refusedColumn = error.column
      refuse("\(error)")
    }
  }

  /// Keeps only rows of the focused list that hold some words, or with `=` fulfil a condition.
  mutating func narrow(to words: String) {
    if words.hasPrefix("="), tab != .explore || pane != .questions {
      keep(where: String(words.dropFirst()))
    } else if tab == .explore, pane == .questions {
      narrowQuestions(to: words)
      if questionRows.isEmpty, !words.isEmpty {
        narrowQuestions(to: "")
        refuse("no question holds \(words)")
      }
    } else {
      filter.words = words
    }
  }

  /// Goes to the next or previous row that holds the text; 0 begins at the selected one.
  mutating func find(_ text: String, from direction: Int) {
    guard !text.isEmpty else {
      if direction != 0 { refuse("nothing was looked for yet; / finds") }
      return
    }
    query = text
    switch tab {
    case .read: findInReader(text, from: direction)
    case .explore: findInExplore(text.lowercased(), from: direction)
    default: break
    }
  }

  private mutating func findInExplore(_ text: String, from direction: Int) {
    func search(_ start: Int, _ count: Int, _ label: (Int) -> String) -> Int? {
      guard count > 0 else { return nil }
      let step = direction < 0 ? -1 : 1
      var row = (start + direction + count) % count
      for _ in 0..<min(count, 5000) {
        if label(row).lowercased().contains(text) { return row }
        row = (row + step + count) % count
      }
      return nil
    }
    switch pane {
    case .questions:
      let found = search(questions.selected, questionRows.count) {
        let question = catalog.questions[questionRows[$0]]
        return "\(question.id) \(question.tag) \(question.title)"
      }
      if let found { selectQuestion(found) } else { refuse("no question holds \(text)") }
    case .steps:
      guard let question = selectedQuestion else { return }
      let found = search(steps.selected, stepCount) {
        $0 == 0 ? "whole completion" : question.steps[$0 - 1].text
      }
      if let found { steps.selected = found } else { refuse("no step holds \(text)") }
    case .documents:
      let found = search(documents.selected, list.count) {
        guard let passage = texts[list[$0].passage] else { return "" }
        return passage.id + " " + passage.text
      }
      if let found {
        documents.selected = found
      } else {
        refuse("no loaded document holds \(text); \\ looks in the whole corpus")
      }
    }
  }
}
