internal import Formatting
internal import RunModel

/// Something that was done and can be taken back.
enum Undo: Sendable, Hashable {
  /// Passages whose documents got stars, or lost them.
  case stars([Int], isOn: Bool)
  /// A question that was forgotten, to be asked again.
  case discarded(prompt: String, answer: String?, completion: String?)
}

extension ExplorerState {
  /// Documents that a key acts on: the marked ones, or the one under the cursor.
  private var chosenPassages: [Int] {
    if marks.count > 0, tab != .read { return marks.passages }
    return focusedPassage.map { [$0] } ?? []
  }

  /// Most documents that are starred at once: stars are for what a person will read.
  private static let maximumStars = 10_000

  /// Stars the marked documents, or the one under the cursor; takes the stars off where all have one.
  mutating func star() -> [Effect] {
    let chosen = chosenPassages
    guard let first = chosen.first else {
      refuse("no document is selected")
      return []
    }
    guard chosen.count <= Self.maximumStars else {
      refuse(
        "\(grouped(chosen.count)) documents are more than the \(grouped(Self.maximumStars)) that can be starred at once"
      )
      return []
    }
    guard chosen.count > 1 || texts[first] != nil else {
      refuse("no document is selected")
      return []
    }
    let isOn = !chosen.allSatisfy { texts[$0]?.isStarred ?? false }
    for passage in chosen { texts.update(passage) { $0.isStarred = isOn } }
    let what = chosen.count == 1 ? texts[first]?.document ?? "" : "\(chosen.count) documents"
    message =
      (isOn ? "starred \(what)" : "took the star off \(what)")
      + "; \(keyName(for: .undo)) takes it back"
    return [.star(chosen, isOn: isOn)]
  }

  /// Keeps something that can be taken back; only the latest are.
  mutating func remember(_ change: Undo) {
    undoable.append(change)
    if undoable.count > 100 { undoable.removeFirst() }
  }

  /// Takes back the last thing that can be.
  mutating func undo() -> [Effect] {
    switch undoable.popLast() {
    case .stars(let passages, let isOn):
      for passage in passages { texts.update(passage) { $0.isStarred = !isOn } }
      message =
        passages.count == 1
        ? "the star is as it was" : "the stars of \(passages.count) are as they were"
      return [.star(passages, isOn: !isOn, takesBack: true)]
    case .discarded(let prompt, let answer, let completion):
      let effects = ask(prompt + (answer.map { " => \($0)" } ?? ""), completion: completion)
      message = "asked again, since what was forgotten is gone: \(message)"
      return effects
    case nil:
      refuse("nothing to take back")
      return []
    }
  }

  /// Marks the document under the cursor, or takes its mark off, and goes on to the next.
  mutating func mark() {
    guard let passage = focusedPassage else { return refuse("no document is selected") }
    marks.anchor = nil
    marks.toggle(passage)
    if tab != .ask || ask.isOnDocuments { _ = carryOut(.down) }
    sayMarks()
  }

  /// Begins a range of marks that follows the cursor, or ends it.
  mutating func markRange() {
    guard focusedPassage != nil else { return refuse("no document is selected") }
    guard tab != .compare else {
      return refuse("ranges are marked in lists of Explore and Ask; Space marks here")
    }
    if marks.anchor == nil {
      marks.begin(at: documents.selected)
      extendMarks()
      message = "marking from here to the cursor; \(keyName(for: .markRange)) ends it"
    } else {
      marks.anchor = nil
      sayMarks()
    }
  }

  /// Brings the marks of a range to where the cursor is.
  mutating func extendMarks() {
    guard let anchor = marks.anchor, list.count > 0, isListCurrent else { return }
    let end = min(documents.selected, list.count - 1)
    let rows = min(anchor, end)...max(min(anchor, list.count - 1), end)
    marks.extend(to: rows.map { list[$0].passage })
  }

  /// Marks every document of the list; none, where all are marked already.
  mutating func markAll() {
    marks.anchor = nil
    let passages: [Int]
    if tab == .compare {
      passages = (0..<compare.count(compare.side)).map { compare.row(compare.side, $0).passage }
    } else {
      passages = (0..<list.count).map { list[$0].passage }
    }
    guard !passages.isEmpty else { return refuse("there are no documents to mark") }
    if passages.allSatisfy(marks.contains) { marks.clear() } else { marks.mark(passages) }
    sayMarks()
  }

  private mutating func sayMarks() {
    message =
      marks.count == 0
      ? "nothing is marked"
      : "\(grouped(marks.count)) marked: \(keyName(for: .star)) stars them,"
        + " \(keyName(for: .exportTable)) writes them, \(keyName(for: .markAll)) all or none"
  }

  /// The marked rows of the list in focus, where there are any.
  var markedTable: TableRequest.Content? {
    guard marks.count > 0, case .documents(let request)? = storedTable else { return nil }
    return .marked(request, marks)
  }
}

extension Condition {
  /// Whether stars or what was opened decide about rows.
  var asksForMarks: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForMarks)
    case .not(let part): part.asksForMarks
    case .mark(.starred), .mark(.read): true
    default: false
    }
  }
}
