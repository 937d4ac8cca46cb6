/// Passages whose words are to be held against those of a unit's question and steps.
package struct RelevanceRequest: Sendable, Hashable {
  package var unit: Unit
  package var passages: [Int]
}

/// BM25 relevance of listed passages to the words of what they are listed for, as far as it is known.
package struct WordRelevance: Sendable {
  private static let limit = 20_000
  private var known: [HeatRequest: Double] = [:]
  /// Only one at a time, so that whoever hurries through steps and rows leaves no queue behind.
  private var awaited: RelevanceRequest?

  package init() {}

  /// Relevance of a passage, 0 where it shares no word; nil while nobody knows it.
  package subscript(unit: Unit, passage: Int) -> Double? {
    known[HeatRequest(unit: unit, passage: passage)]
  }

  /// What is to be asked for now, which counts as asked for; nil while something else is.
  mutating func request(_ passages: [Int], of unit: Unit) -> RelevanceRequest? {
    guard awaited == nil else { return nil }
    awaited = RelevanceRequest(unit: unit, passages: passages)
    return awaited
  }

  /// Takes in what was found: relevance by passage, without those that share no word.
  mutating func take(_ found: [Int: Double], for request: RelevanceRequest) {
    guard awaited == request else { return }
    awaited = nil
    if known.count > Self.limit { known = [:] }
    for passage in request.passages {
      known[HeatRequest(unit: request.unit, passage: passage)] = found[passage] ?? 0
    }
  }
}
