internal import Foundation
internal import RunModel

/// A text that is looked for among the rows of a list, from one row on.
package struct FindRequest: Sendable, Hashable {
  package var list: ListRequest
  package var text: String
  /// The row that is looked at first, and whether those before it come next.
  var start: Int
  var isBackwards: Bool
}

/// A text that is looked for in a document.
package struct TextFind: Sendable, Hashable {
  package var passage: Int
  package var text: String
}

extension Answering {
  /// Rows that are looked through at most: a list of millions is narrowed instead.
  static let findLimit = 20_000

  /// The first row that holds a text in its id or its text, whatever the case.
  ///
  /// - Throws: `CancellationError` when another text is looked for by now.
  mutating func row(holding request: FindRequest) throws -> Int? {
    let list = try list(request.list).list
    let count = list.count
    guard count > 0 else { return nil }
    let wanted = request.text.lowercased()
    let step = request.isBackwards ? count - 1 : 1
    var row = (request.start % count + count) % count
    var left = min(count, Self.findLimit)
    while left > 0 {
      guard isSought(request) else { throw CancellationError() }
      let size = min(left, 250)
      var rows: [Int] = []
      for _ in 0..<size {
        rows.append(row)
        row = (row + step) % count
      }
      let found = try source.passages(rows.map { list[$0].passage })
      let texts = Dictionary(found.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
      for row in rows {
        guard let passage = texts[list[row].passage] else { continue }
        if (passage.id + " " + passage.text).lowercased().contains(wanted) { return row }
      }
      left -= size
    }
    return nil
  }

  /// Bytes at which a text stands in a document, whatever the case.
  func places(of request: TextFind) throws -> [Int] {
    guard let text = try source.texts([request.passage]).first, !request.text.isEmpty else {
      return []
    }
    var (places, start) = ([Int](), text.startIndex)
    while let range = text.range(
      of: request.text, options: .caseInsensitive, range: start..<text.endIndex)
    {
      places.append(text.utf8.distance(from: text.startIndex, to: range.lowerBound))
      start = range.upperBound
    }
    return places
  }
}

extension ExplorerState {
  /// Goes to the next or previous row that holds the text; 0 begins at the selected one.
  ///
  /// Texts of documents are read and searched outside; questions and steps are here.
  mutating func find(_ text: String, from direction: Int) -> [Effect] {
    (awaitedFind, findOrigin) = (nil, nil)
    guard !text.isEmpty else {
      if direction != 0 { refuse("nothing was looked for yet; \(keyName(for: .find)) finds") }
      return []
    }
    query = text
    switch tab {
    case .read: return findInReader(text, from: direction)
    case .explore: return findInExplore(text, from: direction)
    case .compare, .findings, .ask, .jobs:
      refuse("texts are looked for in Explore and in Read")
      return []
    }
  }

  private mutating func findInExplore(_ text: String, from direction: Int) -> [Effect] {
    let wanted = text.lowercased()
    func search(_ start: Int, _ count: Int, _ label: (Int) -> String) -> Int? {
      guard count > 0 else { return nil }
      let step = direction < 0 ? count - 1 : 1
      var row = (start + direction + count) % count
      for _ in 0..<count {
        if label(row).lowercased().contains(wanted) { return row }
        row = (row + step) % count
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
      guard let question = selectedQuestion else { return [] }
      let found = search(steps.selected, stepCount) {
        $0 == 0 ? "whole completion" : question.steps[$0 - 1].text
      }
      if let found { steps.selected = found } else { refuse("no step holds \(text)") }
    case .documents:
      guard let request = answered, list.count > 0 else {
        refuse("there are no documents to look through")
        return []
      }
      let wanted = FindRequest(
        list: request, text: text, start: documents.selected + direction,
        isBackwards: direction < 0)
      awaitedFind = wanted
      return [.find(wanted)]
    }
    return []
  }

  private mutating func findInReader(_ text: String, from direction: Int) -> [Effect] {
    guard let open = reader, !open.lines.isEmpty else { return [] }
    reader?.query = text
    let wanted = TextFind(passage: open.passage, text: text)
    reader?.seekingDirection = direction
    if let known = finds[wanted] {
      goToFound(known, text)
      return []
    }
    return finds.mustAsk(wanted) ? [.findInText(wanted)] : []
  }

  /// Goes to the row that was looked for, or back to where the search began.
  mutating func receive(row: Int?, of request: FindRequest) {
    guard awaitedFind == request else { return }
    let origin = findOrigin ?? prompt?.origin
    (awaitedFind, findOrigin) = (nil, nil)
    guard answered == request.list, tab == .explore else { return }
    if let row, row < list.count {
      documents.selected = row
      return
    }
    restore(origin)
    let key = keyName(for: .narrow)
    refuse(
      list.count > Answering.findLimit
        ? "none of the next \(grouped(Answering.findLimit)) documents holds \(request.text);"
          + " \(key) looks in the whole corpus"
        : "no document of the list holds \(request.text)")
  }

  /// Goes to where a text was found in the open document.
  mutating func receive(_ places: [Int], of request: TextFind) {
    finds.receive(places, for: request)
    guard let open = reader, open.passage == request.passage, open.query == request.text else {
      return
    }
    goToFound(places, request.text)
  }

  private mutating func goToFound(_ places: [Int], _ text: String) {
    guard let open = reader, let direction = open.seekingDirection else { return }
    let origin = findOrigin ?? (prompt?.purpose == .find ? prompt?.origin : nil)
    reader?.seekingDirection = nil
    findOrigin = nil
    let rows = places.compactMap { place in open.lines.lastIndex { $0.start <= place } }
    let next: Int? =
      direction < 0
      ? rows.last { $0 < open.top } ?? rows.last
      : rows.first { $0 >= open.top + direction } ?? rows.first
    guard let next else {
      restore(origin)
      return refuse("\(text) is not in this document")
    }
    reader?.top = next
  }
}
