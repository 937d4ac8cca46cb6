import Testing

/// `Output.plain` and `Output.note` write one line, in which a line's end would stand as a sign.
@Suite struct OutputTests {
  /// What stands between the parentheses of every call, comments and strings included.
  private static func arguments(of call: String, in text: String) -> [Substring] {
    var found: [Substring] = []
    var rest = text[...]
    while let range = rest.firstRange(of: call + "(") {
      rest = rest[range.upperBound...]
      var depth = 1
      let end =
        rest.indices.first { index in
          depth += rest[index] == "(" ? 1 : rest[index] == ")" ? -1 : 0
          return depth == 0
        } ?? rest.endIndex
      found.append(rest[..<end])
    }
    return found
  }

  @Test func aLineThatIsPrintedHasNoEndInside() throws {
    var calls = 0
    for file in try SwiftFile.all(in: "StemmaCommands") {
      for call in ["Output.plain", "Output.note"] {
        for argument in Self.arguments(of: call, in: file.text) {
          calls += 1
          #expect(!argument.contains("\\n"), "\(file.path): \(argument)")
        }
      }
    }
    #expect(calls > 100)
  }
}
