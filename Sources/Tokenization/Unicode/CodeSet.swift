/// A set of Unicode code points, as ranges in order that do not touch.
struct CodeSet: Equatable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  static let all = CodeSet([0...0xD7FF, 0xE000...0x10FFFF])

  init() {}

  init(_ ranges: [ClosedRange<UInt32>]) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound + 1 {
        self.ranges[self.ranges.count - 1] =
          last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  var isEmpty: Bool { ranges.isEmpty }

  func union(_ other: CodeSet) -> CodeSet { CodeSet(ranges + other.ranges) }

  /// Every scalar that is not in the set.
  var inverted: CodeSet {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= 0x10FFFF { result.append(next...0x10FFFF) }
    return CodeSet(result)
  }

  func intersection(_ other: CodeSet) -> CodeSet {
    var result: [ClosedRange<UInt32>] = []
    var (i, j) = (0, 0)
    while i < ranges.count, j < other.ranges.count {
      let (a, b) = (ranges[i], other.ranges[j])
      let lower = max(a.lowerBound, b.lowerBound)
      let upper = min(a.upperBound, b.upperBound)
      if lower <= upper { result.append(lower...upper) }
      if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
    }
    return CodeSet(result)
  }

  func subtracting(_ other: CodeSet) -> CodeSet { intersection(other.inverted) }

  func contains(_ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  /// The set as what stands between the brackets of a PCRE2 class; surrogates, which no text holds, left out.
  var members: String {
    ranges.flatMap { range -> [ClosedRange<UInt32>] in
      var parts: [ClosedRange<UInt32>] = []
      if range.lowerBound < 0xD800 {
        parts.append(range.lowerBound...min(range.upperBound, 0xD7FF))
      }
      if range.upperBound > 0xDFFF {
        parts.append(max(range.lowerBound, 0xE000)...range.upperBound)
      }
      return parts
    }.map { range in
      let low = "\\x{\(String(range.lowerBound, radix: 16))}"
      return range.count == 1 ? low : low + "-\\x{\(String(range.upperBound, radix: 16))}"
    }.joined()
  }
}
