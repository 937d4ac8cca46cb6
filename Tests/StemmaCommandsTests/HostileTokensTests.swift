import Foundation
import GRDB
import TestSupport
import Testing

/// Tokens in a database that somebody else made, which no vocabulary has to know.
@Suite(.tags(.program)) struct HostileTokensTests {
  struct Tokens: Sendable, CustomTestStringConvertible {
    let name: String
    let blob: String
    let sees: String

    var testDescription: String { name }

    static let all = [
      Tokens(name: "beyond the vocabulary", blob: "x'FFFFFF7F'", sees: "holds token 2147483647"),
      Tokens(name: "below nothing", blob: "x'FFFFFFFF'", sees: "holds token -1"),
      Tokens(name: "none", blob: "x''", sees: "has no tokens"),
      Tokens(name: "more than fit", blob: "zeroblob(400000)", sees: "has 100000 tokens"),
      Tokens(name: "half a token", blob: "x'0100'", sees: "no multiple of 4"),
    ]
  }

  @Test(arguments: Tokens.all)
  func tokensOfPassagesAreCheckedInEveryStage(tokens: Tokens) throws {
    let (folder, workspace) = try Self.computed()
    defer { withExtendedLifetime(folder) {} }
    try Self.change(workspace, "UPDATE passage SET tokens = \(tokens.blob)")
    for arguments in [["verify", workspace, "q-00"], ["export", workspace, "--per-module"]] {
      let last = arguments[0] == "export" ? ["--scores", folder.path + "/scores"] : []
      try Self.expect(tokens.sees, Program.run(arguments: arguments + last))
    }
    // Token heat, which a person asks for while they read.
    try Self.change(
      workspace,
      """
      INSERT INTO job (kind, payload, priority, state, created)
      SELECT 'heat', '{"step":' || min(id) || ',"passage":0}', 1, 'waiting', 0 FROM step
      """)
    let heat = try Program.run("compute", workspace)
    let message = try Self.database(workspace).read {
      try String.fetchOne($0, sql: "SELECT message FROM job WHERE kind = 'heat'")
    }
    #expect(heat.status <= 1)
    #expect((heat.errors + (message ?? "")).contains(tokens.sees), "\(heat.errors)")
    // Scores, then factors.
    try Self.change(workspace, "DELETE FROM score")
    try Self.expect(tokens.sees, Program.run("compute", workspace))
    try FileManager.default.removeItem(atPath: workspace + "/.stemma/factors")
    try Self.expect(tokens.sees, Program.run("compute", workspace))
  }

  @Test(arguments: Tokens.all)
  func tokensOfQuestionsAreChecked(tokens: Tokens) throws {
    let (folder, workspace) = try Self.computed()
    defer { withExtendedLifetime(folder) {} }
    try Self.change(
      workspace,
      "UPDATE question SET prompt_tokens = \(tokens.blob); UPDATE step SET tokens = \(tokens.blob)",
      "DELETE FROM score")
    for arguments in [["compute", workspace], ["verify", workspace, "q-00"]] {
      let done = try Program.run(arguments: arguments)
      #expect(done.status == 1, "\(arguments): \(done.status) \(done.errors)")
      #expect(done.errors.contains("stemma: "), "\(done.errors)")
    }
  }

  private static func computed() throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let workspace = try ResumeTests.workspace(folder.path, documents: 10)
    let done = try Program.run("compute", workspace, "--threads", "1")
    try #require(done.status == 0, "\(done.errors)")
    return (folder, workspace)
  }

  private static func database(_ workspace: String) throws -> DatabaseQueue {
    try DatabaseQueue(path: workspace + "/.stemma/stemma.sqlite")
  }

  private static func change(_ workspace: String, _ statements: String...) throws {
    try database(workspace).write { database in
      for statement in statements { try database.execute(sql: statement) }
    }
  }

  private static func expect(_ sentence: String, _ output: Program.Output) throws {
    #expect(output.status == 1 && output.errors.contains(sentence), "\(output.errors)")
  }
}
