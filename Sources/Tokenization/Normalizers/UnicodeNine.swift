/// What the reference's older character tables know.
///
/// The normalisers of `tokenizers` follow Unicode 9 and its punctuation follows Unicode 8; characters
/// that came later neither decompose nor reorder there, and are neither marks nor punctuation.
/// Vocabularies were learnt that way. The few old characters whose category has changed since are
/// listed one by one.
enum UnicodeNine {
  /// Whether normalisation leaves a character where and as it is.
  static func isInert(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return true }
    return age.major > 9
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 || isInert(scalar) || scalar.value == 0x111C9 { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return scalar.value == 0x1CF2 || scalar.value == 0x1CF3
    }
  }

  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age, age.major <= 8 else { return false }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return scalar.value == 0x166D || scalar.value == 0x111C9
    }
  }
}
