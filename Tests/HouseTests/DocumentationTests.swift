import Testing

/// What a comment says of a parameter is said of one that is there, which DocC finds too, but only where it makes pages
/// and long after the tests.
@Suite struct DocumentationTests {
  /// The names by which a function knows its parameters, from the text that declares it.
  static func parameters(of declaration: String) -> [Substring] {
    guard let opening = declaration.firstIndex(of: "(") else { return [] }
    var (depth, parts, before): (Int, [String], Character) = (0, [""], " ")
    for character in declaration[opening...] {
      if "([{<".contains(character) { depth += 1 }
      if ")]}".contains(character) || (character == ">" && before != "-") { depth -= 1 }
      if depth == 0 { break }
      if character == ",", depth == 1 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
      before = character
    }
    return parts.compactMap { part in
      part.firstIndex(of: ":").flatMap { part[..<$0].matches(of: #/\w+/#).last?.output }
    }
  }

  /// Parameters that a comment names and the declaration below it has not.
  static func faults(in text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var faults: [String] = []
    var named: [Substring] = []
    for (index, line) in lines.enumerated() {
      let start = line.trimmingPrefix { $0 == " " }
      if start.hasPrefix("///") {
        if let match = start.prefixMatch(of: #/\/\/\/ (?:  - |- Parameter )(\w+):/#) {
          named.append(match.1)
        }
        continue
      }
      guard !start.hasPrefix("@"), !named.isEmpty else { continue }
      let declared = parameters(of: lines[index...].prefix(40).joined(separator: "\n"))
      faults += named.filter { !declared.contains($0) }.map(String.init)
      named = []
    }
    return faults
  }

  @Test func parametersThatAreExplainedAreThere() throws {
    let files = try SwiftFile.all()
    #expect(files.count > 200)
    for file in files {
      let found = Self.faults(in: file.text)
      #expect(found.isEmpty, "\(file.path): \(found)")
    }
  }

  @Test(arguments: [
    "/// - Parameter width: columns.\nfunc draw(height: Int) {",
    "/// - Parameter width: columns.\nfunc draw(width columns: Int) {",
    "/// - Parameters:\n///   - width: columns.\n@MainActor\nfunc draw(\n  _ rows: (Int, width: Int) -> Void\n) {",
  ])
  func suchCommentsAreFound(text: String) {
    #expect(Self.faults(in: text) == ["width"])
  }

  @Test func namesOfParametersAreFound() {
    let declaration =
      "func draw<T>(\n  _ rows: [Int: T], by order: @escaping (T, T) -> Bool = { _, _ in false }, _ last: Int\n) {"
    #expect(Self.parameters(of: declaration) == ["rows", "order", "last"])
  }
}
