internal import Findings
internal import RunModel

/// Finds the rows that fulfil a condition.
extension Answering {
  /// Documents that may be looked into for one list.
  static let textLimit = 300_000

  /// The passages of a ranking that fulfil a condition and, where none does, which part left none.
  mutating func fulfilling(
    _ condition: Condition, _ whole: DocumentList, _ request: ListRequest
  ) throws -> (passages: PassageSet, note: String?) {
    var reader = try rowReader(request, whole)
    var passages = PassageSet(EmptyCollection<UInt32>(), of: catalog.passageCount)
    var found = 0
    for place in 0..<whole.order.count where try condition.holds(place, &reader) {
      passages.insert(Int(whole.order[place]))
      found += 1
    }
    guard found == 0, condition.conjuncts.count > 1 else { return (passages, nil) }
    let parts = condition.conjuncts
    for length in 1..<parts.count {
      let first = Condition.all(Array(parts.prefix(length)))
      var isEmpty = true
      for place in 0..<whole.order.count where try first.holds(place, &reader) {
        isEmpty = false
        break
      }
      if isEmpty { return (passages, "no row is left after: \(parts[length - 1])") }
    }
    return (passages, "no row is left after: \(parts[parts.count - 1])")
  }

  /// Whatever can be asked of the rows of a ranking.
  mutating func rowReader(_ request: ListRequest, _ whole: DocumentList) throws -> RowReader {
    RowReader(
      request, whole, raw: try estimates(request.unit), flags: try flags(request.unit),
      perNat: try combined(request.unit)?.scores.perNat, answering: self)
  }
}

extension Condition {
  /// Whether any part of it asks whether documents hold the answer.
  var asksForAnswer: Bool {
    asks {
      if case .mark(.answer) = $0 { true } else { false }
    }
  }

  /// Whether any part of it asks for the relevance of words.
  var asksForWords: Bool {
    asks {
      if case .compare(.bm25, _, _) = $0 { true } else { false }
    }
  }

  private func asks(_ isAsked: (Condition) -> Bool) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.asks(isAsked) }
    case .not(let part): part.asks(isAsked)
    default: isAsked(self)
    }
  }

  /// Decides about the row at a place of a ranking.
  func holds(_ place: Int, _ row: inout RowReader) throws -> Bool {
    if place % 1024 == 0 { try row.checkWanted() }
    switch self {
    case .all(let parts):
      for part in parts where try !part.holds(place, &row) { return false }
      return true
    case .any(let parts):
      for part in parts where try part.holds(place, &row) { return true }
      return false
    case .not(let part): return try !part.holds(place, &row)
    case .compare(let field, let comparison, let value):
      return comparison.holds(try row.number(field, place), value)
    case .compareField(let name, let comparison, let value):
      guard let text = try row.text(.field(name), place) else { return comparison == .unequal }
      guard let number = Double(text) else { return comparison == .unequal }
      return comparison.holds(number, value)
    case .type(let names): return names.contains(row.typeName(place))
    case .equals(let field, let texts):
      guard let own = try row.text(field, place)?.lowercased() else { return false }
      return texts.contains { $0.lowercased() == own }
    case .holds(.text, let words): return try row.holds(words, place)
    case .holds(let field, let words):
      return try row.text(field, place)?.lowercased().contains(words.lowercased()) ?? false
    case .mark(let mark): return try row.isMarked(mark, place)
    case .matches(let field, let pattern, let ignoresCase):
      return try row.matches((ignoresCase ? "(?i)" : "") + pattern, field, place)
    }
  }
}
