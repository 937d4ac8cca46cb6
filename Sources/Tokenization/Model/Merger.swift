/// A token on its way through the merges, linked to its neighbours.
struct Symbol {
  var token: Int32
  /// Bytes of the piece that it covers; 0 once it has been merged into its left neighbour.
  var length: Int32
  var previous: Int32
  var next: Int32
}

/// Applies merges to the symbols of one word, lowest rank first and leftmost among equals.
///
/// Short words look through their pairs for each merge. Longer ones keep candidates in a binary heap,
/// which makes the work proportional to n log n; a candidate whose pair has changed since is skipped.
struct Merger {
  /// Symbols of the word; the caller fills it and reads the result.
  var symbols: [Symbol] = []
  private var heap: [UInt64] = []
  private var ranks: [UInt64] = []

  /// Words of at most so many symbols are scanned.
  private static let scanned = 24
  private static let none = UInt64.max

  mutating func reset() { symbols.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func append(_ token: Int32, length: Int) {
    let index = Int32(symbols.count)
    if index > 0 { symbols[Int(index) - 1].next = index }
    symbols.append(
      Symbol(token: token, length: Int32(length), previous: index - 1, next: -1))
  }

  mutating func merge(with table: MergeTable) {
    if symbols.count < 2 { return }
    if symbols.count <= Self.scanned { scan(table) } else { mergeByHeap(table) }
  }

  /// Keeps symbols dense and the value of each pair beside them.
  private mutating func scan(_ table: MergeTable) {
    ranks.removeAll(keepingCapacity: true)
    for index in 0..<(symbols.count - 1) {
      ranks.append(table.merge(symbols[index].token, symbols[index + 1].token) ?? Self.none)
    }
    while true {
      var best = Self.none
      var index = -1
      for (candidate, value) in ranks.enumerated() where value >> 32 < best >> 32 {
        best = value
        index = candidate
      }
      guard index >= 0 else { return }
      symbols[index].token = Int32(truncatingIfNeeded: best)
      symbols[index].length += symbols[index + 1].length
      symbols.remove(at: index + 1)
      ranks.remove(at: index)
      if index > 0 {
        ranks[index - 1] =
          table.merge(symbols[index - 1].token, symbols[index].token) ?? Self.none
      }
      if index < ranks.count {
        ranks[index] = table.merge(symbols[index].token, symbols[index + 1].token) ?? Self.none
      }
    }
  }

  private mutating func mergeByHeap(_ table: MergeTable) {
    heap.removeAll(keepingCapacity: true)
    for index in 0..<(symbols.count - 1) {
      propose(index, symbols[index].token, symbols[index + 1].token, table)
    }
    while let candidate = pop() {
      let index = Int(candidate & 0xFFFF_FFFF)
      let symbol = symbols[index]
      guard symbol.length > 0, symbol.next >= 0 else { continue }
      let right = symbols[Int(symbol.next)]
      let product = table.products[Int(candidate >> 32)]
      guard let current = table.merge(symbol.token, right.token),
        Int32(truncatingIfNeeded: current) == product
      else { continue }
      symbols[Int(symbol.next)].length = 0
      symbols[index].token = product
      symbols[index].length += right.length
      symbols[index].next = right.next
      if right.next >= 0 {
        symbols[Int(right.next)].previous = Int32(index)
        propose(index, product, symbols[Int(right.next)].token, table)
      }
      if symbol.previous >= 0 {
        let previous = Int(symbol.previous)
        propose(previous, symbols[previous].token, product, table)
      }
    }
    symbols.removeAll { $0.length == 0 }
  }

  @inline(__always)
  private mutating func propose(
    _ index: Int, _ left: Int32, _ right: Int32, _ table: MergeTable
  ) {
    guard let merge = table.merge(left, right) else { return }
    push((merge & ~0xFFFF_FFFF) | UInt64(index))
  }

  private mutating func push(_ value: UInt64) {
    heap.append(value)
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      if heap[parent] <= value { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = value
  }

  private mutating func pop() -> UInt64? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    let count = heap.count
    if count == 0 { return top }
    var index = 0
    while true {
      var child = 2 * index + 1
      if child >= count { break }
      if child + 1 < count, heap[child + 1] < heap[child] { child += 1 }
      if heap[child] >= last { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
    return top
  }
}
