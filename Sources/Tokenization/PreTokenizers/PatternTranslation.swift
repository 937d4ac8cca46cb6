/// Rewrites what Oniguruma and PCRE2 read differently.
///
/// - Character classes are those of the reference's Unicode version, whatever PCRE2's is: `\p{…}`, `\w`, `\d`,
///   `\s`, POSIX classes, and `\b` by that `\w`. Scripts are scripts and not their extensions.
/// - `&&` and nested classes are worked out to one class.
/// - `\h` means a hexadecimal digit; PCRE2's is horizontal space.
/// - `{1,3}+` repeats the repetition; in PCRE2 it is possessive.
struct PatternTranslation {
  private let input: [Unicode.Scalar]
  private var output: [Unicode.Scalar] = []
  private var place = 0
  /// Where the last atom starts in the output, and where the open groups do.
  private var atom = 0
  private var groups: [Int] = []

  /// - Throws: `Problem` naming what neither has a like in PCRE2 nor is known.
  static func translate(_ pattern: String) throws(Problem) -> String {
    var translation = PatternTranslation(input: Array(pattern.unicodeScalars))
    try translation.run()
    var result = String.UnicodeScalarView()
    result.append(contentsOf: translation.output)
    return String(result)
  }

  private init(input: [Unicode.Scalar]) { self.input = input }

  private mutating func run() throws(Problem) {
    while place < input.count {
      let scalar = input[place]
      if scalar == "\\", place + 1 < input.count {
        try escape()
      } else if scalar == "[" {
        atom = output.count
        var parser = ClassParser(input, at: place)
        append(try parser.translated())
        place = parser.place
      } else if scalar == "{", let end = endOfInterval() {
        repeatAtom(through: end)
      } else {
        if scalar == "(", place + 2 < input.count, input[place + 1] == "?", input[place + 2] == "~"
        {
          throw fail("(?~")
        }
        note(scalar)
        copy()
      }
    }
  }

  private func fail(_ what: String) -> Problem {
    Problem(
      "has a pattern with \(what), which is not supported: \(String(String.UnicodeScalarView(input)))"
    )
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.unicodeScalars) }

  private mutating func copy() {
    output.append(input[place])
    place += 1
  }

  /// Keeps track of where the last atom starts.
  private mutating func note(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "(": groups.append(output.count)
    case ")": atom = groups.popLast() ?? output.count
    case "*", "+", "?", "|", "^", "$": break
    default: atom = output.count
    }
  }

  private mutating func escape() throws(Problem) {
    atom = output.count
    let letter = input[place + 1]
    switch letter {
    case "p", "P", "w", "W", "d", "D", "s", "S", "h", "H":
      var parser = ClassParser(input, at: place, inClass: false)
      guard let (set, members) = try parser.escapedClass() else { break }
      append("[" + (members ?? set.members) + "]")
      place = parser.place
      return
    case "b", "B":
      let members = NativeClass.members(ClassParser.wordClass, for: UnicodeTables.word)
      let word = "[\(members)]"
      append(
        letter == "b"
          ? "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
          : "(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))")
      place += 2
      return
    case "u":
      // Four hexadecimal digits, which PCRE2 wants in braces.
      let digits = input[(place + 2)...].prefix(4)
      guard digits.count == 4 else { throw fail("\\u") }
      append("\\x{" + String(String.UnicodeScalarView(digits)) + "}")
      place += 6
      return
    case "X", "y", "Y", "O", "g", "M", "C": throw fail("\\\(letter)")
    default: break
    }
    append("\\" + String(Character(letter)))
    place += 2
    // \x{…} and its kind take their braces with them.
    guard ["x", "o", "k"].contains(letter), place < input.count, input[place] == "{",
      let end = input[place...].firstIndex(of: "}")
    else { return }
    output.append(contentsOf: input[place...end])
    place = end + 1
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
