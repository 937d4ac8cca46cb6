internal import RunModel

extension ExplorerState {
  mutating func filterByAnswer() {
    guard filter.hasAnswer || selectedQuestion?.answer != nil else {
      return refuse("this question has no expected answer to look for")
    }
    filter.hasAnswer.toggle()
  }

  mutating func filterOthers() {
    let keyed = Set(DocumentType.keyed.map(\.rawValue))
    let others = catalog.typeNames.indices.filter { !keyed.contains(catalog.typeNames[$0]) }
    if others.isEmpty { message = "every document has a type with a key of its own" }
    for type in others { filter.toggle(type: type) }
  }

  mutating func filterType(_ type: DocumentType) {
    guard let place = catalog.typeNames.firstIndex(of: type.rawValue) else {
      return refuse("no document of this corpus has the type \(type.rawValue)")
    }
    filter.toggle(type: place)
  }

  /// Takes off everything that narrows a list, and says what that was.
  mutating func clearEverything() {
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
    } else {
      filter.words = words
    }
  }
}
