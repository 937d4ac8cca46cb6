/// From a pair of tokens to its rank and to the token it becomes.
///
/// An open-addressing table, because it is asked several times for every character.
struct MergeTable: Sendable {
  private var keys: [UInt64]
  private var values: [UInt64]
  private let mask: Int

  private static let vacant = UInt64.max

  /// Token that the merge of each rank makes.
  let products: [Int32]

  /// Makes the table; of equal pairs the later one counts.
  init(_ merges: [(left: Int32, right: Int32, product: Int32)]) {
    var capacity = 16
    while capacity < merges.count * 2 { capacity *= 2 }
    keys = [UInt64](repeating: Self.vacant, count: capacity)
    values = [UInt64](repeating: 0, count: capacity)
    mask = capacity - 1
    products = merges.map(\.product)
    for (rank, merge) in merges.enumerated() {
      let key = Self.key(merge.left, merge.right)
      var slot = Self.hash(key) & mask
      while keys[slot] != Self.vacant, keys[slot] != key { slot = (slot + 1) & mask }
      keys[slot] = key
      values[slot] = UInt64(rank) << 32 | UInt64(UInt32(bitPattern: merge.product))
    }
  }

  @inline(__always)
  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 29)
  }

  /// Rank (upper half) and product (lower half) of a pair's merge; nil where the pair stays apart.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> UInt64? {
    let key = Self.key(left, right)
    var slot = Self.hash(key) & mask
    while true {
      let found = keys[slot]
      if found == key { return values[slot] }
      if found == Self.vacant { return nil }
      slot = (slot + 1) & mask
    }
  }
}
