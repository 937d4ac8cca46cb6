/// Finds added tokens in text: the leftmost, and the longest of those.
struct AddedTokenMatcher: Sendable {
  /// Part of a text: an added token, or text between two.
  struct Part {
    let range: Range<Int>
    let token: Int32?
  }

  private let tokens: [AddedToken]
  /// Children of each node by byte, and the token that ends there.
  private var children: [[UInt8: Int32]] = [[:]]
  private var ends: [Int32] = [-1]
  private var starts = [Bool](repeating: false, count: 256)

  var isEmpty: Bool { tokens.isEmpty }

  /// Makes the matcher of tokens, with the texts that they are looked for under.
  init(_ tokens: [(token: AddedToken, pattern: [UInt8])]) {
    var kept: [AddedToken] = []
    for (token, pattern) in tokens where !pattern.isEmpty {
      var node = 0
      for byte in pattern {
        if let child = children[node][byte] {
          node = Int(child)
        } else {
          children.append([:])
          ends.append(-1)
          children[node][byte] = Int32(children.count - 1)
          node = children.count - 1
        }
      }
      // Of equal patterns the first is found.
      if ends[node] < 0 { ends[node] = Int32(kept.count) }
      starts[Int(pattern[0])] = true
      kept.append(token)
    }
    self.tokens = kept
  }

  /// Cuts a text into added tokens and what lies between; a text without any is one part.
  func parts(of bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var covered = 0
    var offset = 0
    while offset < bytes.count {
      guard starts[Int(bytes[offset])], let (token, end) = longest(bytes, at: offset) else {
        offset += 1
        continue
      }
      var range = offset..<end
      offset = end
      if token.isSingleWord, Self.touchesWord(bytes, range) { continue }
      if token.stripsLeft {
        // The token before may have taken all of this one's space, and this one with it.
        let start = max(Self.spaceStart(bytes, before: range.lowerBound), covered)
        range = min(start, range.upperBound)..<range.upperBound
      }
      if token.stripsRight {
        range = range.lowerBound..<Self.spaceEnd(bytes, after: range.upperBound)
      }
      if covered < range.lowerBound {
        parts.append(Part(range: covered..<range.lowerBound, token: nil))
      }
      parts.append(Part(range: range, token: token.token))
      covered = range.upperBound
    }
    if covered < bytes.count { parts.append(Part(range: covered..<bytes.count, token: nil)) }
    return parts
  }

  private func longest(_ bytes: [UInt8], at start: Int) -> (AddedToken, end: Int)? {
    var node = 0
    var found: (AddedToken, Int)?
    var offset = start
    while offset < bytes.count, let child = children[node][bytes[offset]] {
      node = Int(child)
      offset += 1
      if ends[node] >= 0 { found = (tokens[Int(ends[node])], offset) }
    }
    return found
  }

  private static func touchesWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if range.lowerBound > 0 {
      let before = UTF8Scan.scalar(bytes, at: UTF8Scan.start(bytes, before: range.lowerBound))
      if ScalarClass.word.contains(before.value) { return true }
    }
    return range.upperBound < bytes.count
      && ScalarClass.word.contains(UTF8Scan.scalar(bytes, at: range.upperBound).value)
  }

  private static func spaceStart(_ bytes: [UInt8], before end: Int) -> Int {
    var offset = end
    while offset > 0 {
      let start = UTF8Scan.start(bytes, before: offset)
      guard ScalarClass.space.contains(UTF8Scan.scalar(bytes, at: start).value) else { break }
      offset = start
    }
    return offset
  }

  private static func spaceEnd(_ bytes: [UInt8], after start: Int) -> Int {
    var offset = start
    while offset < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: offset)
      guard ScalarClass.space.contains(scalar) else { break }
      offset += length
    }
    return offset
  }
}
