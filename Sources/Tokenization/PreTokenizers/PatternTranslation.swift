/// Rewrites what Oniguruma and PCRE2 read differently.
///
/// - Character classes are those of the reference's Unicode version, whatever PCRE2's is: `\p{…}`, `\w`, `\d`,
///   `\s`, POSIX classes, and `\b` by that `\w`. Scripts are scripts and not their extensions.
/// - `&&` and nested classes are worked out to one class.
/// - `\h` means a hexadecimal digit; PCRE2's is horizontal space.
/// - `{1,3}+` repeats the repetition; in PCRE2 it is possessive. `{3}?` may be left out as a whole; in PCRE2 it is
///   lazy. `{,3}` begins at none; in PCRE2 it is text.
/// - `(?m)` lets the dot match line ends, and `(?i)` inside a group holds for all alternatives behind it.
/// - Without case, `ss` is also `ß`: what has such a like of several characters is refused.
/// - `\v` is the vertical tab alone, and letters without a meaning stand for themselves behind a backslash.
struct PatternTranslation {
  private let input: [Unicode.Scalar]
  private var output: [Unicode.Scalar] = []
  private var offset = 0
  /// Where the last atom starts in the output, and where the open groups do.
  private var atom = 0
  private var groups: [Int] = []
  /// The settings of the open groups, the pattern's own first.
  private var scopes = [Scope()]
  /// The literal that was just written; nil behind anything else.
  private var literal: Unicode.Scalar?

