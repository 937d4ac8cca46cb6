/// Reads one bracketed class of Oniguruma, with nested classes and intersections, and writes it for PCRE2.
struct ClassParser {
  private let input: [Unicode.Scalar]
  private(set) var offset: Int
  private var depth = 0
  private let inClass: Bool
  /// Whether case does not count, so that PCRE2's own classes, which keep to it, are not used.
  private let ignoresCase: Bool
  private var isInverted = false

  /// What a class holds: the set, and how PCRE2 may write it, which is lost with what PCRE2 has not.
  struct Contents {
    var set = CodeSet()
    /// Members of a class as PCRE2 writes them; nil where only the set says it.
    var members: String? = ""

    mutating func add(_ other: CodeSet, _ members: String? = nil) {
      set = set.union(other)
      if let known = self.members { self.members = known + (members ?? other.members) }
    }
  }

  /// - Parameters:
  ///   - offset: where the opening bracket stands.
  ///   - inClass: false for an escape that stands alone.
  init(
    _ input: [Unicode.Scalar], at offset: Int, inClass: Bool = true, ignoresCase: Bool = false
  ) {
    self.input = input
    self.inClass = inClass
    self.ignoresCase = ignoresCase
    self.offset = offset
  }

  /// The class for PCRE2; `place` is after its closing bracket then.
  mutating func translated() throws(Problem) -> String {
    offset += 1
    isInverted = take("^")
    let contents = try contents()
    if let members = contents.members, !members.isEmpty {
      return "[" + (isInverted ? "^" : "") + members + "]"
    }
    let set = isInverted ? contents.set.inverted : contents.set
    return set.isEmpty ? "(?!)" : "[" + set.members + "]"
  }

  private func fail(_ problem: String) -> Problem {
    Problem("has a pattern with \(problem): \(String(String.UnicodeScalarView(input)))")
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard offset < input.count, input[offset] == scalar else { return false }
    offset += 1
    return true
  }

  private func follows(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    offset + 1 < input.count && input[offset] == first && input[offset + 1] == second
  }

  /// Everything up to the closing bracket: unions joined by `&&`.
  private mutating func contents() throws(Problem) -> Contents {
    depth += 1
    defer { depth -= 1 }
    guard depth < 16 else { throw fail("classes nested too deeply") }
    var result = Contents()
    var left: CodeSet?
    var isFirst = true
    while true {
      guard offset < input.count else { throw fail("a class that does not end") }
      if input[offset] == "]", !isFirst {
        offset += 1
        break
      }
      if follows("&", "&") {
        offset += 2
        left = left.map { $0.intersection(result.set) } ?? result.set
        result = Contents()
        isFirst = false
        continue
      }
      isFirst = false
      try addItem(to: &result)
    }
    if let left {
      result.set = left.intersection(result.set)
      result.members = nil
    }
    return result
  }

  private mutating func addItem(to result: inout Contents) throws(Problem) {
    if follows("[", ":"), let (set, end) = posix() {
      let name = String(String.UnicodeScalarView(input[offset..<end])).lowercased()
      if ignoresCase, name.contains("upper") || name.contains("lower") { throw casedClass(name) }
      result.add(set)
      offset = end
      return
    }
    if take("[") {
      let isInverted = take("^")
      let inner = try contents()
      result.add(isInverted ? inner.set.inverted : inner.set, isInverted ? nil : inner.members)
      return
    }
    if input[offset] == "\\", let (set, members) = try escapedClass() {
      result.add(set, members)
      return
    }
    let low = try character()
    try check(low...low)
    guard offset + 1 < input.count, input[offset] == "-", input[offset + 1] != "]" else {
      return result.add(CodeSet([low...low]))
    }
    let hyphen = offset
    offset += 1
    if input[offset] == "[" || follows("&", "&") {
      offset = hyphen
      return result.add(CodeSet([low...low]))
    }
    if input[offset] == "\\", try escapedClass() != nil {
      // A class after the hyphen: the hyphen stands for itself.
      offset = hyphen
      return result.add(CodeSet([low...low]))
    }
    let high = try character()
    guard low <= high else { throw fail("an empty range in a class") }
    try check(low...high)
    result.add(CodeSet([low...high]))
  }

  /// Refuses a class that Oniguruma would let match several characters, where case does not count.
  private func check(_ range: ClosedRange<UInt32>) throws(Problem) {
    if ignoresCase, !isInverted, CaseFolding.isLikeSeveral(range) {
      throw fail("a class without case that holds what is like several characters")
    }
  }

  private func casedClass(_ name: String) -> Problem {
    fail("\(name) in a class without case, which is not supported")
  }

  /// `[:name:]`, and where it ends.
  private func posix() -> (CodeSet, Int)? {
    var start = offset + 2
    let isInverted = start < input.count && input[start] == "^"
    if isInverted { start += 1 }
    guard let end = input[start...].firstIndex(of: ":"), end + 1 < input.count,
      input[end + 1] == "]",
      let set = UnicodeTables.posix(String(String.UnicodeScalarView(input[start..<end])))
    else { return nil }
    return (isInverted ? set.inverted : set, end + 2)
  }

