import Testing

/// Files from outside are opened in one place, `SafeFiles`, and patterns from outside have limits.
@Suite struct FilesTests {
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
    let files = try SwiftFile.all().filter { file in
      !file.path.hasPrefix("SafeFiles/") && !Self.kernels.contains(file.path)
    }
    #expect(files.count > 200)
    for file in files {
      // The tokenizer's `Regex` is one with limits.
      let patterns = Self.opening + (file.path.hasPrefix("Tokenization/") ? [] : Self.matching)
      let found = try Self.faults(patterns, in: file.text)
      #expect(found.isEmpty, "\(file.path): \(found)")
    }
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
