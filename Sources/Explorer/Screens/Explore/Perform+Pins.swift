internal import Findings
internal import RunModel
internal import Terminal

/// A combination that is being kept: what is gone to as soon as it stands in the catalog.
struct AwaitedPin: Sendable {
  let query: PinnedQuery
  /// What it was typed into, which comes back where it cannot be kept.
  var prompt: Prompt?
  /// Where the expression begins in what was typed, counted from 0.
  var offset: Int
}

extension ExplorerState {
  /// Opens the prompt for a combination, with the one that is selected.
  mutating func askForCombination() {
    guard let question = selectedQuestion, let combination = question.combination else {
      return ask(for: .combine)
    }
    ask(for: .combine, "\(question.id) = \(combination.expression)")
  }

  /// Keeps `NAME = EXPRESSION`, or an expression under a name of its own, and goes there.
  mutating func keep(combination text: String) -> [Effect] {
    let (name, expression, offset) = Self.parts(ofCombination: text)
    do {
      _ = try QueryExpression(expression)
    } catch {
      refusedColumn = offset + (error.place ?? 1)
      return refused(error.reason)
    }
    guard expression.utf8.count <= PinnedQuery.longestExpression else {
      return refused("a combination has at most \(PinnedQuery.longestExpression) bytes")
    }
    let pinned = catalog.questions.indices.reversed().prefix {
      catalog.questions[$0].combination != nil
    }
    if let name, !PinnedQuery.isName(name) {
      refusedColumn = 1
      return refused(
        "\(name) is no name; one begins with a letter and has letters, digits and -_. only")
    }
    // What is kept already is gone to.
    let same = pinned.first {
      catalog.questions[$0].combination?.expression == expression
        && (name == nil || catalog.questions[$0].id == name)
    }
    if let same {
      go(toQuestion: same)
      return []
    }
    let own = name ?? freeName(Set(pinned.map { catalog.questions[$0].id }))
    if let taken = catalog.questions.firstIndex(where: { $0.id == own }),
      catalog.questions[taken].combination == nil
    {
      refusedColumn = 1
      return refused("\(own) is a question; give the combination another name")
    }
    let query = PinnedQuery(name: own, expression: expression)
    awaitedPin = AwaitedPin(query: query, prompt: nil, offset: offset)
    return [.pin(query)]
  }

  /// The first of `pin-1`, `pin-2` and so on that nothing has.
  private func freeName(_ taken: Set<String>) -> String {
    var number = 1
    while taken.contains("pin-\(number)") { number += 1 }
    return "pin-\(number)"
  }

  /// The name before the first `=` outside of quotes, what is behind it, and where that begins.
  private static func parts(ofCombination text: String) -> (
    name: String?, expression: String, offset: Int
  ) {
    var isQuoted = false
    let characters = Array(text)
    func part(_ range: Range<Int>) -> (text: String, start: Int) {
      var range = range
      while let first = range.first, characters[first].isWhitespace {
        range = first + 1..<range.upperBound
      }
      while let last = range.last, characters[last].isWhitespace {
        range = range.lowerBound..<last
      }
      return (String(characters[range]), range.lowerBound)
    }
    for (place, character) in characters.enumerated() {
      if character == "\"" { isQuoted.toggle() }
      guard character == "=", !isQuoted else { continue }
      let (name, expression) = (part(0..<place), part(place + 1..<characters.count))
      return (name.text, expression.text, expression.start)
    }
    let whole = part(0..<characters.count)
    return (nil, whole.text, whole.start)
  }

  /// Goes to a combination that has been kept.
  mutating func arriveAtPin() {
    guard let awaited = awaitedPin,
      let index = catalog.questions.lastIndex(where: { $0.id == awaited.query.name }),
      let combination = catalog.questions[index].combination,
      combination.expression == awaited.query.expression
    else { return }
    awaitedPin = nil
    go(toQuestion: index)
    let terms = catalog.questions[index].steps.count
    message =
      "\(awaited.query.name) is pinned: \(terms) \(terms == 1 ? "term" : "terms"); "
      + "\(keyName(for: .unpin)) takes it off"
  }

  /// Says why a combination cannot be kept, and opens what it was typed into at the place that is wrong.
  mutating func refuse(_ query: PinnedQuery, _ reason: String, _ place: Int?) {
    guard let awaited = awaitedPin, awaited.query == query else { return }
    awaitedPin = nil
    refuse(reason)
    guard var typed = awaited.prompt, prompt == nil, overlay == nil else { return }
    typed.trouble = reason
    if let place { typed.editor.move(to: awaited.offset + place - 1) }
    prompt = typed
  }

  /// Forgets a combination by its name, or the one that is selected.
  mutating func unpin(_ name: String) -> [Effect] {
    let index =
      name.isEmpty ? listQuestion : catalog.questions.lastIndex { $0.id == name }
    guard let index, let combination = catalog.questions[index].combination else {
      return refused(
        name.isEmpty
          ? "this is no pinned combination; \(keyName(for: .combine)) pins one"
          : "no combination \(name) is pinned")
    }
    let id = catalog.questions[index].id
    // The question before it is selected when it goes.
    if exploredQuestion == index, questions.selected > 0 { selectQuestion(questions.selected - 1) }
    report("\(id) is not pinned any more; :pin \(id) = \(combination.expression) brings it back")
    return [.unpin(id)]
  }

  /// The words that combinations are made of, for completion.
  ///
  /// As many ids as can be looked at within a frame.
  var combinationWords: [String] {
    ["mean(", "sum(", "max(", "steps("] + catalog.tasks.prefix(1_000)
      + catalog.questions.prefix(5_000).lazy.filter { $0.isStudied }.map(\.id)
  }
}
