/// Finds many answers in one pass over a text.
package struct AnswerScanner: Sendable {
  /// One place where an answer stands.
  package struct Match: Sendable, Equatable {
    /// Position of the pattern in the scanner's list.
    package let pattern: Int
    /// UTF-8 offsets in the text.
    package let range: Range<Int>
  }

  private struct Phrase: Sendable {
    let pattern: Int
    let keys: [UInt64]
  }

  private let patternCount: Int
  private let phrases: [Phrase]
  /// Open-addressing table from a phrase's first key to the phrases that begin with it.
  private let slots: [(key: UInt64, phrases: [Int32])]
  private let mask: UInt64

  package init(_ patterns: [AnswerPattern]) {
    patternCount = patterns.count
    phrases = patterns.enumerated().flatMap { index, pattern in
      pattern.phrases.map { Phrase(pattern: index, keys: $0) }
    }
    var size = 16
    while size < 4 * phrases.count { size *= 2 }
    mask = UInt64(size - 1)
    var slots = [(key: UInt64, phrases: [Int32])](repeating: (0, []), count: size)
    for (index, phrase) in phrases.enumerated() {
      guard let key = phrase.keys.first else { continue }
      var slot = Int(key & mask)
      while !slots[slot].phrases.isEmpty && slots[slot].key != key { slot = (slot + 1) % size }
      slots[slot].key = key
      slots[slot].phrases.append(Int32(index))
    }
    self.slots = slots
  }

  /// All matches, in the order of the text.
  package func matches(in text: String) -> [Match] {
    var scratch = Scratch()
    return matches(in: text, &scratch)
  }

  /// Positions of the patterns that occur, ascending.
  package func patterns(in text: String) -> [Int] {
    var scratch = Scratch()
    return patterns(in: text, &scratch)
  }

  /// Memory that successive texts share; one for each thread.
  package struct Scratch {
    fileprivate var tokens: [AnswerToken] = []
    package init() {}
  }

  /// All matches, in the order of the text.
  package func matches(in text: String, _ scratch: inout Scratch) -> [Match] {
    var found: [Match] = []
    scan(text, &scratch) { found.append(Match(pattern: $0, range: $1)) }
    return found
  }

  /// Positions of the patterns that occur, ascending.
  package func patterns(in text: String, _ scratch: inout Scratch) -> [Int] {
    var found: Set<Int> = []
    scan(text, &scratch) { pattern, _ in found.insert(pattern) }
    return found.sorted()
  }

  private func scan(_ text: String, _ scratch: inout Scratch, report: (Int, Range<Int>) -> Void) {
    let tokens = AnswerTokenizer.tokens(of: text, reusing: scratch.tokens)
    defer { scratch.tokens = tokens }
    slots.withUnsafeBufferPointer { slots in
      for (position, token) in tokens.enumerated() {
        var slot = Int(token.key & mask)
        while !slots[slot].phrases.isEmpty {
          if slots[slot].key == token.key {
            for index in slots[slot].phrases {
              let phrase = phrases[Int(index)]
              let end = position + phrase.keys.count
              guard end <= tokens.count,
                zip(phrase.keys, tokens[position..<end]).allSatisfy({ $0 == $1.key })
              else { continue }
              report(phrase.pattern, token.start..<tokens[end - 1].end)
            }
            break
          }
          slot = (slot + 1) & Int(mask)
        }
      }
    }
  }
}
