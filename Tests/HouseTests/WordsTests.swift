import Testing

/// State is a value of a type: no program decides by comparing it with a text.
@Suite struct WordsTests {
  /// Where the words belong to a file that another program wrote, which has them as texts.
  private static let foreign = ["Transformer/", "Tokenization/", "SampleWorld/"]

  // Simple boundaries, since Unicode takes `engine.stage` for one word.
  private static let comparisons: [String] = [
    #"\b(state|stage|strategy|kind|job|level|origin|view)(\.rawValue)?\)? *(==|!=) *""#,
    #"\b(state|stage|strategy|kind|level|stopped|settings)(\.rawValue)?\.(hasPrefix|hasSuffix|contains)\(""#,
    #"" *(==|!=) *\w*\.?(state|stage|strategy|kind|level)\b"#,
    #"\(rawValue: [\w.]*(kind|state|stage|strategy|level)[\w.]*\) *\?\?"#,
  ]

  static func faults(in text: String) throws -> [String] {
    let comparisons = try comparisons.map { try Regex($0).wordBoundaryKind(.simple) }
    return text.split(separator: "\n").filter { line in
      // Expressions are slow, and few lines can be such a comparison.
      guard line.utf8.contains(UInt8(ascii: "\"")) || line.contains("rawValue:"),
        !line.trimmingPrefix(while: { $0 == " " }).hasPrefix("//")
      else { return false }
      return comparisons.contains { line.contains($0) }
    }.map(String.init)
  }

  @Test func noTextDecidesOnAState() throws {
    let files = try SwiftFile.all().filter { file in
      !Self.foreign.contains { file.path.hasPrefix($0) }
    }
    #expect(files.count > 200)
    for file in files {
      let found = try Self.faults(in: file.text)
      #expect(found.isEmpty, "\(file.path): \(found)")
    }
  }

  /// What the programs said to each other before.
  @Test(arguments: [
    #"if engine.stage.hasSuffix("requests") {"#, #"$0.kind == "ask""#,
    #"settings.contains("\"imported\"")"#,
    #"kind: QuestionKind(rawValue: record.kind) ?? .reasoning"#,
    #"level: reason == "x" ? a : job.state == "b""#,
  ])
  func suchComparisonsAreFound(line: String) throws {
    #expect(try !Self.faults(in: line).isEmpty)
  }
}
