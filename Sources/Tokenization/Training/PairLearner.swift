/// Two neighbouring tokens.
struct TokenPair: Hashable {
  let left: Int32
  let right: Int32
}

/// Keeps count of all pairs of neighbours in a weighted list of words while pairs are merged.
///
/// Counts change only in the words that hold the merged pair. The most frequent pair comes from a heap
/// whose entries are checked against the counts when they come up.
struct PairLearner {
  private var words: [[Int32]]
  private let weights: [Int]
  private var counts: [TokenPair: Int] = [:]
  private var positions: [TokenPair: Set<Int>] = [:]
  private var heap: [Candidate] = []

  private struct Candidate {
    let count: Int
    let pair: TokenPair

    func comesBefore(_ other: Candidate) -> Bool {
      if count != other.count { return count > other.count }
      return (pair.left, pair.right) < (other.pair.left, other.pair.right)
    }
  }

  init(words: [(tokens: [Int32], count: Int)]) {
    self.words = words.map(\.tokens)
    weights = words.map(\.count)
    for (position, word) in self.words.enumerated() {
      for (left, right) in zip(word, word.dropFirst()) {
        let pair = TokenPair(left: left, right: right)
        counts[pair, default: 0] += weights[position]
        positions[pair, default: []].insert(position)
      }
    }
    for (pair, count) in counts { push(Candidate(count: count, pair: pair)) }
  }

  /// The pair that occurs most often, nil when none is left.
  mutating func mostFrequent() -> TokenPair? {
    while let top = pop() {
      guard let count = counts[top.pair], count > 0 else { continue }
      if count == top.count { return top.pair }
      push(Candidate(count: count, pair: top.pair))
    }
    return nil
  }

  /// Takes a pair out of the running.
  mutating func forget(_ pair: TokenPair) { counts[pair] = 0 }

  /// Replaces a pair by one token in every word, from left to right.
  mutating func merge(_ pair: TokenPair, into token: Int32) {
    var grown: Set<TokenPair> = []
    for position in positions.removeValue(forKey: pair) ?? [] {
      let word = words[position]
      var merged: [Int32] = []
      merged.reserveCapacity(word.count)
      var index = 0
      while index < word.count {
        if index + 1 < word.count, word[index] == pair.left, word[index + 1] == pair.right {
          merged.append(token)
          index += 2
        } else {
          merged.append(word[index])
          index += 1
        }
      }
      guard merged.count < word.count else { continue }
      for (left, right) in zip(word, word.dropFirst()) {
        counts[TokenPair(left: left, right: right), default: 0] -= weights[position]
      }
      for (left, right) in zip(merged, merged.dropFirst()) {
        let neighbours = TokenPair(left: left, right: right)
        counts[neighbours, default: 0] += weights[position]
        if left == token || right == token {
          positions[neighbours, default: []].insert(position)
          grown.insert(neighbours)
        }
      }
      words[position] = merged
    }
    counts[pair] = nil
    for neighbours in grown {
      if let count = counts[neighbours], count > 0 {
        push(Candidate(count: count, pair: neighbours))
      }
    }
  }

  private mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var position = heap.count - 1
    while position > 0, heap[position].comesBefore(heap[(position - 1) / 2]) {
      heap.swapAt(position, (position - 1) / 2)
      position = (position - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var position = 0
    while true {
      var best = position
      for child in [2 * position + 1, 2 * position + 2] where child < heap.count {
        if heap[child].comesBefore(heap[best]) { best = child }
      }
      if best == position { return top }
      heap.swapAt(position, best)
      position = best
    }
  }
}
