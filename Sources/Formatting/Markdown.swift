/// Texts of documents inside Markdown: nothing in them becomes a link, a picture, HTML or a table's column.
package enum Markdown {
  /// A text on one line, every character that could make more of it escaped.
  package static func escaped(_ text: String) -> String {
    let scalars = Array(HiddenCharacters.line(text).unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "\\", "`", "*", "[", "]", "|", "~": result.append(contentsOf: ["\\", scalar])
      case "!" where next == "[": result.append(contentsOf: ["\\", scalar])
      // Some readers make links of bare addresses.
      case "/" where index > 0 && scalars[index - 1] == ":":
        result.append(contentsOf: ["\\", scalar])
      case "." where endsInThreeWs(scalars[..<index]): result.append(contentsOf: ["\\", scalar])
      // A heading, a quotation or a list begins with these.
      case "#", ">", "-", "+", "=":
        let isFirst = scalars[..<index].allSatisfy { $0 == " " }
        if isFirst, scalar == "#" || scalar == ">" || next == " " || next == scalar {
          result.append("\\")
        }
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func endsInThreeWs(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    text.count >= 3 && text.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
  }
}
