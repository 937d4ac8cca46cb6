/// What is known of something that was asked for.
package enum QueryState<Answer: Sendable>: Sendable {
  /// Nobody has asked.
  case missing
  /// Somebody has asked and the answer is on its way.
  case requested
  case known(Answer)
}

/// Answers by what was asked, so that no answer can be shown for anything else.
///
/// A screen asks for what it is about to show and draws what it finds under that very request. The latest
/// requests are kept; older ones are asked for again when somebody wants them.
package struct QueryCache<Request: Hashable & Sendable, Answer: Sendable>: Sendable {
  private struct Entry: Sendable {
    var answer: Answer?
    var isRequested: Bool
    /// Whether the answer is as good as a new one would be.
    var isFresh: Bool
  }

  private let limit: Int
  private var entries: [Request: Entry] = [:]
  /// Requests in the order in which they came, each once.
  private var order: [Request] = []

  /// - Parameter limit: requests that are remembered at least; twice as many at most.
  package init(limit: Int) { self.limit = max(1, limit) }

  package func state(of request: Request) -> QueryState<Answer> {
    guard let entry = entries[request] else { return .missing }
    if let answer = entry.answer { return .known(answer) }
    return entry.isRequested ? .requested : .missing
  }

  /// The answer, if it is known.
  package subscript(request: Request) -> Answer? { entries[request]?.answer }

  package func isRequested(_ request: Request) -> Bool { entries[request]?.isRequested ?? false }

  /// Whether a request must be made now; it counts as made from then on.
  package mutating func mustAsk(_ request: Request) -> Bool {
    var entry = entries[request] ?? Entry(answer: nil, isRequested: false, isFresh: false)
    guard !entry.isRequested, !entry.isFresh else { return false }
    entry.isRequested = true
    keep(entry, for: request)
    return true
  }

  /// Takes in an answer, whether or not it was asked for.
  package mutating func receive(_ answer: Answer, for request: Request) {
    keep(Entry(answer: answer, isRequested: false, isFresh: true), for: request)
  }

  /// Lets known answers be shown until newer ones come, which have to be asked for.
  package mutating func expire() {
    for key in entries.keys {
      entries[key]?.isFresh = false
      entries[key]?.isRequested = false
    }
  }

  /// Lets what was asked for and never answered be asked for again.
  package mutating func withdrawRequests() {
    for key in entries.keys { entries[key]?.isRequested = false }
  }

  /// Forgets everything, as when requests would mean something else from now on.
  package mutating func clear() { (entries, order) = ([:], []) }

  private mutating func keep(_ entry: Entry, for request: Request) {
    if entries.updateValue(entry, forKey: request) == nil { order.append(request) }
    guard order.count > 2 * limit else { return }
    for old in order.prefix(order.count - limit) { entries[old] = nil }
    order.removeFirst(order.count - limit)
  }
}
