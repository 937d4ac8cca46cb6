import Foundation
import Testing

/// Files from outside are opened in one place, `SafeFiles`, and patterns from outside have limits.
@Suite struct FilesTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// What waits for a pipe, follows a link or makes a file of another's in the place of one's own.
  private static let opening = [
    #"contents\(atPath"#, #"Data\(contentsOf"#, #"String\(contentsOf"#, #"\bFileHandle\(for"#,
    #"createFile\("#, #"\.write\(\s*to: *URL"#, #"options: *\.atomic"#, #"\bfopen\("#,
    #"OutputStream\("#, #"InputStream\("#,
  ]
  /// Expressions without a limit to their work, made of a text.
  private static let matching = [#"try\?? Regex\("#, #"NSRegularExpression"#]

  /// Files of the kernel's, which are nobody's.
  private static let kernels = [
    "StemmaCommands/ChildEngine.swift", "Engine/Checks/SystemMemory.swift",
    "LinearAlgebra/ControlGroup.swift",
  ]

  static func faults(_ patterns: [String], in text: String) throws -> [String] {
    try patterns.flatMap { pattern in
      text.matches(of: try Regex(pattern).wordBoundaryKind(.simple)).map { String(text[$0.range]) }
    }
  }

  @Test func everyFileIsOpenedInOnePlace() throws {
    let files = try #require(
      FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil))
    var read = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let path = String(file.path.dropFirst(Self.sources.path.count + 1))
      guard !path.hasPrefix("SafeFiles/"), !Self.kernels.contains(path) else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      // The tokenizer's `Regex` is one with limits.
      let patterns = Self.opening + (path.hasPrefix("Tokenization/") ? [] : Self.matching)
      let found = try Self.faults(patterns, in: text)
      #expect(found.isEmpty, "\(path): \(found)")
      read += 1
    }
    #expect(read > 200)
  }

  @Test(arguments: [
    "FileManager.default.contents(atPath: path)", "try Data(contentsOf: url)",
    "data.write(to: URL(filePath: path))", "data.write(\n  to: URL(fileURLWithPath: path))",
    "FileHandle(forReadingAtPath: path)", "try? Regex(drop)",
  ])
  func whatIsLookedForIsFound(line: String) throws {
    #expect(try !Self.faults(Self.opening + Self.matching, in: line).isEmpty)
  }
}
