/// Makes untrusted text safe to put on a terminal, and makes visible what was made harmless.
///
/// Documents can hold escape sequences that would set titles, write the clipboard or move the cursor,
/// and bidirectional controls that show a text in another order than it has. None of them is passed on:
/// a tab becomes `→`, an escape `␛`, another control character `^A`, anything else without a glyph
/// `<U+202E>`.
package enum Sanitizer {
  /// One line of text with every code point that must not be drawn spelled out.
  package static func visible(_ text: some StringProtocol, ascii: Bool = false) -> String {
    if isPrintableASCII(text) { return String(text) }
    var result = String.UnicodeScalarView()
    var marks = 0
    for scalar in text.unicodeScalars {
      switch columns(of: scalar) {
      case 0?:
        // A cell holds two marks; a pile of thousands is an attack on the terminal, not a text.
        marks += 1
        if marks <= 2 && !result.isEmpty { result.append(scalar) }
      case _?:
        marks = 0
        result.append(scalar)
      case nil:
        marks = 0
        result.append(contentsOf: spelling(of: scalar, ascii: ascii).unicodeScalars)
      }
    }
    return String(result)
  }

  /// How a code point that must not be drawn is written.
  package static func spelling(of scalar: Unicode.Scalar, ascii: Bool = false) -> String {
    switch scalar.value {
    case 0x09: return ascii ? ">" : "→"
    case 0x1B: return ascii ? "^[" : "␛"
    case 0x0D: return ascii ? "^M" : "␍"
    case 0x0A: return ascii ? "^J" : "␊"
    case 0x00..<0x20:
      return "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
    case 0x7F: return "^?"
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }
  }
}
