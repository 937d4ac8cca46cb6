/// Reads JSON (RFC 8259) into values with bytes for strings.
///
/// Nesting is limited, and nothing is allocated on the word of the input: every element takes up
/// at least one byte of it.
package struct JSONParser {
  /// The deepest nesting that is read.
  package static let deepest = 128

  private let input: [UInt8]
  private let isLenient: Bool
  private var offset = 0

  /// Parses a whole text.
  ///
  /// - Parameter isLenient: Takes what Python writes beyond the standard: lone surrogates become
  ///   U+FFFD, `NaN` and `Infinity` null.
  /// - Throws: `Problem` with the line where reading stopped.
  package static func parse(_ input: [UInt8], isLenient: Bool = false) throws(Problem) -> JSONValue
  {
    guard String(validating: input, as: UTF8.self) != nil else {
      throw Problem("is not UTF-8 text")
    }
    var parser = JSONParser(input: input, isLenient: isLenient)
    if input.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.offset == input.count else { throw parser.problem("has text after its end") }
    return value
  }

  private init(input: [UInt8], isLenient: Bool) {
    self.input = input
    self.isLenient = isLenient
  }

  private func problem(_ what: String) -> Problem {
    let line = 1 + input[..<min(offset, input.count)].reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    return Problem("line \(line): the JSON \(what)")
  }

  private mutating func skipSpace() {
    while offset < input.count, [0x20, 0x0A, 0x0D, 0x09].contains(input[offset]) { offset += 1 }
  }

  /// Skips space and gives the byte that follows, without passing it.
  private mutating func peek() throws(Problem) -> UInt8 {
    while offset < input.count {
      let byte = input[offset]
      if byte > 0x20 || (byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09) {
        return byte
      }
      offset += 1
    }
    throw problem("ends too early; the file is truncated")
  }

  private mutating func value(depth: Int) throws(Problem) -> JSONValue {
    guard depth < Self.deepest else { throw problem("is nested too deeply") }
    switch try peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "N") where isLenient: return try word("NaN", .null)
    case UInt8(ascii: "I") where isLenient: return try word("Infinity", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Problem) -> JSONValue {
    guard input[offset...].starts(with: word.utf8) else { throw problem("has an unknown word") }
    offset += word.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(Problem) -> JSONValue {
    offset += 1
    var members: [JSONMember] = []
    if try peek() == UInt8(ascii: "}") {
      offset += 1
      return .object(members)
    }
    while true {
      guard try peek() == UInt8(ascii: "\"") else { throw problem("lacks a key") }
      let key = try string()
      guard try peek() == UInt8(ascii: ":") else { throw problem("lacks a colon") }
      offset += 1
      members.append(JSONMember(key: key, value: try value(depth: depth + 1)))
      let next = try peek()
      offset += 1
      if next == UInt8(ascii: "}") { return .object(members) }
      guard next == UInt8(ascii: ",") else { throw problem("lacks a comma between members") }
    }
  }

  private mutating func array(depth: Int) throws(Problem) -> JSONValue {
    offset += 1
    var elements: [JSONValue] = []
    if try peek() == UInt8(ascii: "]") {
      offset += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      let next = try peek()
      offset += 1
      if next == UInt8(ascii: "]") { return .array(elements) }
      guard next == UInt8(ascii: ",") else { throw problem("lacks a comma between elements") }
    }
  }

  private mutating func number() throws(Problem) -> JSONValue {
    let start = offset
    if isLenient, input[offset...].starts(with: "-Infinity".utf8) {
      return try word("-Infinity", .null)
    }
    while offset < input.count, Self.numeral.contains(input[offset]) { offset += 1 }
    let text = String(decoding: input[start..<offset], as: UTF8.self)
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    if digits.count > 15, digits.count + 1 >= text.utf8.count, digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ $0 &- 0x30 < 10 })
    {
      return .longInteger(text)
    }
    guard let value = Double(text), value.isFinite else { throw problem("has a malformed value") }
    return .number(value)
  }

  private static let numeral = Set("0123456789+-.eE".utf8)

  private mutating func string() throws(Problem) -> [UInt8] {
    offset += 1
    let start = offset
    while offset < input.count {
      let byte = input[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return Array(input[start..<(offset - 1)])
      }
      if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
      guard byte >= 0x20 else { throw problem("has a raw control character in a string") }
      offset += 1
    }
    throw problem("ends inside a string; the file is truncated")
  }

  private mutating func escapedString(from start: Int) throws(Problem) -> [UInt8] {
    var result = Array(input[start..<offset])
    while offset < input.count {
      let byte = input[offset]
      guard byte >= 0x20 else { throw problem("has a raw control character in a string") }
      offset += 1
      if byte == UInt8(ascii: "\"") { return result }
      if byte != UInt8(ascii: "\\") {
        result.append(byte)
        continue
      }
      guard offset < input.count else { break }
      let escape = input[offset]
      offset += 1
      switch escape {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "u"): result.append(contentsOf: String(try escapedScalar()).utf8)
      default: throw problem("has an unknown escape in a string")
      }
    }
    throw problem("ends inside a string; the file is truncated")
  }

  private mutating func escapedScalar() throws(Problem) -> Character {
    let value = try hexadecimal()
    if value & 0xFC00 == 0xD800, input[offset...].starts(with: "\\u".utf8) {
      let second = offset
      offset += 2
      let low = try hexadecimal()
      if low & 0xFC00 == 0xDC00,
        let scalar = Unicode.Scalar(0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF))
      {
        return Character(scalar)
      }
      // Half a pair; the escape after it is read on its own.
      offset = second
    }
    if let scalar = Unicode.Scalar(value) { return Character(scalar) }
    guard isLenient else { throw problem("has half a surrogate pair") }
    return "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(Problem) -> UInt32 {
    guard offset + 4 <= input.count,
      input[offset..<(offset + 4)].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: input[offset..<(offset + 4)], as: UTF8.self), radix: 16)
    else { throw problem("has a malformed \\u escape") }
    offset += 4
    return value
  }
}
