import Foundation
import Safetensors
import Store
import TestSupport
import Testing

/// Numbers that are finite and wrong: the engine checks its own while it runs.
@Suite(.tags(.program)) struct WrongNumbersTests {
  @Test func aProcessorThatComputesWrongIsNoticed() throws {
    let world = try FaultWorld()
    let (signal, database) = (
      try Interposer(Interposer.signalling, in: world.folder),
      world.workspace + "/.stemma/stemma.sqlite"
    )
    // Killed when all that comes before the scores is right and written.
    let engine = try Program.start(
      ["compute", world.workspace, "--threads", "2"],
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO gradient_norm", "FAULT_COUNT": "1",
        "FAULT_SIGNAL": "\(SIGKILL)",
      ])
    engine.waitUntilExit()
    try #require(engine.terminationReason == .uncaughtSignal)
    let wrong = try Interposer(Interposer.wrongProducts, in: world.folder)
    let stopped = try Program.shell(
      "LD_PRELOAD='\(wrong.path)' exec \"$0\" compute \"$1\" --threads 2", world.workspace)
    #expect(stopped.status == 1)
    #expect(
      stopped.errors.contains("passages scored twice got different scores"), "\(stopped.errors)")
    let store = try Store(path: database, access: .existing)
    let run = try #require(try store.run(nil))
    #expect(try store.progress(of: run).blocks == 0)
    try world.endsAsIfNothingHappened()
  }

  /// What scores the same twice and is wrong both times is found by training on it.
  @Test func scoresOfTheWrongSignAreNoticed() throws {
    let world = try FaultWorld()
    let right = try scores(of: world.workspace)
    #expect(!right.notes.contains(Self.warning), "\(right.notes)")
    try FileManager.default.removeItem(atPath: world.workspace + "/.stemma")
    let turned = try Interposer(Interposer.turnedScores, in: world.folder)
    let wrong = try scores(
      of: world.workspace, "FAULT_STEPS=\(right.steps) LD_PRELOAD='\(turned.path)'")
    #expect(wrong.values == right.values.map { -$0 })
    #expect(wrong.notes.contains(Self.warning), "\(wrong.notes)")
    // It stays with the run, where whoever opens it later sees it.
    let status = try Program.run("status", world.workspace)
    #expect(status.text.contains(Self.warning), "\(status.text)")
  }

  private static let warning = "A small training step on the top passage helped, and more than"

  private func scores(of workspace: String, _ environment: String = "") throws -> (
    values: [Float], steps: Int, notes: String
  ) {
    let done = try Program.shell(
      "\(environment) exec \"$0\" compute \"$1\" --threads 2", workspace)
    try #require(done.status == 0, "\(done.errors)")
    _ = try ResumeTests.exported(workspace)
    let file = try SafetensorsFile(path: workspace + "/scores.safetensors")
    let steps = try file.information("all_modules").shape[0]
    return (try file.floats("all_modules"), steps, done.errors)
  }
}
