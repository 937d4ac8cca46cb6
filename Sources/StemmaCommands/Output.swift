import Foundation

/// Writing for people and for programs.
enum Output {
  /// Prints a value as JSON, keys in snake case.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Prints rows as CSV (RFC 4180), the first being the header.
  static func csv(_ rows: [[String]]) {
    for row in rows { print(row.map(field).joined(separator: ",")) }
  }

  /// Prints text without control characters, which could command a terminal.
  static func plain(_ text: String) {
    print(clean(text))
  }

  /// A text with its control characters replaced; line ends stay.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isHidden = scalar.properties.generalCategory == .control && scalar != "\n"
          let isDirection =
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          return isHidden || isDirection ? "·" : scalar
        }))
  }

  /// A mean with its interval, in a column of its own.
  static func mean(_ mean: Double, _ interval: [Double]?) -> String {
    guard let interval else { return String(format: "  %6.3f                 ", mean) }
    return String(format: "  %6.3f [%.3f, %.3f]", mean, interval[0], interval[1])
  }

  /// The end of a line that lists a passage: its type, its id and how it begins.
  static func passage(_ type: String, _ id: String, _ text: String) -> String {
    let start = text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(80)
    return "\(type.padding(toLength: 12, withPad: " ", startingAt: 0)) \(id)  \(start)"
  }

  static func note(_ text: String) {
    FileHandle.standardError.write(Data((clean(text) + "\n").utf8))
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
