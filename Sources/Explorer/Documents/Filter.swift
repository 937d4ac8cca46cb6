package import RunModel

/// What a list of documents leaves out.
package struct Filter: Sendable, Hashable {
  /// Codes of the types that pass; an empty set lets every type pass.
  package var types = TypeSet()
  package var sign: Sign = .both
  /// Only passages that hold the answer.
  package var hasAnswer = false
  /// Only passages marked with a star.
  package var isStarred = false
  /// Only passages that nobody has opened.
  package var isUnread = false
  /// Only this many from the top of the ranking.
  package var top: Int?
  /// Only passages whose text holds these words.
  package var words: String = ""
  /// One row for neighbours of exactly the same score, which copies of a text have.
  package var foldsCopies = false

  /// Only rows that fulfil this.
  package var condition: Condition?

  package init() {}

  package func passes(type: Int) -> Bool { types.isEmpty || types.contains(type) }

  /// Lets one more type pass, or one fewer.
  package mutating func toggle(type: Int) { types.toggle(type) }

  /// Whether a set of passages from the store is needed to answer the filter.
  package var needsLookup: Bool {
    hasAnswer || isStarred || isUnread || !words.isEmpty || condition != nil
  }

  /// The parts that are on, as a person reads them.
  package func parts(typeNames: [String]) -> [String] {
    var parts: [String] = []
    if !types.isEmpty {
      let names = typeNames.indices.filter { types.contains($0) }
      parts.append("type=" + names.map { typeNames[$0] }.joined(separator: ","))
    }
    if sign != .both { parts.append("sign=\(sign.mark)") }
    if hasAnswer { parts.append("has answer") }
    if isStarred { parts.append("starred") }
    if isUnread { parts.append("unread") }
    if let top { parts.append("top \(top)") }
    if !words.isEmpty { parts.append("text=\(words)") }
    if let condition { parts.append("where \(condition)") }
    if foldsCopies { parts.append("copies folded") }
    return parts
  }

  /// The filter without one of its parts, for each part that keeps rows out.
  package var relaxations: [Filter] {
    let parts: [(Filter) -> Filter] = [
      { $0.with(\.types, TypeSet()) }, { $0.with(\.sign, .both) }, { $0.with(\.hasAnswer, false) },
      { $0.with(\.isStarred, false) }, { $0.with(\.isUnread, false) }, { $0.with(\.top, nil) },
      { $0.with(\.words, "") }, { $0.with(\.condition, nil) },
    ]
    return parts.map { $0(self) }.filter { $0 != self }
  }

  private func with<Value>(_ part: WritableKeyPath<Filter, Value>, _ value: Value) -> Filter {
    var copy = self
    copy[keyPath: part] = value
    return copy
  }
}
