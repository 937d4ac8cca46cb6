import Testing

/// One more screen costs a folder and a line.
@Suite struct ScreensTests {
  /// Lines of the explorer's files that are no comments, by path.
  private static func lines() throws -> [(path: String, lines: [Substring])] {
    try SwiftFile.all(in: "Explorer").map { file in
      let lines = file.text.split(separator: "\n").filter {
        !$0.trimmingPrefix(while: { $0 == " " }).hasPrefix("//")
      }
      return (file.path, lines)
    }
  }

  @Test func aScreenIsAFolderAndALine() throws {
    let files = try Self.lines()
    let parts = files.compactMap { file in
      file.path.wholeMatch(of: /Screens\/(\w+)\/(\w+)Part\.swift/).map { String($0.1) }
    }
    #expect(parts.count >= 6)
    for part in parts {
      let folder = "Screens/\(part)/"
      func places(_ text: String) -> [String] {
        files.flatMap { file in
          file.lines.filter { $0.contains(text) }.map { _ in file.path }
        }
      }
      // Its line in the list of screens; only other screens may name it beside that.
      let named = places("\(part)Part()").filter { !$0.hasPrefix("Screens/") }
      #expect(named.isEmpty, "\(part): \(named)")
      #expect(places("  \(part)Part(),") == ["Screens/Screens.swift"])
      // What it is called is declared in its folder and nowhere else.
      let name = part.lowercased()
      for declaration in ["= Tab(name: \"\(name)\")", "var \(name): Action"] {
        #expect(places(declaration) == [folder + "\(part)Part.swift"], "\(declaration)")
      }
      // Its state, if it has one, is named by no other file.
      for file in files where file.path.hasPrefix(folder) {
        for line in file.lines where line.contains(": ScreenState {") {
          let type = try #require(line.firstMatch(of: /struct (\w+)/)).1
          let elsewhere = places("\(type).self").filter { !$0.hasPrefix(folder) }
          #expect(elsewhere.isEmpty, "\(type): \(elsewhere)")
        }
      }
    }
  }

  /// No list of screens or of places of keys that one would have to keep.
  @Test func nothingElseListsTheScreens() throws {
    for file in try Self.lines() {
      #expect(
        !file.lines.contains { $0.contains("enum Tab") || $0.contains("enum Context") },
        "\(file.path)")
    }
  }
}
