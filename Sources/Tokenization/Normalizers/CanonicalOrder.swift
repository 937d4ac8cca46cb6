internal import Foundation

/// Decompositions of single characters.
///
/// Foundation is asked about single characters and pairs only: in longer sequences it leaves marks that
/// a decomposition brings in out of order.
enum Decomposition {
  static func of(_ scalar: Unicode.Scalar, isCompatible: Bool) -> [Unicode.Scalar] {
    if scalar.value < 0x80 { return [scalar] }
    let text = String(Character(scalar))
    let decomposed =
      isCompatible
      ? text.decomposedStringWithCompatibilityMapping : text.decomposedStringWithCanonicalMapping
    return Array(decomposed.unicodeScalars)
  }

  /// The character that two become, if they do.
  static func composite(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    if let syllable = hangul(first.value, second.value) { return Unicode.Scalar(syllable) }
    // Kannada's vowel OO, the third of three parts, which Foundation leaves apart.
    if first == "\u{CCA}", second == "\u{CD5}" { return "\u{CCB}" }
    var pair = String.UnicodeScalarView()
    pair.append(first)
    pair.append(second)
    let composed = String(pair).precomposedStringWithCanonicalMapping.unicodeScalars
    guard composed.count == 1, let scalar = composed.first, !UnicodeNine.isInert(scalar) else {
      return nil
    }
    return scalar
  }

  /// Hangul's syllables are computed: 19 leading consonants, 21 vowels, 27 finals.
  private static func hangul(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (0x1100..<0x1113).contains(first), (0x1161..<0x1176).contains(second) {
      return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    if (0xAC00..<0xD7A4).contains(first), (first - 0xAC00) % 28 == 0,
      (0x11A8..<0x11C3).contains(second)
    {
      return first + (second - 0x11A7)
    }
    return nil
  }
}

/// The canonical ordering and composition of Unicode Standard Annex 15.
enum CanonicalOrder {
  private static func rank(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.properties.canonicalCombiningClass.rawValue
  }

  /// Sorts runs of marks by their combining class, equal ones as they come.
  static func sort(_ scalars: inout [Unicode.Scalar]) {
    guard scalars.count > 1 else { return }
    for end in 1..<scalars.count {
      let moved = rank(scalars[end])
      var index = end
      while moved > 0, index > 0, rank(scalars[index - 1]) > moved {
        scalars.swapAt(index, index - 1)
        index -= 1
      }
    }
  }

  /// Joins characters with those after them that nothing blocks.
  static func compose(_ scalars: inout [Unicode.Scalar]) {
    var result: [Unicode.Scalar] = []
    var starter: Int?
    var last: UInt8 = 0
    for scalar in scalars {
      let own = rank(scalar)
      if let index = starter {
        let isAdjacent = index == result.count - 1
        if isAdjacent || (last != 0 && last < own),
          let composite = Decomposition.composite(result[index], scalar)
        {
          result[index] = composite
          continue
        }
      }
      result.append(scalar)
      last = own
      if own == 0 { starter = result.count - 1 }
    }
    scalars = result
  }
}
