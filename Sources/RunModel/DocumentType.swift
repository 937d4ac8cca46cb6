/// The document types that Stemma guesses by itself; the raw value is their label.
///
/// A corpus may name any others. They pass through every list and statistic by their label, and have
/// no key of their own.
package enum DocumentType: String, Sendable, CaseIterable {
  case code, textbook, forum, encyclopedia
  /// What looks like none of them.
  case other

  /// What is to be known of a type wherever it is shown: to give another one a key, add its row.
  private var row: (key: Character?, plural: String, short: String) {
    switch self {
    case .code: ("c", "code", "code")
    case .textbook: ("t", "textbooks", "text")
    case .forum: ("f", "forums", "foru")
    case .encyclopedia: ("w", "encyclopedias", "wiki")
    case .other: (nil, "other documents", "othr")
    }
  }

  /// The key that filters by it, after the key that begins a filter; nil where it has none of its own.
  package var key: Character? { row.key }

  /// What its documents are called, as after "show".
  package var plural: String { row.plural }

  /// Four letters for it in a narrow column.
  package var short: String { row.short }

  /// The types that have a key of their own.
  package static let keyed = allCases.filter { $0.key != nil }
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
