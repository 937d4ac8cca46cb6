internal import Foundation

/// A formula cut into numbers, letters and signs, without what changes only how it looks.
///
/// `\left(\tfrac{1}{2},\, 3x\right)` and `(1/2, 3*x)` are the same.
enum FormulaSigns {
  static func split(_ text: String) -> [String] {
    var signs: [String] = []
    let scalars = Array(MathText.plain(matricesAsLists(text)).unicodeScalars)
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      if ("0"..."9").contains(scalar) {
        let start = place
        while place < scalars.count, isNumeral(scalars, place) { place += 1 }
        signs.append(String(String.UnicodeScalarView(scalars[start..<place])))
        continue
      }
      place += 1
      if scalar.properties.isAlphabetic || scalar == "\\" {
        let start = place - 1
        // A backslash begins a name; letters beside each other are variables, except in names.
        while place < scalars.count, scalars[place].properties.isAlphabetic { place += 1 }
        let word = String(String.UnicodeScalarView(scalars[start..<place]))
        signs.append(names[word] ?? word.lowercased())
        continue
      }
      switch scalar {
      case "*", "×", "·", "⋅", "$", "\"", "'", "`": continue
      case MathText.slash: signs.append("/")
      case "\u{2212}", "\u{2013}": signs.append("-")
      case "√": signs.append("sqrt")
      case ";": signs.append(",")
      case "∪": signs.append("u")
      case _ where scalar.properties.isWhitespace: continue
      default: signs.append(String(scalar))
      }
    }
    while signs.last == "." { signs.removeLast() }
    return withoutLoneBrackets(signs)
  }

  /// Signs as people spell them.
  private static let names = ["pi": "π", "infinity": "∞", "inf": "∞", "infty": "∞"]

  /// Whether a text holds the signs of a formula side by side.
  static func contains(_ text: String, _ wanted: [String]) -> Bool {
    let said = split(text)
    guard !wanted.isEmpty, said.count >= wanted.count else { return false }
    return (0...(said.count - wanted.count)).contains { start in
      let end = start + wanted.count
      guard said[start..<end].elementsEqual(wanted) else { return false }
      // What goes on, or is the end of something longer, is another formula.
      let before = start > 0 ? said[start - 1] : ""
      let after = end < said.count ? said[end] : ""
      return !["-", "+", "/", "^", "_"].contains(before) && !["/", "^", "+"].contains(after)
        && !(after.count == 1 && after.first?.isLetter == true && !"mgshla".contains(after))
    }
  }

  /// A text whose matrices, in whatever brackets, are lists of their rows; determinants stay as they are.
  static func matricesAsLists(_ text: String) -> String {
    guard text.utf8.count < 20_000, text.contains("matrix}") else { return text }
    var text = text
    for name in ["pmatrix", "bmatrix", "matrix", "smallmatrix", "Bmatrix"] {
      let (begin, finish) = ("\\begin{\(name)}", "\\end{\(name)}")
      while let start = text.range(of: begin), let end = text.range(of: finish),
        start.upperBound <= end.lowerBound
      {
        let rows = text[start.upperBound..<end.lowerBound].replacing("\\\\", with: "\n")
          .split(separator: "\n").map { "[" + $0.replacing("&", with: ",") + "]" }
          .filter { $0.contains { !"[ ]".contains($0) } }
        text.replaceSubrange(
          start.lowerBound..<end.upperBound, with: "[" + rows.joined(separator: ",") + "]")
      }
    }
    return text
  }

  private static func isNumeral(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    let isDigit = { (place: Int) in
      scalars.indices.contains(place) && ("0"..."9").contains(scalars[place])
    }
    return isDigit(place)
      || place > 0 && scalars[place] == "." && isDigit(place - 1) && isDigit(place + 1)
  }

  /// `((1)/(2))` and `((3π)/(4))` without the brackets that a fraction brings: around single signs, and around
  /// products where nothing beside them binds closer.
  private static func withoutLoneBrackets(_ signs: [String]) -> [String] {
    // Every bracket is looked into: what is longer is no formula.
    guard signs.count <= 4_000 else { return signs }
    var result: [String] = []
    for (place, sign) in signs.enumerated() {
      guard sign == ")", let open = opening(result) else {
        result.append(sign)
        continue
      }
      let inside = result[(open + 1)...]
      let before = open > 0 ? result[open - 1] : ""
      let after = place + 1 < signs.count ? signs[place + 1] : ""
      let isLone = inside.count == 1 && inside.first != ","
      let binds = ["/", "^", "sqrt", "\\"].contains(before) || after == "^"
      let isProduct =
        inside.count > 1 && isProduct(inside) && !binds && !(before.first?.isLetter ?? false)
      if isLone || isProduct { result.remove(at: open) } else { result.append(sign) }
    }
    return result
  }

  /// Place of the bracket that is still open.
  private static func opening(_ signs: [String]) -> Int? {
    var depth = 0
    for (place, sign) in signs.enumerated().reversed() {
      if sign == ")" { depth += 1 }
      if sign == "(" {
        if depth == 0 { return place }
        depth -= 1
      }
    }
    return nil
  }

  /// Whether signs are numbers, letters and brackets that are multiplied and divided.
  private static func isProduct(_ signs: ArraySlice<String>) -> Bool {
    var depth = 0
    for sign in signs {
      if sign == "(" { depth += 1 }
      if sign == ")" { depth -= 1 }
      if depth == 0, sign != ")", !isFactor(sign) { return false }
    }
    return true
  }

  /// Whether a sign is a number, a letter, or what joins them to a product.
  private static func isFactor(_ sign: String) -> Bool {
    sign == "/" || sign == "^" || sign.first.map { $0.isLetter || $0.isNumber } ?? false
  }
}
