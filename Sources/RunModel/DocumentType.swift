/// The document types that Stemma guesses by itself; the raw value is their label.
///
/// A corpus may name any others. They pass through every list and statistic by their label, and have
/// no key of their own.
package enum DocumentType: String, Sendable, CaseIterable {
  case code, textbook, forum, encyclopedia
  /// What looks like none of them.
  case other

  /// The key that filters by it, after the key that begins a filter; nil where it has none of its own.
  package var key: Character? {
    switch self {
    case .code: "c"
    case .textbook: "t"
    case .forum: "f"
    case .encyclopedia: "w"
    case .other: nil
    }
  }
}

/// Document types that something is about, as codes; any number of them.
package struct TypeSet: Sendable, Hashable {
  /// Bit `code % 64` of word `code / 64`; no zero words at the end, so that equal sets have equal words.
  private var words: [UInt64] = []

  package init() {}

  package init(_ codes: some Sequence<Int>) {
    for code in codes { insert(code) }
  }

  package var isEmpty: Bool { words.isEmpty }

  package func contains(_ code: Int) -> Bool {
    code >= 0 && code >> 6 < words.count && words[code >> 6] & (1 << UInt64(code & 63)) != 0
  }

  package mutating func insert(_ code: Int) {
    if !contains(code) { toggle(code) }
  }

  /// Adds a code that is not there, or takes one out that is.
  package mutating func toggle(_ code: Int) {
    precondition(code >= 0)
    while words.count <= code >> 6 { words.append(0) }
    words[code >> 6] ^= 1 << UInt64(code & 63)
    while words.last == 0 { words.removeLast() }
  }
}
