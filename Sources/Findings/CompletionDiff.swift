import RunModel

/// Two completions step by step: what they share and where they part.
///
/// Correlated influence comes from a shared procedure and from a shared form, so that a pair is read
/// with its numbers, its words and its format told apart. Parts are aligned by their longest common
/// subsequence within steps of equal number.
package struct CompletionDiff: Sendable, Codable, Equatable {
  package enum Kind: String, Sendable, Codable {
    case number, word, symbol
  }

  /// A number, a word or a symbol with the blanks before it.
  package struct Part: Sendable, Codable, Equatable {
    package let blanks: String
    package let text: String
    package let kind: Kind
    /// Whether the other completion has it at the same place.
    package let isShared: Bool
  }

  /// How alike two completions are in one respect: shared parts ÷ the parts of the longer one.
  package struct Likeness: Sendable, Codable, Equatable {
    package let shared: Int
    package let total: Int
    /// Nil where neither has such a part.
    package var share: Double? { total > 0 ? Double(shared) / Double(total) : nil }
  }

  /// Steps of each completion.
  package let steps: [[Part]]
  package let otherSteps: [[Part]]
  package let numbers: Likeness
  package let words: Likeness
  /// Alike when every number counts as the same: the form of the text.
  package let format: Likeness

  package init(_ first: [String], _ second: [String]) {
    var (steps, others): ([[Part]], [[Part]]) = ([], [])
    var matched = [Kind: Int]()
    var counts = [[Kind: Int]](repeating: [:], count: 2)
    var (form, lengths) = (0, [0, 0])
    for index in 0..<max(first.count, second.count) {
      let left = index < first.count ? Self.parts(of: first[index]) : []
      let right = index < second.count ? Self.parts(of: second[index]) : []
      let same = Self.shared(left.map(\.text), right.map(\.text))
      func marked(_ parts: [RawPart], _ shared: Set<Int>) -> [Part] {
        parts.enumerated().map {
          Part(
            blanks: $1.blanks, text: $1.text, kind: $1.kind, isShared: shared.contains($0))
        }
      }
      if index < first.count { steps.append(marked(left, Set(same.map(\.0)))) }
      if index < second.count { others.append(marked(right, Set(same.map(\.1)))) }
      for (one, _) in same { matched[left[one].kind, default: 0] += 1 }
      for (side, parts) in [left, right].enumerated() {
        for part in parts { counts[side][part.kind, default: 0] += 1 }
        lengths[side] += parts.count
      }
      form += Self.shared(left.map(\.form), right.map(\.form)).count
    }
    self.steps = steps
    otherSteps = others
    func likeness(_ kind: Kind) -> Likeness {
      Likeness(
        shared: matched[kind] ?? 0, total: max(counts[0][kind] ?? 0, counts[1][kind] ?? 0))
    }
    numbers = likeness(.number)
    words = likeness(.word)
    format = Likeness(shared: form, total: max(lengths[0], lengths[1]))
  }

  private struct RawPart {
    var blanks: String
    var text: String
    var kind: Kind
    var form: String { kind == .number ? "0" : text }
  }

  /// Parts beyond which a step is not aligned; a longer step is compared as far as that.
  private static let limit = 600

  private static func parts(of text: String) -> [RawPart] {
    var parts: [RawPart] = []
    var blanks = ""
    var rest = Substring(text)
    while let character = rest.first, parts.count < limit {
      if character.isWhitespace {
        blanks.append(character)
        rest.removeFirst()
        continue
      }
      let kind: Kind = character.isNumber ? .number : character.isLetter ? .word : .symbol
      var part = String(rest.removeFirst())
      while kind != .symbol, let next = rest.first, Self.continues(next, kind, rest) {
        part.append(rest.removeFirst())
      }
      parts.append(RawPart(blanks: blanks, text: part, kind: kind))
      blanks = ""
    }
    return parts
  }

  /// Whether a character goes on with a number (`1,234.5`) or a word.
  private static func continues(_ next: Character, _ kind: Kind, _ rest: Substring) -> Bool {
    if kind == .word { return next.isLetter || next == "'" }
    if next.isNumber { return true }
    return (next == "." || next == ",") && (rest.dropFirst().first?.isNumber ?? false)
  }

  /// Places of the longest common subsequence.
  private static func shared(_ left: [String], _ right: [String]) -> [(Int, Int)] {
    guard !left.isEmpty, !right.isEmpty else { return [] }
    let width = right.count + 1
    var lengths = [Int32](repeating: 0, count: (left.count + 1) * width)
    for i in left.indices.reversed() {
      for j in right.indices.reversed() {
        lengths[i * width + j] =
          left[i] == right[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j) = (0, 0)
    var pairs: [(Int, Int)] = []
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }
}
