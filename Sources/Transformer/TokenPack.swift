/// Sequences laid one after another without padding; attention stays inside each.
package struct TokenPack: Sendable {
  package let tokens: [Int32]
  /// Start of each sequence and, last, the number of tokens.
  package let boundaries: [Int]

  /// Packs sequences.
  /// - Parameter sequences: token ids, none empty.
  package init(_ sequences: [[Int32]]) {
    precondition(sequences.allSatisfy { !$0.isEmpty })
    tokens = sequences.flatMap { $0 }
    boundaries = sequences.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  package var count: Int { tokens.count }
  package var sequenceCount: Int { boundaries.count - 1 }

  /// Rows of one sequence.
  package func rows(_ sequence: Int) -> Range<Int> {
    boundaries[sequence]..<boundaries[sequence + 1]
  }

  /// The next token at every position; -1 at the last one of each sequence.
  package var nextTokens: [Int32] {
    var next = Array(tokens.dropFirst()) + [-1]
    for end in boundaries.dropFirst() { next[end - 1] = -1 }
    return next
  }

  var positions: [Int32] {
    (0..<sequenceCount).flatMap { sequence in (0..<Int32(rows(sequence).count)) }
  }
}
