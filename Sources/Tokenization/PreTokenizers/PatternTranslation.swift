/// Rewrites what Oniguruma and PCRE2 read differently.
///
/// - `\s` and `\S` mean the White_Space property; PCRE2 counts U+180E as well.
/// - `\w` means Alphabetic, marks, decimal digits, connector punctuation and Latin-1's superscripts and
///   fractions; PCRE2 takes all letters and numbers and the underscore.
/// - `\h` means a hexadecimal digit; PCRE2's is horizontal space.
/// - `{1,3}+` repeats the repetition; in PCRE2 it is possessive.
struct PatternTranslation {
  private let input: [Unicode.Scalar]
  private var output: [Unicode.Scalar] = []
  private var place = 0
  private var inClass = false
  /// Where the last atom starts in the output, and where the open groups do.
  private var atom = 0
  private var groups: [Int] = []

  static func translate(_ pattern: String) -> String {
    var translation = PatternTranslation(input: Array(pattern.unicodeScalars))
    translation.run()
    var result = String.UnicodeScalarView()
    result.append(contentsOf: translation.output)
    return String(result)
  }

  private init(input: [Unicode.Scalar]) { self.input = input }

  private mutating func run() {
    while place < input.count {
      let scalar = input[place]
      if scalar == "\\", place + 1 < input.count {
        escape()
      } else if inClass {
        if scalar == "]" { inClass = false }
        copy()
      } else if scalar == "{", let end = endOfInterval() {
        repeatAtom(through: end)
      } else {
        note(scalar)
        copy()
      }
    }
  }

  private mutating func copy() {
    output.append(input[place])
    place += 1
  }

  /// Keeps track of where the last atom starts.
  private mutating func note(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "[":
      inClass = true
      atom = output.count
    case "(": groups.append(output.count)
    case ")": atom = groups.popLast() ?? output.count
    case "*", "+", "?", "|", "^", "$": break
    default: atom = output.count
    }
  }

  private mutating func escape() {
    if !inClass { atom = output.count }
    let letter = input[place + 1]
    place += 2
    output.append(contentsOf: Self.translated(letter, inClass: inClass).unicodeScalars)
    // \p{…}, \x{…} and their kind take their braces with them.
    guard ["p", "P", "x", "o", "k", "g"].contains(letter), place < input.count,
      input[place] == "{", let end = input[place...].firstIndex(of: "}")
    else { return }
    output.append(contentsOf: input[place...end])
    place = end + 1
  }

  private static func translated(_ letter: Unicode.Scalar, inClass: Bool) -> String {
    let word = #"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{B2}\x{B3}\x{B9}\x{BC}-\x{BE}"#
    let hexadecimal = "0-9a-fA-F"
    switch letter {
    case "s": return #"\p{WSpace}"#
    case "S": return #"\P{WSpace}"#
    case "w": return inClass ? word : "[\(word)]"
    case "W" where !inClass: return "[^\(word)]"
    case "h": return inClass ? hexadecimal : "[\(hexadecimal)]"
    case "H" where !inClass: return "[^\(hexadecimal)]"
    default: return "\\" + String(Character(letter))
    }
  }

  private mutating func repeatAtom(through end: Int) {
    let quantifier = input[place...end]
    place = end + 1
    if place < input.count, input[place] == "+" {
      output.insert(contentsOf: "(?:".unicodeScalars, at: atom)
      output.append(contentsOf: quantifier)
      output.append(")")
    } else {
      output.append(contentsOf: quantifier)
    }
  }

  /// The closing brace of `{1}`, `{1,}`, `{,3}` or `{1,3}`.
  private func endOfInterval() -> Int? {
    guard let end = input[place...].firstIndex(of: "}") else { return nil }
    let inside = input[(place + 1)..<end]
    guard inside.filter({ $0 == "," }).count <= 1, inside.contains(where: { $0 != "," }),
      inside.allSatisfy({ $0 == "," || ("0"..."9").contains($0) })
    else { return nil }
    return end
  }
}
