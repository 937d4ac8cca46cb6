internal import Foundation

/// What a terminal's entry in the database lets a program send: the reference for what it did send.
///
/// Read from `infocmp`, parameters and conditions expanded: a number stands for any number.
package struct Terminfo {
  private var capabilities: [String: String] = [:]
  private var flags: Set<String> = []
  private let sequences: NSRegularExpression

  /// Whether the system has an entry: those beyond the common ones come in a package of their own.
  package static func knows(_ type: String) -> Bool { (try? Terminfo(type: type)) != nil }

  /// - Throws: where there is no such entry.
  package init(type: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/infocmp")
    process.arguments = ["-1", "-x", type]
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileNoSuchFile) }
    for line in text.split(separator: "\n") where line.hasPrefix("\t") {
      let entry = line.dropFirst().dropLast()
      if let sign = entry.firstIndex(of: "=") {
        capabilities[String(entry[..<sign])] = String(entry[entry.index(after: sign)...])
      } else {
        flags.insert(String(entry))
      }
    }
    // Keys are received, and u6 to u9 ask the terminal, which would answer as if typed.
    let sent = capabilities.filter {
      !$0.key.hasPrefix("k") && !["u6", "u7", "u8", "u9"].contains($0.key)
    }
    var units: Set<String> = []
    for value in sent.values {
      for text in Self.expansions(of: Self.unescaped(value)) {
        units.formUnion(
          text.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst()
            .map(Self.sequence))
      }
    }
    // Terminals with default colours take each of the two alone.
    if flags.contains("AX") { units.formUnion(["[39m", "[49m"]) }
    // Mouse and bracketed paste are asked for outside of the database.
    units.formUnion(["[?1000h", "[?1000l", "[?1006;1000h", "[?1006;1000l", "[?2004h", "[?2004l"])
    let pattern = units.map { unit in
      NSRegularExpression.escapedPattern(for: unit)
        .replacingOccurrences(of: "\u{E000}", with: "[0-9]+")
        .replacingOccurrences(of: "\u{E001}", with: "[\\s\\S]")
    }.joined(separator: "|")
    sequences = try NSRegularExpression(pattern: "^(?:\(pattern))$")
  }

  /// The text of a capability without parameters; nil where the terminal has none.
  package subscript(name: String) -> String? { capabilities[name].map(Self.unescaped) }

  /// Escape sequences of an output that the entry does not have.
  package func strangers(in output: [UInt8]) -> Set<String> {
    var strangers: Set<String> = []
    var known: Set<String> = []
    let text = String(String.UnicodeScalarView(output.map { Unicode.Scalar($0) }))
    for part in text.split(separator: "\u{1B}").dropFirst(text.hasPrefix("\u{1B}") ? 0 : 1) {
      let unit = Self.sequence(at: part)
      guard known.insert(unit).inserted else { continue }
      let range = NSRange(unit.startIndex..., in: unit)
      if sequences.firstMatch(in: unit, range: range) == nil { strangers.insert(unit) }
    }
    return strangers
  }

  /// The sequence at the beginning of what follows an escape.
  private static func sequence(at text: Substring) -> String {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first else { return "" }
    let length: Int
    switch first {
    case "[":
      length =
        2 + (scalars.dropFirst().firstIndex { (0x40...0x7E).contains($0.value) } ?? scalars.count)
        - 1
    case "]": length = 1 + (scalars.firstIndex { $0.value == 7 } ?? scalars.count - 1)
    case "(", ")", "#": length = 2
    default: length = 1
    }
    return String(String.UnicodeScalarView(scalars.prefix(length)))
  }

  /// `\E`, `^X` and octal as characters, paddings left out.
  private static func unescaped(_ value: String) -> String {
    var result = ""
    var rest = Substring(value)
    while let character = rest.popFirst() {
      switch character {
      case "\\":
        guard let next = rest.popFirst() else { break }
        switch next {
        case "E": result += "\u{1B}"
        case "n": result += "\n"
        case "r": result += "\r"
        case "t": result += "\t"
        case "b": result += "\u{8}"
        case "s": result += " "
        case "0", "1", "2", "3":
          let digits = String(next) + rest.prefix(2)
          rest = rest.dropFirst(2)
          if let code = UInt8(digits, radix: 8) {
            result.unicodeScalars.append(Unicode.Scalar(code))
          }
        default: result.append(next)
        }
      case "^":
        if let next = rest.popFirst()?.asciiValue {
          result.unicodeScalars.append(Unicode.Scalar(next & 0x1F))
        }
      case "$" where rest.first == "<":
        rest = rest.drop { $0 != ">" }.dropFirst()
      default: result.append(character)
      }
    }
    return result
  }

  /// Every text that a capability with conditions can become.
  private static func expansions(of value: String) -> [String] {
    var rest = Substring(value)
    return texts(&rest).texts
  }

  /// Reads up to the end or to a `%t`, `%e` or `%;` that belongs to an outer condition.
  private static func texts(_ rest: inout Substring) -> (texts: [String], end: Character?) {
    var results = [""]
    while let character = rest.popFirst() {
      guard character == "%", let next = rest.popFirst() else {
        results = results.map { $0 + String(character) }
        continue
      }
      switch next {
      case "%": results = results.map { $0 + "%" }
      case "d", "x", "o": results = results.map { $0 + "\u{E000}" }
      case "c", "s": results = results.map { $0 + "\u{E001}" }
      case "p", "P", "g": rest = rest.dropFirst()
      case "'": rest = rest.dropFirst(2)
      case "{": rest = rest.drop { $0 != "}" }.dropFirst()
      case "0"..."9", ":":
        rest = rest.drop { !"doxXsc".contains($0) }.dropFirst()
        results = results.map { $0 + "\u{E000}" }
      case "?":
        let branches = branches(&rest)
        results = results.flatMap { start in branches.map { start + $0 } }
      case "t", "e", ";": return (results, next)
      default: break
      }
    }
    return (results, nil)
  }

  /// What a condition may give, from behind its `%?` to its `%;`.
  private static func branches(_ rest: inout Substring) -> [String] {
    var branches: Set<String> = []
    var hasElse = false
    while true {
      let (texts, end) = texts(&rest)
      guard end == "t" else {
        hasElse = true
        branches.formUnion(texts)
        break
      }
      // What came before was the condition; this is what it leads to.
      let (then, next) = Self.texts(&rest)
      branches.formUnion(then)
      if next != "e" { break }
    }
    if !hasElse { branches.insert("") }
    return Array(branches)
  }
}
