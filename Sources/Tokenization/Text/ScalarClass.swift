/// The character classes that splitting by character asks for.
enum ScalarClass: Sendable {
  /// Decimal digits, letter-like numbers and other numbers.
  case numeric
  /// ASCII punctuation and symbols, and punctuation of every script.
  case punctuation
  /// White space of every script.
  case space
  /// What a word is made of: letters, marks, decimal digits, connectors and joiners.
  case word

  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value < 0x80 {
      switch self {
      case .numeric: return value >= 0x30 && value <= 0x39
      case .space: return value == 0x20 || (value >= 0x09 && value <= 0x0D)
      case .word:
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
        default: return false
        }
      case .punctuation:
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        default: return false
        }
      }
    }
    return containsBeyondASCII(value)
  }

  private func containsBeyondASCII(_ value: UInt32) -> Bool {
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch self {
    case .space: return properties.isWhitespace
    case .word:
      switch properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
        return true
      default: return properties.isAlphabetic || properties.isJoinControl
      }
    case .numeric:
      switch properties.generalCategory {
      case .decimalNumber, .letterNumber, .otherNumber: return true
      default: return false
      }
    case .punctuation: return Unicode.Scalar(value).map(UnicodeNine.isPunctuation) ?? false
    }
  }
}
