import Foundation
import TerminalHarness
import TestSupport
import Testing

/// A workspace on a disk that two machines share: an engine on one of them, readers on the other.
@Suite(.serialized, .tags(.program)) struct SharedDiskTests {
  @Test func readersOnAnotherMachineReadWhatTheEngineRenews() throws {
    let world = try FaultWorld()
    let network = try Interposer(Interposer.sharedDisk, in: world.folder)
    func run(on host: String, _ line: String) throws -> Program.Output {
      try Program.shell(
        "export LD_PRELOAD='\(network.path)' FAULT_HOST=\(host); \(line)", world.workspace)
    }
    let engine = try Program.start(
      ["compute", world.workspace, "--threads", "2", "--serve"],
      environment: ["LD_PRELOAD": network.path, "FAULT_HOST": "alpha"])
    defer { engine.terminate() }
    let derived = world.workspace + "/.stemma"
    // The copy is renewed some seconds after the last block at the latest.
    #expect(
      try comesTrue {
        let status = try run(on: "beta", "exec \"$0\" status \"$1\" --json")
        let found = status.json as? [String: Any]
        return found?["scored"] as? Int == found?["total"] as? Int && found?["scored"] as? Int != 0
          && status.status == 0
      })
    let who = "process \(engine.processIdentifier) on alpha"
    let status = try run(on: "beta", "exec \"$0\" status \"$1\"")
    #expect(status.text.contains("reads      a snapshot of"), "\(status.text)\(status.errors)")
    #expect(status.text.contains("engine     \(who)"))
    let doctor = try run(on: "beta", "exec \"$0\" doctor \"$1\"")
    #expect(doctor.text.contains("rollback journal") && doctor.text.contains("NFS is shared"))
    #expect(doctor.text.contains("a snapshot of"), "\(doctor.text)")
    #expect(doctor.text.contains("where SQLite's locks do not reach") && doctor.text.contains(who))
    // On the engine's own machine nothing stands between.
    #expect(try !run(on: "alpha", "exec \"$0\" doctor \"$1\"").text.contains("a snapshot of"))
    // Reading works, writing is refused with the name of who may.
    let plain = try run(on: "beta", "exec \"$0\" \"$1\" --plain -c 'press 6' </dev/null")
    #expect(plain.status == 0, "\(plain.errors)")
    let asked = try run(on: "beta", "exec \"$0\" ask \"$1\" 'What is 2 + 2?'")
    #expect(asked.status == 1 && asked.errors.contains("is only read here"), "\(asked.errors)")
    let second = try run(on: "beta", "exec \"$0\" compute \"$1\"")
    #expect(second.status == 1 && second.errors.contains("another engine is already working here"))

    engine.terminate()
    engine.waitUntilExit()
    for file in ["engine.host", "stemma.sqlite-snapshot", "stemma.sqlite-wal"] {
      #expect(!FileManager.default.fileExists(atPath: derived + "/" + file), "\(file)")
    }
    let after = try run(on: "beta", "exec \"$0\" doctor \"$1\"")
    #expect(after.text.contains("rollback journal") && !after.text.contains("a snapshot of"))
  }
}
