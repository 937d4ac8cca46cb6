import Foundation
import TestSupport
import Testing

/// `compute --inverse cg` as a person runs it: said, resumable, refused where it cannot be.
@Suite(.tags(.program)) struct ConjugateGradientTests {
  private static func workspace(_ folder: TemporaryFolder) throws -> String {
    let golden = try Golden("llama")
    let workspace = folder.path + "/work"
    let made = try Program.run(
      "init", workspace, "--checkpoint", golden.checkpoint, "--corpus", golden.corpus,
      "--questions", golden.questions)
    try #require(made.status == 0, "\(made.errors)")
    return workspace
  }

  private static let asked = [
    "--labels", "data", "--inverse", "cg", "--cg-iterations", "4", "--cg-documents", "6",
  ]

  @Test func residualsStayWithTheRunAndScoresDiffer() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let forecast = try Program.run(arguments: ["compute", workspace, "--dry-run"] + Self.asked)
    #expect(forecast.status == 0, "\(forecast.errors)")
    let computed = try Program.run(arguments: ["compute", workspace] + Self.asked)
    try #require(computed.status == 0, "\(computed.errors)")
    let status = try Program.run("status", workspace).text
    #expect(status.contains("solved     4 iterations at most over 6 passages"), "\(status)")
    let solved = try ResumeTests.exported(workspace)
    let plain = try Program.run("compute", workspace, "--labels", "data")
    try #require(plain.status == 0, "\(plain.errors)")
    #expect(try ResumeTests.exported(workspace) != solved)
    // Nothing waits for a pass any more.
    #expect(!FileManager.default.fileExists(atPath: workspace + "/.stemma/solutions"))
  }

  /// A killed engine takes the solutions that are there and ends with the bits of one that was not killed.
  @Test func aKilledEngineSolvesNoStepTwice() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let least = try #require(Double(try ResumeTests.minimumMemory(workspace, Self.asked)))
    let limit = ["--threads", "2", "--memory", String(least + 0.003)]
    let arguments = ["compute", workspace] + limit + Self.asked
    let engine = try Program.start(arguments)
    let solutions = workspace + "/.stemma/solutions"
    var kept: [String] = []
    while engine.isRunning, kept.isEmpty {
      kept = (try? FileManager.default.contentsOfDirectory(atPath: solutions)) ?? []
      usleep(500)
    }
    kill(engine.processIdentifier, SIGKILL)
    engine.waitUntilExit()
    let again = try Program.run(arguments: arguments)
    try #require(again.status == 0, "\(again.errors)")
    let resumed = try ResumeTests.exported(workspace)
    let other = try TemporaryFolder()
    let fresh = try Self.workspace(other)
    let whole = try Program.run(
      arguments: ["compute", fresh] + limit + Self.asked)
    try #require(whole.status == 0, "\(whole.errors)")
    #expect(try ResumeTests.exported(fresh) == resumed)
  }

  @Test func whatCannotBeIsRefusedByName() throws {
    let folder = try TemporaryFolder()
    let workspace = try Self.workspace(folder)
    let none = try Program.run(
      "compute", workspace, "--strategy", "identity", "--inverse", "cg")
    #expect(none.status == 1)
    #expect(none.errors.contains("conjugate gradients are led by factors"), "\(none.errors)")
    let alone = try Program.run("compute", workspace, "--cg-iterations", "3")
    #expect(alone.status == 2 || alone.status == 64, "\(alone.status)")
    #expect(alone.errors.contains("--inverse cg"), "\(alone.errors)")
    let zero = try Program.run("compute", workspace, "--inverse", "cg", "--cg-documents", "0")
    #expect(zero.status != 0)
  }
}
