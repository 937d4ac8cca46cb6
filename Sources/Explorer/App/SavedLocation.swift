internal import RunModel
internal import Terminal

/// Where a person is, as far as the next session can come back to it.
package struct SavedLocation: Sendable, Hashable, Codable {
  package var tab: SavedTab
  package var pane: String
  package var question: String?
  package var step: Int
  package var condition: String?
  package var types: [String]
  package var sign: String
  /// Filters that are on or off.
  package var flags: [String]
  package var top: Int?
  package var words: String
  /// Questions on the sides of Compare, each with its step.
  package var sides: [Side]
  /// The document under the cursor, and whether it was being read.
  package var document: String?
  package var isReading: Bool?
  /// Another order of the list: a column, and whether the largest comes first.
  package var order: String?
  package var isDescending: Bool?

  package struct Side: Sendable, Hashable, Codable {
    package var question: String
    package var step: Int
  }
}

extension SavedLocation {
  package init(_ state: ExplorerState) {
    let filter = state.filter
    // A document is reached through its list.
    tab = SavedTab(tab: state.tab == .read ? state.readerOrigin : state.tab)
    pane = state.pane.rawValue
    question = state.exploredQuestion.map { state.catalog.questions[$0].id }
    step = state.steps.selected
    condition = filter.condition?.description
    types = state.catalog.typeNames.indices.filter {
      filter.types.contains($0)
    }.map { state.catalog.typeNames[$0] }
    sign = filter.sign.rawValue
    flags = Self.switches.filter { filter[keyPath: $0.path] }.map(\.name)
    top = filter.top
    words = filter.words
    sides = [state.compare.left, state.compare.right].compactMap { unit in
      unit.map { Side(question: state.catalog.questions[$0.question].id, step: $0.step) }
    }
    order = state.order.map { Column.of($0.column).name }
    isDescending = state.order?.isDescending
    isReading = state.tab == .read && state.readerOrigin == .explore
    let passage = isReading ?? false ? state.reader?.passage : state.document?.passage
    // The first document is where a list begins by itself; on Ask it is a list of something else.
    if isReading ?? false || (state.documents.selected > 0 && !state.isInAsk) {
      document = passage.flatMap { state.texts[$0]?.document }
    }
  }

  fileprivate static var switches: [(name: String, path: WritableKeyPath<Filter, Bool>)] {
    [
      ("answer", \.hasAnswer), ("starred", \.isStarred), ("unread", \.isUnread),
      ("copies", \.foldsCopies),
    ]
  }
}

extension ExplorerState {
  /// Goes to where a session ended, or as far towards it as there still is something.
  ///
  /// - Parameter arrival: what is said where all of it is as it was.
  mutating func restore(
    _ place: SavedLocation, arrival: String = "where you were last; --fresh starts at the beginning"
  ) {
    var lost: [String] = []
    restoreFilter(place, &lost)
    order = place.order.flatMap { Column.named($0, fields: catalog.fields) }.flatMap { column in
      column.key == nil
        ? nil : ListOrder(column: column.kind, isDescending: place.isDescending ?? false)
    }
    if let waited = unanswered(place) {
      // The model may be about to answer it: the place is gone to when it has.
      lastLocation = place
      go(toQuestion: waited.question)
      let id = catalog.questions[waited.question].id
      waitingNotice = "\(id) is not answered yet; step \(waited.step) comes when it is"
      message = waitingNotice
      return
    }
    if message == waitingNotice { message = "" }
    let sides = place.sides.prefix(2).compactMap { side -> Unit? in
      guard let index = catalog.questions.firstIndex(where: { $0.id == side.question }),
        (0...catalog.questions[index].steps.count).contains(side.step)
      else { return nil }
      return Unit(question: index, step: side.step)
    }
    if sides.count == 2 { (compare.left, compare.right) = (sides[0], sides[1]) }
    guard let id = place.question else { return }
    guard let index = catalog.questions.firstIndex(where: { $0.id == id }) else {
      report("the question \(id) is gone; this is the first one")
      return
    }
    go(toQuestion: index)
    if !(0..<stepCount).contains(place.step) { lost.append("step \(place.step)") }
    steps.selected = (0..<stepCount).contains(place.step) ? place.step : 0
    pane = Pane(rawValue: place.pane) ?? .questions
    let wanted = place.tab.tab
    tab = wanted == .compare && sides.count < 2 || wanted == .read ? .explore : wanted
    if let document = place.document, lost.isEmpty {
      returning = Return(document: document, reads: place.isReading ?? false)
    }
    if !lost.isEmpty {
      report("gone since then: \(lost.joined(separator: ", ")); this is as near as there is")
    } else if message.isEmpty {
      // What is wrong with the settings says it first.
      message = arrival
    }
  }

