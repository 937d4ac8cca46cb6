/// Formulae as LaTeX has them, written as a person types them.
///
/// `\dfrac{3}{4}` becomes `3⁄4` (one number), `1{,}234` becomes `1,234`, `\times` becomes `×`; full-width
/// digits and signs become those of ASCII. Commands that mean nothing here stay as words.
struct MathText {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  /// Joins a whole number and a fraction: U+2064, the invisible plus.
  static let mixed: Unicode.Scalar = "\u{2064}"
  /// Marks the digit before it as one that repeats without end: U+0305, the line above.
  static let repeating: Unicode.Scalar = "\u{305}"
  /// The slash within a number: U+2044, which `½` decomposes to.
  static let slash: Unicode.Scalar = "\u{2044}"

  /// A text without LaTeX; unchanged where it is plain ASCII without braces.
  static func plain(_ text: String) -> String {
    let text = unescaped(text)
    var isPlain = true
    for byte in text.utf8 where byte >= 0x80 || "\\{".utf8.contains(byte) {
      isPlain = false
      break
    }
    if isPlain { return text }
    var reader = MathText(scalars: narrow(text))
    return string(reader.read(untilClosed: false))
  }

  /// `\boxed` and `\frac` as they become where somebody forgot that JSON reads `\b` and `\f` otherwise.
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x08 || $0 == 0x0C }) else { return text }
    return text.replacing("\u{08}oxed", with: "\\boxed").replacing("\u{0C}rac", with: "\\frac")
      .replacing("\u{0C}box", with: "\\fbox")
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// The content of the last `\boxed{…}` that is closed.
  static func lastBoxed(_ text: String) -> String? {
    let text = unescaped(text)
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return nil }
    let bytes = Array(text.utf8)
    var end = bytes.count
    for name in ["\\boxed", "\\fbox", "\\framebox"].map({ Array($0.utf8) }) {
      end = bytes.count
      // A text that opens many and closes none is not searched to its beginning.
      for _ in 0..<50 {
        guard let start = lastRange(of: name, in: bytes[..<end]) else { break }
        if let content = group(bytes, after: start + name.count),
          !content.allSatisfy(\.isWhitespace)
        {
          return content
        }
        end = start
      }
    }
    return nil
  }

  private static func lastRange(of name: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var start = bytes.endIndex - name.count
    while start >= bytes.startIndex {
      if bytes[start...].starts(with: name) { return start }
      start -= 1
    }
    return nil
  }

  /// What stands in the braces at a place, or the one sign there.
  private static func group(_ bytes: [UInt8], after start: Int) -> String? {
    var place = start
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    guard place < bytes.count else { return nil }
    guard bytes[place] == UInt8(ascii: "{") else {
      let isSpaced = place > start && bytes[place] &- 0x30 < 10
      return isSpaced
        ? String(decoding: bytes[place...].prefix { $0 &- 0x30 < 10 }, as: UTF8.self) : nil
    }
    var depth = 0
    for index in place..<bytes.count {
      if bytes[index] == UInt8(ascii: "{") { depth += 1 }
      if bytes[index] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return String(decoding: bytes[place + 1..<index], as: UTF8.self) }
    }
    return nil
  }

  // MARK: Reading

  private mutating func read(untilClosed: Bool) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      switch scalar {
      case "\\": command(into: &result)
      case "{":
        if isDigit(result.last), place + 2 < scalars.count,
          ",.".unicodeScalars.contains(scalars[place]),
          scalars[place + 1] == "}"
        {
          result.append(scalars[place])
          place += 2
        } else if depth < 40 {
          result += nested()
        }
      case "}": if untilClosed { return result }
      case "^" where place < scalars.count && scalars[place] == "{" && depth < 40:
        place += 1
        let exponent = nested()
        result += exponent == ["°"] ? exponent : ["^", "("] + exponent + [")"]
      case "^" where next(is: "\\circ"):
        place += 5
        result.append("°")
      case "&" where place < scalars.count && scalars[place] == "=": continue
      default: result.append(scalar)
      }
    }
    return result
  }

  private mutating func nested() -> [Unicode.Scalar] {
    depth += 1
    defer { depth -= 1 }
    return read(untilClosed: true)
  }

  private func next(is text: String) -> Bool {
    scalars[place...].starts(with: text.unicodeScalars)
  }

  private static let signs: [String: String] = [
    "times": "×", "cdot": "×", "ast": "×", "div": "÷", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "pi": "π", "infty": "∞", "circ": "°",
    "degree": "°", "quad": " ", "qquad": " ", "to": "→", "euro": "€", "pounds": "£", "dots": "…",
    "ldots": "…", "cdots": "…", "colon": ":", "space": " ", "newline": "\n", "lbrace": "",
    "rbrace": "", "minus": "-", "cup": "∪", "cap": "∩", "in": "∈", "sqrt": "sqrt", "lt": "<",
    "gt": ">", "land": "∧", "lor": "∨", "angle": "∠", "langle": "(", "rangle": ")", "emptyset": "∅",
    "varnothing": "∅",
  ]
  /// Functions whose names are as good without the backslash.
  private static let functions: Set<String> = [
    "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "min", "max", "gcd", "lcm",
    "arcsin", "arccos", "arctan",
  ]
  /// Commands that change only how things look.
  private static let silent: Set<String> = [
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "displaystyle", "textstyle",
    "limits", "thinspace", "middle", "rm", "bf", "it",
  ]
  /// Commands whose argument is what is read.
  private static let wrappers: Set<String> = [
    "text", "mathrm", "textbf", "mathbf", "mbox", "hbox", "operatorname", "textit", "emph",
    "mathit",
    "boxed", "fbox", "framebox", "underline", "textrm", "texttt", "bm", "boldsymbol", "mathbb",
  ]

  private mutating func command(into result: inout [Unicode.Scalar]) {
    let start = place
    while place < scalars.count, Self.isLetter(scalars[place]) { place += 1 }
    guard place > start else { return sign(into: &result) }
    let name = Self.string(Array(scalars[start..<place]))
    if ["frac", "dfrac", "tfrac", "cfrac"].contains(name) {
      fraction(into: &result)
    } else if name == "sqrt" {
      result += "sqrt(".unicodeScalars
      result += argument()
      result.append(")")
    } else if name == "overline", isDigit(result.last) || result.last == "." {
      result += argument().flatMap { isDigit($0) ? [$0, Self.repeating] : [$0] }
    } else if Self.functions.contains(name) {
      result += " \(name) ".unicodeScalars
    } else if let sign = Self.signs[name] {
      result += sign.unicodeScalars
    } else if Self.wrappers.contains(name) {
      result.append(" ")
      result += argument()
      result.append(" ")
    } else if name == "begin" || name == "end" {
      _ = argument()
      result.append("\n")
    } else if !Self.silent.contains(name) {
      result.append("\\")
      result += scalars[start..<place]
    }
  }

  /// A command of one sign: spaces, brackets of formulae, and signs that LaTeX reserves.
  private mutating func sign(into result: inout [Unicode.Scalar]) {
    guard place < scalars.count else { return }
    let scalar = scalars[place]
    place += 1
    switch scalar {
    // A set's braces are as good as none: where there is no LaTeX they are not kept either.
    case "!", "{", "}": break
    case ",", ";", ":", " ": result.append("\u{2009}")
    case "(", ")", "[", "]": result.append(" ")
    case "\\": result.append("\n")
    default: result.append(scalar)
    }
  }

  private mutating func fraction(into result: inout [Unicode.Scalar]) {
    let (above, below) = (argument(), argument())
    if Self.isNumeral(above), Self.isNumeral(below) {
      if isDigit(result.last) { result.append(Self.mixed) }
      result += above + [Self.slash] + below
    } else if above.first == "-", Self.isNumeral(Array(above.dropFirst())), Self.isNumeral(below) {
      result += ["(", "-"] + above.dropFirst() + [Self.slash] + below + [")"]
    } else {
      result += ["(", "("] + above + [")", "/", "("] + below + [")", ")"]
    }
  }

  /// What a command applies to: a group, a command or one sign.
  private mutating func argument() -> [Unicode.Scalar] {
    while place < scalars.count, scalars[place] == " " { place += 1 }
    guard place < scalars.count, depth < 40 else { return [] }
    let scalar = scalars[place]
    place += 1
    if scalar == "{" { return nested().trimmed }
    guard scalar == "\\" else { return [scalar] }
    var result: [Unicode.Scalar] = []
    depth += 1
    command(into: &result)
    depth -= 1
    return result
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ("0"..."9").contains($0) } ?? false
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isNumeral(_ scalars: [Unicode.Scalar]) -> Bool {
    !scalars.isEmpty && scalars.allSatisfy { ("0"..."9").contains($0) }
  }

  private static func string(_ scalars: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  /// Full-width signs, digits of other scripts, exponents and fractions of one sign, as ASCII has them.
  private static func narrow(_ text: String) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var raised: [Unicode.Scalar] = []
    func lower() {
      guard !raised.isEmpty else { return }
      let isPlain = raised.allSatisfy { ("0"..."9").contains($0) }
      result += isPlain ? ["^"] + raised : ["^", "("] + raised + [")"]
      raised = []
    }
    for scalar in text.unicodeScalars {
      if let sign = superscripts[scalar] {
        raised.append(sign)
        continue
      }
      lower()
      if scalar.value < 0x80 {
        result.append(scalar)
      } else if let sign = others[scalar] {
        result.append(sign)
      } else if (0xFF01...0xFF5E).contains(scalar.value),
        let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
      {
        result.append(narrow)
      } else if scalar.properties.numericType == .decimal,
        let value = scalar.properties.numericValue
      {
        result += String(Int(value)).unicodeScalars
      } else if let fraction = fractions[scalar] {
        if let last = result.last, ("0"..."9").contains(last) { result.append(mixed) }
        result += [fraction.above, slash, fraction.below]
      } else {
        result.append(scalar)
      }
    }
    lower()
    return result
  }

  private static let superscripts: [Unicode.Scalar: Unicode.Scalar] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁺": "+", "⁻": "-",
  ]
  /// The Arabic decimal point, its comma between thousands and its per cent sign; the slash of division.
  private static let others: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{066B}": ".", "\u{066C}": ",", "\u{066A}": "%", "\u{2215}": "/",
  ]

  private static let fractions: [Unicode.Scalar: (above: Unicode.Scalar, below: Unicode.Scalar)] = [
    "½": ("1", "2"), "⅓": ("1", "3"), "⅔": ("2", "3"), "¼": ("1", "4"), "¾": ("3", "4"),
    "⅕": ("1", "5"), "⅖": ("2", "5"), "⅗": ("3", "5"), "⅘": ("4", "5"), "⅙": ("1", "6"),
    "⅚": ("5", "6"), "⅐": ("1", "7"), "⅛": ("1", "8"), "⅜": ("3", "8"), "⅝": ("5", "8"),
    "⅞": ("7", "8"), "⅑": ("1", "9"),
  ]
}

extension [Unicode.Scalar] {
  /// Without white space at both ends.
  fileprivate var trimmed: Self {
    let rest = drop { $0.properties.isWhitespace }
    return Array(rest.reversed().drop { $0.properties.isWhitespace }.reversed())
  }
}