  /// An escape that stands for a class, as `\p{L}`, `\w`, `\d`; nil for one that stands for a character.
  mutating func escapedClass() throws(Problem) -> (CodeSet, String?)? {
    guard offset + 1 < input.count else { throw fail("a backslash at its end") }
    let letter = input[offset + 1]
    switch letter {
    case "p", "P": return try property(isInverted: letter == "P")
    case "R", "X", "y", "Y", "O", "K", "G", "g", "k":
      throw fail("\\\(letter) in a class")
    default:
      guard let (set, native) = Self.shorthand(letter, inClass: inClass) else { return nil }
      offset += 2
      return (set, native.map { members($0, set) })
    }
  }

  /// A class as PCRE2 writes it: its own where that fits.
  private func members(_ native: String?, _ set: CodeSet) -> String {
    NativeClass.members(ignoresCase && inClass ? nil : native, for: set)
  }

  /// PCRE2's characters of words.
  static let wordClass = #"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}"#

  /// What `\w` and its kind stand for, and PCRE2's own class where that is quick.
  static func shorthand(_ letter: Unicode.Scalar, inClass: Bool) -> (CodeSet, String?)? {
    switch letter {
    case "s": (UnicodeTables.space, nil)
    case "S": (UnicodeTables.space.inverted, nil)
    // Inside a class Latin-1's superscripts and fractions are no part of words; outside they are.
    case "w": (inClass ? UnicodeTables.posix("word") ?? CodeSet() : UnicodeTables.word, wordClass)
    case "W":
      ((inClass ? UnicodeTables.posix("word") ?? CodeSet() : UnicodeTables.word).inverted, nil)
    case "d": (UnicodeTables.property("Nd") ?? CodeSet(), #"\p{Nd}"#)
    case "D": ((UnicodeTables.property("Nd") ?? CodeSet()).inverted, nil)
    case "h": (UnicodeTables.hexadecimal, nil)
    case "H": (UnicodeTables.hexadecimal.inverted, nil)
    default: nil
    }
  }

  private mutating func property(isInverted: Bool) throws(Problem) -> (CodeSet, String?) {
    guard offset + 2 < input.count, input[offset + 2] == "{",
      let end = input[offset...].firstIndex(of: "}")
    else { throw fail("\\p without a name in braces") }
    var name = String(String.UnicodeScalarView(input[(offset + 3)..<end]))
    var isInverted = isInverted
    if name.hasPrefix("^") {
      isInverted.toggle()
      name.removeFirst()
    }
    if ignoresCase, inClass {
      let plain = name.lowercased().filter(\.isLetter)
      if ["lu", "ll", "lt"].contains(plain) || plain.contains("case") || plain.contains("upper")
        || plain.contains("lower")
      {
        throw casedClass("\\p{\(name)}")
      }
    }
    let isWord = !inClass && name.lowercased() == "word"
    guard let set = isWord ? UnicodeTables.word : UnicodeTables.property(name) else {
      throw fail("the character class \(name), which is not known")
    }
    offset = end + 1
    if isInverted { return (set.inverted, nil) }
    let categories = ["L", "M", "N", "P", "S", "Z", "C"]
    let isCategory =
      name.utf8.count <= 2 && categories.contains(name.prefix(1).uppercased())
      && UnicodeTables.property(name) != nil
    let native =
      isCategory ? "\\p{\(name.prefix(1).uppercased())\(name.dropFirst().lowercased())}" : nil
    return (set, members(native, set))
  }

  /// One character, written as itself or escaped.
  private mutating func character() throws(Problem) -> UInt32 {
    guard offset < input.count else { throw fail("a class that does not end") }
    guard take("\\") else {
      offset += 1
      return input[offset - 1].value
    }
    guard offset < input.count else { throw fail("a backslash at its end") }
    let letter = input[offset]
    offset += 1
    switch letter {
    case "n": return 0x0A
    case "t": return 0x09
    case "r": return 0x0D
    case "f": return 0x0C
    case "v": return 0x0B
    case "a": return 0x07
    case "e": return 0x1B
    case "b": return 0x08
    case "u": return try number(radix: 16, atMost: 4, atLeast: 4)
    case "x":
      if take("{") {
        let value = try number(radix: 16, atMost: 8, atLeast: 1)
        guard take("}") else { throw fail("\\x{ that does not end") }
        return value
      }
      return try number(radix: 16, atMost: 2, atLeast: 1)
    case "0"..."7":
      offset -= 1
      return try number(radix: 8, atMost: 3, atLeast: 1)
    case "c", "C", "M": throw fail("\\\(letter) in a class")
    default: return letter.value
    }
  }

  private mutating func number(radix: Int, atMost: Int, atLeast: Int) throws(Problem) -> UInt32 {
    var digits = ""
    while digits.count < atMost, offset < input.count,
      let _ = Int(String(input[offset]), radix: radix)
    {
      digits.unicodeScalars.append(input[offset])
      offset += 1
    }
    guard digits.count >= atLeast, let value = UInt32(digits, radix: radix),
      Unicode.Scalar(value) != nil
    else { throw fail("a number that is no character") }
    return value
  }
}
