/// A small random stream (SplitMix64) that gives the same numbers on every machine.
///
/// The standard library's generators are not repeatable across processes, and its `shuffled` and
/// `randomElement` do not promise the same draws across versions; here every draw is spelled out.
struct RandomStream {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A stream of its own for a part of the world, so that one part's draws don't move another's.
  init(seed: UInt64, part: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    state = seed ^ hash
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// A whole number of the range, each equally likely (to within 2⁻⁵⁰).
  mutating func int(_ range: ClosedRange<Int>) -> Int {
    let count = UInt64(range.upperBound - range.lowerBound + 1)
    return range.lowerBound + Int(next().multipliedFullWidth(by: count).high)
  }

  mutating func chance(_ percent: Int) -> Bool {
    int(0...99) < percent
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    precondition(!elements.isEmpty, "nothing to pick from")
    return elements[int(0...(elements.count - 1))]
  }

  mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for index in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(index, int(0...index))
    }
  }
}
