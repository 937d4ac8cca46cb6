internal import Tokenization

extension JSONValue {
  /// The value as JSON text on one line.
  var json: String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .number(let value): return integer.map(String.init) ?? String(value)
    case .longInteger(let digits): return digits
    case .string(let bytes): return Self.quoted(String(decoding: bytes, as: UTF8.self))
    case .array(let elements): return "[" + elements.map(\.json).joined(separator: ", ") + "]"
    case .object(let members):
      let parts = members.map {
        Self.quoted(String(decoding: $0.key, as: UTF8.self)) + ": " + $0.value.json
      }
      return "{" + parts.joined(separator: ", ") + "}"
    }
  }

  /// A string as JSON has it (RFC 8259, section 7).
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
