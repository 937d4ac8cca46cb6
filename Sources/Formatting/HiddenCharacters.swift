/// Characters that do something instead of being seen, which texts of documents may hold.
package enum HiddenCharacters {
  /// Whether a code point commands a terminal, turns the direction of writing, ends a line or is not seen at all.
  ///
  /// C0, DEL, C1, the bidirectional controls, U+2028 and U+2029; spaces without a width, marks of annotations and tags.
  /// The joiners that scripts and pictures need are none of them.
  package static func include(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// A text on one line that commands nothing: line ends become `␊`, everything else hidden `·`.
  package static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: include) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\u{85}", "\u{2028}", "\u{2029}": result.append("␊")
      case _ where include(scalar): result.append("·")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A text that commands nothing; its line ends stay.
  package static func lines(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: include) else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
      .joined(separator: "\n")
  }

  /// A JSON text in which hidden characters of strings are spelled as `\uXXXX`; what it means stays the same.
  ///
  /// Writers of JSON escape C0 only; line ends between values stay.
  package static func escapedJSON(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: { include($0) && $0 != "\n" }) else { return json }
    var result = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      // Outside of strings JSON has no other characters than these, and within them no raw ones below U+0020.
      guard include(scalar), scalar.value >= 0x20 else {
        result.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        let padded = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        result.append(contentsOf: padded.unicodeScalars)
      }
    }
    return String(result)
  }
}