  /// A question of a place, and a step of it that there cannot be before it is answered; nil where all are there.
  private func unanswered(_ place: SavedLocation) -> Unit? {
    let named = place.question.map { [SavedLocation.Side(question: $0, step: place.step)] } ?? []
    return (named + place.sides.prefix(2)).lazy.compactMap { side -> Unit? in
      guard side.step > 0,
        let index = catalog.questions.firstIndex(where: { $0.id == side.question }),
        catalog.questions[index].steps.isEmpty, catalog.questions[index].combination == nil
      else { return nil }
      return Unit(question: index, step: side.step)
    }.first
  }

  /// Leaves it to the person where to go, who has begun to go somewhere.
  mutating func stopReturning() {
    returning = nil
    if !catalog.questions.isEmpty { lastLocation = nil }
  }

  private mutating func restoreFilter(_ place: SavedLocation, _ lost: inout [String]) {
    filter = Filter()
    for name in place.types.prefix(65_536) {
      if let type = catalog.typeNames.firstIndex(of: name) {
        filter.toggle(type: type)
      } else {
        lost.append("type \(name)")
      }
    }
    filter.sign = Sign(rawValue: place.sign) ?? .both
    for entry in SavedLocation.switches where place.flags.contains(entry.name) {
      filter[keyPath: entry.path] = true
    }
    filter.top = place.top.flatMap { $0 > 0 ? $0 : nil }
    filter.words = String(place.words.prefix(1_000))
    if let text = place.condition {
      filter.condition = try? Condition(
        reading: text, typeNames: catalog.typeNames, fields: catalog.fields)
      if filter.condition == nil { lost.append("the condition \(text.prefix(60))") }
    }
  }

  /// Whether a document that a session left must be looked for now; it counts as looked for from then on.
  mutating func asksForReturn(to target: Return) -> Bool {
    let scored = answer?.scored ?? 0
    guard target.scoredThen.map({ $0 < scored }) ?? true else { return false }
    returning?.scoredThen = scored
    return true
  }

  /// Goes to the document that a session left, once its list is here.
  mutating func arrive(at passage: Int?, of target: Return) -> [Effect] {
    returning = nil
    guard let passage, let row = list.row(of: passage) else {
      if passage != nil, let answer, answer.isPartial {
        // It may be scored yet.
        returning = target
        returning?.waitsForScores = true
        message = "\(target.document) has no score yet; it is gone to when it has"
        return []
      }
      report("the document \(target.document) is not in this list; this is its beginning")
      return []
    }
    guard target.reads else {
      documents.select(row, count: list.count, height: layout.rows(of: .documents).height)
      return []
    }
    selectDocument(row)
    return openInExplore()
  }
}

/// A document that a session left and that is gone back to.
struct Return: Sendable, Hashable {
  var document: String
  var reads: Bool
  /// How many passages were scored when it was looked for last; nil where it has not been looked for.
  var scoredThen: Int?
  /// Whether it was not in its list, to which scores are still being added.
  var waitsForScores = false
}
