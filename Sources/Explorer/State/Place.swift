/// Where a person is, as far as the next session can come back to it.
package struct Place: Sendable, Hashable, Codable {
  package var tab: Int
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

  package struct Side: Sendable, Hashable, Codable {
    package var question: String
    package var step: Int
  }
}

extension Place {
  package init(_ state: ExplorerState) {
    let filter = state.filter
    // A document is reached through its list, and a question waits to be typed again.
    tab = state.tab == .read ? state.readerOrigin.rawValue : state.tab.rawValue
    pane = state.pane.rawValue
    question = state.selectedQuestion?.id
    step = state.steps.selected
    condition = filter.condition?.description
    types = state.catalog.typeNames.indices.filter {
      filter.types != 0 && filter.passes(type: UInt8($0 & 63))
    }.map { state.catalog.typeNames[$0] }
    sign = filter.sign.rawValue
    flags = Self.switches.filter { filter[keyPath: $0.path] }.map(\.name)
    top = filter.top
    words = filter.words
    sides = [state.compare.left, state.compare.right].compactMap { unit in
      unit.map { Side(question: state.catalog.questions[$0.question].id, step: $0.step) }
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
  /// Goes to where the last session ended, as far as it is still there.
  mutating func restore(_ place: Place) {
    filter = Filter()
    for name in place.types {
      if let type = catalog.typeNames.firstIndex(of: name) { filter.toggle(type: type) }
    }
    filter.sign = Sign(rawValue: place.sign) ?? .both
    for entry in Place.switches where place.flags.contains(entry.name) {
      filter[keyPath: entry.path] = true
    }
    filter.top = place.top.flatMap { $0 > 0 ? $0 : nil }
    filter.words = place.words
    if let text = place.condition {
      filter.condition = try? Condition(reading: text, typeNames: catalog.typeNames)
    }
    let sides = place.sides.compactMap { side -> Unit? in
      guard let index = catalog.questions.firstIndex(where: { $0.id == side.question }),
        (0...catalog.questions[index].steps.count).contains(side.step)
      else { return nil }
      return Unit(question: index, step: side.step)
    }
    if sides.count == 2 { (compare.left, compare.right) = (sides[0], sides[1]) }
    guard let id = place.question else { return }
    guard let index = catalog.questions.firstIndex(where: { $0.id == id }) else {
      report("the question \(id) of the last session is gone")
      return
    }
    go(toQuestion: index)
    steps.selected = max(0, min(place.step, stepCount - 1))
    pane = Pane(rawValue: place.pane) ?? .questions
    let wanted = Tab(rawValue: place.tab) ?? .explore
    tab = wanted == .compare && sides.count < 2 ? .explore : wanted
    message = "where you were last; --fresh starts at the beginning"
  }
}
