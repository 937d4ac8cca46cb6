import Foundation
import Store
import Testing

/// Numbers that are finite and wrong: the engine checks its own while it runs.
@Suite struct WrongNumbersTests {
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
}
