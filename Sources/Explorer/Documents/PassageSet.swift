/// Some of the passages, one bit each.
package struct PassageSet: Sendable, Hashable {
  private var words: [UInt64]
  private let count: Int

  /// - Parameters:
  ///   - members: passages; those that the corpus does not have are left out.
  ///   - count: passages in the corpus.
  package init(_ members: some Sequence<UInt32>, of count: Int) {
    self.count = count
    words = Array(repeating: 0, count: (count + 63) / 64)
    for member in members where Int(member) < count {
      words[Int(member) >> 6] |= 1 << UInt64(member & 63)
    }
  }

  /// The passages of which something holds that is known of each.
  ///
  /// - Parameters:
  ///   - values: one of each passage `[passages]`.
  ///   - holds: of a passage's value, whether the passage is a member.
  package init<Value>(of values: [Value], where holds: (Value) -> Bool) {
    count = values.count
    words = stride(from: 0, to: count, by: 64).map { first in
      var word: UInt64 = 0
      for index in first..<min(first + 64, values.count) {
        word |= (holds(values[index]) ? 1 : 0) << UInt64(index - first)
      }
      return word
    }
  }

  package mutating func insert(_ passage: Int) {
    words[passage >> 6] |= 1 << UInt64(passage & 63)
  }

  package func contains(_ passage: Int) -> Bool {
    words[passage >> 6] & (1 << UInt64(passage & 63)) != 0
  }

  /// Those that are in both.
  package mutating func formIntersection(_ other: PassageSet) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  package func intersection(_ other: PassageSet) -> PassageSet {
    var result = self
    result.formIntersection(other)
    return result
  }

  /// Those that are not in it.
  package var inverted: PassageSet {
    var result = self
    for index in words.indices { result.words[index] = ~words[index] }
    return result
  }
}
