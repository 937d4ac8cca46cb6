internal import Foundation

/// Unicode's normalisation forms, with Unicode 9's characters.
enum UnicodeForm: String, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  private func normalize(_ text: String) -> String {
    switch self {
    case .nfc: text.precomposedStringWithCanonicalMapping
    case .nfd: text.decomposedStringWithCanonicalMapping
    case .nfkc: text.precomposedStringWithCompatibilityMapping
    case .nfkd: text.decomposedStringWithCompatibilityMapping
    }
  }

  /// Characters below this stay as they are, unless a mark follows.
  private var firstAffected: UInt32 { self == .nfc ? 0x300 : 0x80 }

  /// Normalises segment by segment, a segment being a character and the marks that follow it.
  ///
  /// Composition and reordering never cross the start of a segment, so that each byte of a segment
  /// that changes comes from the whole segment, and all others keep their place.
  func apply(to text: inout AlignedText) {
    let bytes = text.bytes
    if bytes.allSatisfy({ $0 < 0x80 }) { return }
    var result = AlignedTextBuilder(text)
    var place = 0
    while place < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: place)
      var end = place + length
      let isInert = Self.isInert(scalar)
      var isPlain = isInert || scalar < firstAffected
      if !isInert {
        while end < bytes.count {
          let (next, length) = UTF8Scan.scalar(bytes, at: end)
          guard next >= 0x300, Self.continuesSegment(next) else { break }
          isPlain = false
          end += length
        }
      }
      let range = place..<end
      place = end
      guard !isPlain else {
        result.keep(range)
        continue
      }
      let normalized = Array(normalize(String(decoding: bytes[range], as: UTF8.self)).utf8)
      if normalized.elementsEqual(bytes[range]) {
        result.keep(range)
      } else {
        result.replace(range, with: normalized)
      }
    }
    text = result.text
  }

  private static func isInert(_ value: UInt32) -> Bool {
    guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return false }
    return UnicodeNine.isInert(scalar)
  }

  /// Whether a character may reorder or compose with what precedes it.
  private static func continuesSegment(_ value: UInt32) -> Bool {
    switch value {
    // Vowels and finals of Hangul, half-width voiced sound marks.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF, 0xFF9E, 0xFF9F: return true
    // Half-width Hangul, which decomposes to vowels and finals too.
    case 0xFFA0...0xFFDC, 0x3131...0x318E: return true
    default:
      guard let scalar = Unicode.Scalar(value), !UnicodeNine.isInert(scalar) else { return false }
      if scalar.properties.canonicalCombiningClass != .notReordered { return true }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark: return true
      default: return false
      }
    }
  }
}
