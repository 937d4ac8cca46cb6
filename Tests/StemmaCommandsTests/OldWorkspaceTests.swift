import Foundation
import TestSupport
import Testing

/// A workspace that version 0.1.0 wrote opens in this version and shows the same numbers.
///
/// `Golden/workspace-0.1.0` holds the database of 0.1.0 over the llama inputs beside it and what 0.1.0's own
/// `top` and `steps` printed of it. Columns that came since may stand beside those recorded.
@Suite(.tags(.program)) struct OldWorkspaceTests {
  private let folder: TemporaryFolder
  private let recorded: URL
  private var workspace: String { folder.path }

  init() throws {
    let golden = try Golden("llama")
    folder = try TemporaryFolder()
    recorded = URL(filePath: golden.checkpoint).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "workspace-0.1.0")
    let files = FileManager.default
    for path in [golden.checkpoint, golden.corpus, golden.questions] {
      try files.copyItem(
        atPath: path, toPath: folder.path + "/" + URL(filePath: path).lastPathComponent)
    }
    try Data(
      "checkpoint: checkpoint\ncorpus: corpus.jsonl\nquestions: questions.jsonl\n".utf8
    ).write(to: URL(filePath: folder.path + "/stemma.yaml"))
    try files.createDirectory(
      atPath: folder.path + "/.stemma", withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    try files.copyItem(
      at: recorded.appending(path: "stemma.sqlite"),
      to: URL(filePath: folder.path + "/.stemma/stemma.sqlite"))
  }

  private func json(_ data: Data) throws -> Any { try JSONSerialization.jsonObject(with: data) }

  /// Whether every value that was recorded is there again; numbers within what printing rounds.
  private func agrees(_ found: Any?, _ expected: Any) -> Bool {
    switch (found, expected) {
    case (let found as [Any], let expected as [Any]):
      found.count == expected.count && zip(found, expected).allSatisfy(agrees)
    case (let found as [String: Any], let expected as [String: Any]):
      expected.allSatisfy { agrees(found[$0.key], $0.value) }
    case (let found as NSNumber, let expected as NSNumber):
      abs(found.doubleValue - expected.doubleValue) <= 1e-12 * abs(expected.doubleValue)
    case (let found as String, let expected as String): found == expected
    case (is NSNull, is NSNull): true
    default: false
    }
  }

  private func expectRecorded(_ file: String, _ arguments: String...) throws {
    let printed = try Program.run(arguments: arguments)
    #expect(printed.status == 0, "\(printed.errors)")
    let expected = try json(Data(contentsOf: recorded.appending(path: file)))
    #expect(agrees(printed.json, expected), "\(file): \(printed.text)")
  }

  private func expectAllRecorded() throws {
    try expectRecorded("top.json", "top", workspace, "q-00", "--json", "--limit", "100")
    try expectRecorded(
      "top-step-norm.json", "top", workspace, "q-01", "--step", "2", "--view", "norm", "--json",
      "--limit", "100")
    try expectRecorded("steps.json", "steps", workspace, "q-02", "--json")
  }

  @Test func showsTheNumbersThatItHeld() throws {
    try expectAllRecorded()
    // Once more after whatever the first opening changed in the file.
    try expectAllRecorded()
    let screen = try Program.run(
      "explore", workspace, "--no-engine", "--size", "100x30", "-c", "q q-00")
    #expect(screen.status == 0 && screen.text.contains("q-00"), "\(screen.errors)")
  }

  @Test func anEngineOfThisVersionGoesOnWithIt() throws {
    let computed = try Program.run("compute", workspace, "--labels", "data", "--threads", "2")
    #expect(computed.status == 0, "\(computed.errors)")
    let status = try #require(try Program.run("status", workspace, "--json").json as? [String: Any])
    #expect(status["scored"] as? Int == 12 && status["total"] as? Int == 12)
  }
}
