import Foundation
import Testing

/// State is a value of a type: no program decides by comparing it with a text.
@Suite struct WordsTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

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
    let files = try #require(
      FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    var read = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let path = String(file.path.dropFirst(Self.sources.path.count + 1))
      guard !Self.foreign.contains(where: { path.hasPrefix($0) }) else { continue }
      let found = try Self.faults(in: String(contentsOf: file, encoding: .utf8))
      #expect(found.isEmpty, "\(path): \(found)")
      read += 1
    }
    #expect(read > 200)
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