  private struct Scope {
    var ignoresCase = false
    /// Brackets that settings in its middle opened.
    var opened = 0
  }

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
    while offset < input.count {
      let scalar = input[offset]
      if scalar == "\\", offset + 1 < input.count {
        try escape()
      } else if scalar == "[" {
        atom = output.count
        literal = nil
        var parser = ClassParser(input, at: offset, ignoresCase: ignoresCase)
        append(try parser.translated())
        offset = parser.offset
      } else if scalar == "{", let end = endOfInterval() {
        literal = nil
        repeatAtom(through: end)
      } else if scalar == "(", let settings = try settings() {
        literal = nil
        open(settings)
      } else {
        if scalar == "(", offset + 2 < input.count, input[offset + 1] == "?",
          input[offset + 2] == "~"
        {
          throw fail("(?~")
        }
        try note(scalar)
        copy()
      }
    }
    for _ in 0..<scopes[0].opened { append(")") }
  }

  private var ignoresCase: Bool { scopes.last?.ignoresCase ?? false }

  /// What `(?im-x)` and `(?im-x:` say, and where they end.
  private struct Settings {
    var text = ""
    var ignoresCase: Bool?
    var isExtended = false
    var isGroup = false
    var end = 0
  }

  private func settings() throws(Problem) -> Settings? {
    guard offset + 2 < input.count, input[offset + 1] == "?" else { return nil }
    var result = Settings(end: offset + 2)
    var isOn = true
    while result.end < input.count {
      switch input[result.end] {
      case "-": (isOn, result.text) = (false, result.text + "-")
      case "i": (result.ignoresCase, result.text) = (isOn, result.text + "i")
      case "m": result.text += "s"
      case "x": (result.isExtended, result.text) = (isOn, result.text + "x")
      case ")" where !result.text.isEmpty: return result
      case ":" where !result.text.isEmpty:
        result.isGroup = true
        return result
      default: return nil
      }
      result.end += 1
    }
    return nil
  }

  /// Writes settings as a group, that ends where the one around it does if it has no end of its own.
  private mutating func open(_ settings: Settings) {
    let ignoresCase = settings.ignoresCase ?? ignoresCase
    // A comment of extended patterns would take a bracket at the end with it.
    let isGroup = settings.isGroup || !settings.isExtended
    if settings.isGroup {
      groups.append(output.count)
      scopes.append(Scope(ignoresCase: ignoresCase))
    } else {
      scopes[scopes.count - 1].ignoresCase = ignoresCase
      if isGroup { scopes[scopes.count - 1].opened += 1 }
    }
    append("(?" + settings.text + (isGroup ? ":" : ")"))
    atom = output.count
    offset = settings.end + 1
  }

  private func fail(_ what: String) -> Problem {
    Problem(
      "has a pattern with \(what), which is not supported: \(String(String.UnicodeScalarView(input)))"
    )
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.unicodeScalars) }

  private mutating func copy() {
    output.append(input[offset])
    offset += 1
  }

  /// Keeps track of where the last atom starts.
  private mutating func note(_ scalar: Unicode.Scalar) throws(Problem) {
    switch scalar {
    case "(":
      groups.append(output.count)
      scopes.append(Scope(ignoresCase: ignoresCase))
    case ")":
      for _ in 0..<(scopes.last?.opened ?? 0) { append(")") }
      if scopes.count > 1 { scopes.removeLast() }
      atom = groups.popLast() ?? output.count
    case "*", "+", "?", "|", "^", "$", ".": if scalar == "." { atom = output.count }
    default:
      atom = output.count
      try check(scalar)
      return
    }
    literal = nil
  }

  /// Refuses what is like several characters where case does not count.
  private mutating func check(_ scalar: Unicode.Scalar) throws(Problem) {
    if ignoresCase, CaseFolding.isLikeSeveral(scalar, after: literal) {
      throw fail("\(scalar) without case, which is like several characters")
    }
    literal = scalar
  }

  private mutating func escape() throws(Problem) {
    atom = output.count
    let letter = input[offset + 1]
    let before = literal
    literal = nil
    switch letter {
    case "p", "P", "w", "W", "d", "D", "s", "S", "h", "H":
      var parser = ClassParser(input, at: offset, inClass: false, ignoresCase: ignoresCase)
      guard let (set, members) = try parser.escapedClass() else { break }
      append("[" + (members ?? set.members) + "]")
      offset = parser.offset
      return
    case "b", "B":
      let members = NativeClass.members(ClassParser.wordClass, for: UnicodeTables.word)
      let word = "[\(members)]"
      append(
        letter == "b"
          ? "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
          : "(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))")
      offset += 2
      return
    case "u":
      // Four hexadecimal digits, which PCRE2 wants in braces.
      let digits = input[(offset + 2)...].prefix(4)
      guard digits.count == 4 else { throw fail("\\u") }
      append("\\x{" + String(String.UnicodeScalarView(digits)) + "}")
      offset += 6
      return
    case "v":
      append("\\x{0B}")
      offset += 2
      return
    case "X", "y", "Y", "O", "g", "M", "C": throw fail("\\\(letter)")
    case "E", "F", "I", "J", "L", "Q", "T", "U", "V", "i", "j", "l", "m", "q":
      literal = before
      try check(letter)
      append(String(Character(letter)))
      offset += 2
      return
    default: break
    }
    append("\\" + String(Character(letter)))
    offset += 2
    // \x{…} and its kind take their braces with them.
    guard ["x", "o", "k"].contains(letter), offset < input.count, input[offset] == "{",
      let end = input[offset...].firstIndex(of: "}")
    else { return }
    output.append(contentsOf: input[offset...end])
    offset = end + 1
  }

  private mutating func repeatAtom(through end: Int) {
    var quantifier = Array(input[offset...end])
    if quantifier[1] == "," { quantifier.insert("0", at: 1) }
    offset = end + 1
    let isExact = !quantifier.contains(",")
    if offset < input.count, input[offset] == "+" || isExact && input[offset] == "?" {
      output.insert(contentsOf: "(?:".unicodeScalars, at: atom)
      output.append(contentsOf: quantifier)
      output.append(")")
    } else {
      output.append(contentsOf: quantifier)
    }
  }

  /// The closing brace of `{1}`, `{1,}`, `{,3}` or `{1,3}`.
  private func endOfInterval() -> Int? {
    guard let end = input[offset...].firstIndex(of: "}") else { return nil }
    let inside = input[(offset + 1)..<end]
    guard inside.filter({ $0 == "," }).count <= 1, inside.contains(where: { $0 != "," }),
      inside.allSatisfy({ $0 == "," || ("0"..."9").contains($0) })
    else { return nil }
    return end
  }
}
