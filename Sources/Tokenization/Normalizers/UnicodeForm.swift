/// Unicode's normalisation forms, with Unicode 9's characters.
enum UnicodeForm: String, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  var composes: Bool { self == .nfc || self == .nfkc }
  var isCompatible: Bool { self == .nfkc || self == .nfkd }

  /// Normalises segment by segment, a segment being a character and the marks that follow it.
  ///
  /// Composition and reordering never cross the start of a segment, so that each byte of a segment
  /// that changes comes from the whole segment, and all others keep their place.
  func apply(to text: inout AlignedText) {
    let bytes = text.bytes
    if bytes.allSatisfy({ $0 < 0x80 }) { return }
    var result = AlignedTextBuilder(text)
    var kept = 0
    var offset = 0
    while offset < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: offset)
      let start = offset
      offset += length
      let isInert = Self.isInert(scalar)
      var isPlain = isInert || isStable(scalar)
      while !isInert, offset < bytes.count {
        let (next, length) = UTF8Scan.scalar(bytes, at: offset)
        guard next >= 0x300, Self.continuesSegment(next) else { break }
        isPlain = false
        offset += length
      }
      if isPlain { continue }
      let normalized = normalize(Array(bytes[start..<offset]))
      if normalized.elementsEqual(bytes[start..<offset]) { continue }
      result.keep(kept..<start)
      result.replace(start..<offset, with: normalized)
      kept = offset
    }
    guard kept > 0 else { return }
    result.keep(kept..<bytes.count)
    text = result.text
  }

  /// Characters that stay as they are unless a mark follows: the common letters of common scripts.
  private func isStable(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return true }
    switch scalar {
    case 0x3400...0x9FFF, 0x20000...0x2F7FF: return true
    case 0x80..<0x300: return self == .nfc
    case 0x400...0x52F, 0x5D0...0x5EA, 0x620...0x64A, 0x904...0x939, 0xE01...0xE30,
      0x3041...0x3096, 0x30A1...0x30FA, 0xAC00...0xD7A3:
      return composes
    default: return false
    }
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
    // Hangul of other widths, which decomposes to vowels and finals too.
    case 0xFFA0...0xFFDC, 0x3131...0x318E: return true
    case 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
    default:
      guard let scalar = Unicode.Scalar(value), !UnicodeNine.isInert(scalar) else { return false }
      if scalar.properties.canonicalCombiningClass != .notReordered { return true }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark: return true
      default: return false
      }
    }
  }

  private func normalize(_ segment: [UInt8]) -> [UInt8] {
    var scalars: [Unicode.Scalar] = []
    for scalar in String(decoding: segment, as: UTF8.self).unicodeScalars {
      scalars += Decomposition.of(scalar, isCompatible: isCompatible)
    }
    CanonicalOrder.sort(&scalars)
    if composes { CanonicalOrder.compose(&scalars) }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return Array(String(result).utf8)
  }
}
