/// Text in XML and HTML.
package enum Markup {
  /// Text as it may stand between tags and in an attribute: without hidden characters.
  package static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        // XML has no characters that Unicode never gives a meaning, such as U+FFFE.
        let isHidden = HiddenCharacters.include(scalar) || scalar.value & 0xFFFE == 0xFFFE
        if isHidden { result += "·" } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
