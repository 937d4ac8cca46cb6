import Foundation
import TestSupport
import Testing

/// The gradient index is built with the scores, and nothing else depends on it.
@Suite(.serialized, .tags(.program))
struct IndexTests {
  private static func status(_ workspace: String) throws -> [String: Any] {
    try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
  }

  @Test func damagedAndOutdatedIndexesAreRefusedAndRebuilt() throws {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 300)
    let forecast = try Program.run("compute", workspace, "--dry-run")
    #expect(forecast.text.contains("index      "))
    let computed = try Program.run("compute", workspace)
    try #require(computed.status == 0, "\(computed.errors)")
    let index = try #require(try Self.status(workspace)["index"] as? [String: Any])
    let bits = try #require(index["bits"] as? Int)
    #expect(bits > 0 && bits % 4_096 == 0)
    #expect(index["passages"] as? Int == 300)
    let whole = try ResumeTests.index(workspace)
    let scores = try ResumeTests.exported(workspace)

    for (name, content) in whole.sorted(by: { $0.key < $1.key }) {
      let file = URL(filePath: workspace + "/.stemma/index/" + name)
      var damaged = content
      damaged[content.count / 2] ^= 1
      for wrong in [damaged, content.prefix(content.count / 3)] {
        try wrong.write(to: file)
        let status = try Program.run("status", workspace)
        #expect(status.status == 0 && status.text.contains("--rebuild-index"))
        #expect(try Self.status(workspace)["index"] is NSNull)
        let again = try Program.run("compute", workspace)
        #expect(again.status == 0 && again.errors.contains(name))
        #expect(try ResumeTests.exported(workspace) == scores)
      }
      let rebuilt = try Program.run("compute", workspace, "--rebuild-index")
      #expect(rebuilt.status == 0, "\(rebuilt.errors)")
      #expect(try ResumeTests.index(workspace) == whole)
    }

    // A new run, whose pass over the corpus is still to be made, takes its index with it.
    let other = try Program.run("compute", workspace, "--damping", "1e-4")
    #expect(other.status == 0, "\(other.errors)")
    #expect(try Self.status(workspace)["index"] is [String: Any])
    // To the first run that index is outdated.
    let first = try Program.run("compute", workspace)
    #expect(first.status == 0 && first.errors.contains("outdated"))
    #expect(try ResumeTests.exported(workspace) == scores)
    #expect(try Program.run("compute", workspace, "--rebuild-index").status == 0)
    #expect(try ResumeTests.index(workspace) == whole)
  }
}
