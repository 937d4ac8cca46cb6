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
    let place = Int32(symbols.count)
    if place > 0 { symbols[Int(place) - 1].next = place }
    symbols.append(
      Symbol(token: token, length: Int32(length), previous: place - 1, next: -1))
  }

  mutating func merge(with table: MergeTable) {
    if symbols.count < 2 { return }
    if symbols.count <= Self.scanned { scan(table) } else { mergeByHeap(table) }
  }

  /// Keeps symbols dense and the value of each pair beside them.
  private mutating func scan(_ table: MergeTable) {
    ranks.removeAll(keepingCapacity: true)
    for place in 0..<(symbols.count - 1) {
      ranks.append(table.merge(symbols[place].token, symbols[place + 1].token) ?? Self.none)
    }
    while true {
      var best = Self.none
      var place = -1
      for (candidate, value) in ranks.enumerated() where value >> 32 < best >> 32 {
        best = value
        place = candidate
      }
      guard place >= 0 else { return }
      symbols[place].token = Int32(truncatingIfNeeded: best)
      symbols[place].length += symbols[place + 1].length
      symbols.remove(at: place + 1)
      ranks.remove(at: place)
      if place > 0 {
        ranks[place - 1] =
          table.merge(symbols[place - 1].token, symbols[place].token) ?? Self.none
      }
      if place < ranks.count {
        ranks[place] = table.merge(symbols[place].token, symbols[place + 1].token) ?? Self.none
      }
    }
  }

  private mutating func mergeByHeap(_ table: MergeTable) {
    heap.removeAll(keepingCapacity: true)
    for place in 0..<(symbols.count - 1) {
      propose(place, symbols[place].token, symbols[place + 1].token, table)
    }
    while let candidate = pop() {
      let place = Int(candidate & 0xFFFF_FFFF)
      let symbol = symbols[place]
      guard symbol.length > 0, symbol.next >= 0 else { continue }
      let right = symbols[Int(symbol.next)]
      let product = table.products[Int(candidate >> 32)]
      guard let current = table.merge(symbol.token, right.token),
        Int32(truncatingIfNeeded: current) == product
      else { continue }
      symbols[Int(symbol.next)].length = 0
      symbols[place].token = product
      symbols[place].length += right.length
      symbols[place].next = right.next
      if right.next >= 0 {
        symbols[Int(right.next)].previous = Int32(place)
        propose(place, product, symbols[Int(right.next)].token, table)
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
    _ place: Int, _ left: Int32, _ right: Int32, _ table: MergeTable
  ) {
    guard let merge = table.merge(left, right) else { return }
    push((merge & ~0xFFFF_FFFF) | UInt64(place))
  }

  private mutating func push(_ value: UInt64) {
    heap.append(value)
    var place = heap.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      if heap[parent] <= value { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = value
  }

  private mutating func pop() -> UInt64? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    let count = heap.count
    if count == 0 { return top }
    var place = 0
    while true {
      var child = 2 * place + 1
      if child >= count { break }
      if child + 1 < count, heap[child + 1] < heap[child] { child += 1 }
      if heap[child] >= last { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = last
    return top
  }
}
