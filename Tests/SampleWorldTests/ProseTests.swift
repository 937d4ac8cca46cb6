import Foundation
import SampleWorld
import Testing

@Suite struct ProseTests {
  private static let all = [
    "articles": Prose.articles, "facts": .facts, "papers": .papers, "problems": .problems,
    "programs": .programs, "schoolbooks": .schoolbooks, "threads": .threads,
  ]

  @Test func aPartGoesToTheNextOne() {
    let prose = Prose(Array("@@ a.b\none\n\ntwo\n@@ a.c\n\n@@ a.d\nlast\n\n".utf8))
    #expect(prose.parts.sorted() == ["a.b", "a.c", "a.d"])
    #expect(prose["a.b"] == "one\n\ntwo" && prose["a.c"] == "" && prose["a.d"] == "last\n")
  }

  /// What a source asks for is there, in its folder's file and under its own name, and nothing is there that none asks for.
  @Test func everyPartIsUsedOnceAndEveryUseIsThere() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/SampleWorld")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var used: [String: [String]] = [:]
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let name = file.deletingPathExtension().lastPathComponent
      for match in text.matches(of: #/(?:Voices\(\.|Prose\.)(\w+)(?:, |\[)"(\w+)\.(\w+)"/#) {
        #expect(match.2 == name, "\(match.0) in \(name).swift")
        used[String(match.1), default: []].append("\(match.2).\(match.3)")
      }
    }
    #expect(used.keys.sorted() == Self.all.keys.sorted())
    for (name, prose) in Self.all {
      #expect(used[name, default: []].sorted() == prose.parts.sorted(), "\(name)")
    }
  }
}
