internal import Formatting
internal import Foundation
internal import RunModel

/// A text that is looked for among the rows of a list, from one row on.
package struct FindRequest: Sendable, Hashable {
  /// A list that is looked through.
  package enum Target: Sendable, Hashable {
    /// Documents, or only those in some rows of their list.
    case documents(ListRequest, among: [Int]?)
    /// Questions, as indices in the catalog.
    case questions([Int])
    /// The whole completion of a question and each of its steps.
    case steps(question: Int)
  }

  package var place: Target
  package var text: String
  /// The row that is looked at first, and whether those before it come next.
  var start: Int
  var isBackwards: Bool

  /// Whether texts of documents have to be read.
  var readsTexts: Bool { if case .documents = place { true } else { false } }
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
    switch request.place {
    case .documents(let list, let rows): return try row(of: list, among: rows, holding: request)
    case .questions(let rows):
      return try row(among: rows.count, holding: request) { row in
        let question = catalog.questions[rows[row]]
        return "\(question.id) \(question.tag) \(question.title)"
      }
    case .steps(let question):
      let steps = catalog.questions[question].steps
      return try row(among: steps.count + 1, holding: request) {
        $0 == 0 ? "whole completion" : steps[$0 - 1].text
      }
    }
  }

  /// Whether the run has what a text is looked for in.
  func knows(_ request: FindRequest) -> Bool {
    switch request.place {
    case .documents(let list, _): knows(list.unit)
    case .questions(let rows): rows.allSatisfy(catalog.questions.indices.contains)
    case .steps(let question): catalog.questions.indices.contains(question)
    }
  }

  /// The first row of those that are in memory whose words hold the text.
  private func row(
    among count: Int, holding request: FindRequest, words: (Int) -> String
  ) throws -> Int? {
    guard count > 0 else { return nil }
    let wanted = request.text.lowercased()
    let step = request.isBackwards ? count - 1 : 1
    var row = (request.start % count + count) % count
    for _ in 0..<count {
      guard isSought(request) else { throw CancellationError() }
      if words(row).lowercased().contains(wanted) { return row }
      row = (row + step) % count
    }
    return nil
  }

  private mutating func row(
    of request: ListRequest, among shown: [Int]?, holding sought: FindRequest
  ) throws -> Int? {
    let list = try list(request).list
    let shown = shown?.filter { $0 < list.count }
    func passage(_ row: Int) -> Int { list[shown?[row] ?? row].passage }
    let count = shown?.count ?? list.count
    guard count > 0 else { return nil }
    let wanted = sought.text.lowercased()
    let step = sought.isBackwards ? count - 1 : 1
    var row = (sought.start % count + count) % count
    var left = min(count, Self.findLimit)
    while left > 0 {
      guard isSought(sought) else { throw CancellationError() }
      let size = min(left, 250)
      var rows: [Int] = []
      for _ in 0..<size {
        rows.append(row)
        row = (row + step) % count
      }
      let found = try source.passages(rows.map(passage))
      let texts = Dictionary(found.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
      for row in rows {
        guard let text = texts[passage(row)] else { continue }
        if (text.id + " " + text.text).lowercased().contains(wanted) { return row }
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
  /// Whatever is looked through is looked through outside.
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
    case .compare: return findInCompare(text, from: direction)
    default:
      refuse("texts are looked for in Explore, Compare and Read")
      return []
    }
  }

  /// Lists are looked through outside: only the row that holds the text comes back.
  private mutating func findInExplore(_ text: String, from direction: Int) -> [Effect] {
    let (place, start): (FindRequest.Target, Int)
    switch pane {
    case .questions: (place, start) = (.questions(questionRows), questions.selected)
    case .steps:
      guard let question = listQuestion else { return [] }
      (place, start) = (.steps(question: question), steps.selected)
    case .documents:
      guard let request = answered, list.count > 0 else {
        refuse("there are no documents to look through")
        return []
      }
      (place, start) = (.documents(request, among: nil), documents.selected)
    }
    let wanted = FindRequest(
      place: place, text: text, start: start + direction, isBackwards: direction < 0)
    awaitedFind = wanted
    return [.find(wanted)]
  }

  /// Looks through the side that has the focus, as far as it is shown.
  private mutating func findInCompare(_ text: String, from direction: Int) -> [Effect] {
    guard let request = compare.listRequest, compare.count(compare.side) > 0 else {
      refuse("there are no documents to look through")
      return []
    }
    let wanted = FindRequest(
      place: .documents(request, among: compare.shownRows(compare.side)), text: text,
      start: compare.cursor(compare.side).selected + direction, isBackwards: direction < 0)
    awaitedFind = wanted
    return [.find(wanted)]
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
    guard isShown(request.place) else { return }
    guard let row else {
      restore(origin)
      return refuse(notFound(request))
    }
    switch request.place {
    case .questions: selectQuestion(row)
    case .steps: steps.selected = row
    case .documents where tab == .compare: compare.select(row)
    case .documents: if row < list.count { documents.selected = row }
    }
  }

  /// Whether what was looked through is still what the screen shows.
  private func isShown(_ place: FindRequest.Target) -> Bool {
    switch place {
    case .questions(let rows): tab == .explore && rows == questionRows
    case .steps(let question): tab == .explore && question == listQuestion
    case .documents(let wanted, let rows):
      tab == .explore
        ? answered == wanted
        : tab == .compare && compare.listRequest == wanted
          && compare.shownRows(compare.side) == rows
    }
  }

  private func notFound(_ request: FindRequest) -> String {
    switch request.place {
    case .questions: return "no question holds \(request.text)"
    case .steps: return "no step holds \(request.text)"
    case .documents(_, let rows):
      let count = tab == .compare ? rows?.count ?? compare.count(compare.side) : list.count
      return count > Answering.findLimit
        ? "none of the next \(grouped(Answering.findLimit)) documents holds \(request.text);"
          + " \(keyName(for: .narrow)) looks in the whole corpus"
        : "no document of the list holds \(request.text)"
    }
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
    let rows = open.lines.rows(of: places)
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

extension [Reader.Line] {
  /// The lines that bytes stand in, both in rising order.
  func rows(of bytes: [Int]) -> [Int] {
    var (rows, row) = ([Int](), 0)
    for byte in bytes {
      while row + 1 < count, self[row + 1].start <= byte { row += 1 }
      if row < count, self[row].start <= byte { rows.append(row) }
    }
    return rows
  }
}
