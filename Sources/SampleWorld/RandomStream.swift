internal import Hashing

/// A small random stream (SplitMix64) that gives the same numbers on every machine.
///
/// The standard library's generators are not repeatable across processes, and its `shuffled` and
/// `randomElement` do not promise the same draws across versions; here every draw is spelled out.
struct RandomStream {
  private var stream: SplitMix64

  init(seed: UInt64) {
    stream = SplitMix64(seed: seed)
  }

  /// A stream of its own for a part of the world, so that one part's draws don't move another's.
  init(seed: UInt64, part: String) {
    stream = SplitMix64(seed: seed ^ FNV1a.hash(part))
  }

  /// A whole number of the range, each equally likely (to within 2⁻⁵⁰).
  mutating func int(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + stream.next(below: range.upperBound - range.lowerBound + 1)
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
