import Testing

/// The quick loop leaves out by their tags the suites that start programs or draw on terminals, so those have one.
@Suite struct TagTests {
  /// Suites of a file that start programs and are not tagged.
  static func faults(in text: String) -> [String] {
    let suites = text.split(separator: "@Suite", omittingEmptySubsequences: false).dropFirst()
    return suites.compactMap { suite in
      guard suite.contains(#/\bProgram\.(run|start)\(|\bPseudoTerminal\(|\.open\(arguments:/#),
        !suite.prefix(200).contains(#/tags\([^)]*\.(program|terminal|long)/#)
      else { return nil }
      return suite.firstMatch(of: #/struct (\w+)/#).map { String($0.1) }
    }
  }

  @Test func whoeverStartsAProgramSaysSo() throws {
    let files = try SwiftFile.all(of: "Tests").filter { $0.path.hasSuffix("Tests.swift") }
    #expect(files.count > 150)
    for file in files where !file.path.hasSuffix("/TagTests.swift") {
      #expect(Self.faults(in: file.text) == [], "\(file.path)")
    }
  }

  @Test func aSuiteWithoutATagIsFound() {
    let body = " struct RunTests {\n  @Test func runs() { try? Program.run(\"top\") }\n}\n"
    #expect(Self.faults(in: "@Suite" + body) == ["RunTests"])
    #expect(Self.faults(in: "@Suite(.tags(.program))" + body) == [])
    #expect(Self.faults(in: "@Suite(.tags(.program))" + body + "@Suite" + body) == ["RunTests"])
    #expect(Self.faults(in: "@Suite struct PlainTests {}") == [])
  }
}
