/// The passages that were shown lately; older ones are forgotten.
package struct TextCache: Sendable {
  private static let limit = 4096
  private var passages: [Int: Passage] = [:]
  private var order: [Int] = []
  private var requested: Set<Int> = []

  package init() {}

  package subscript(index: Int) -> Passage? { passages[index] }

  /// Takes in loaded passages.
  package mutating func add(_ loaded: [Passage]) {
    for passage in loaded {
      requested.remove(passage.index)
      if passages.updateValue(passage, forKey: passage.index) == nil { order.append(passage.index) }
    }
    if order.count > Self.limit {
      let old = order.prefix(order.count - Self.limit / 2)
      for index in old { passages[index] = nil }
      order.removeFirst(old.count)
    }
  }

  /// Which of the wanted passages must still be asked for; they count as asked for from now on.
  package mutating func missing(of wanted: some Sequence<Int>) -> [Int] {
    var result: [Int] = []
    for index in wanted where passages[index] == nil && requested.insert(index).inserted {
      result.append(index)
    }
    return result
  }

  /// Changes a passage that is here.
  package mutating func update(_ index: Int, _ change: (inout Passage) -> Void) {
    if var passage = passages[index] {
      change(&passage)
      passages[index] = passage
    }
  }

  /// Changes every passage that is here.
  package mutating func updateAll(_ change: (inout Passage) -> Void) {
    for index in passages.keys { update(index, change) }
  }

  /// Forgets everything, as after the database was read anew.
  package mutating func clear() { self = TextCache() }
}
