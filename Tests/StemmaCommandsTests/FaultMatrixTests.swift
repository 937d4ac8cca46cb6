import Foundation
import TerminalHarness
import TestSupport
import Testing

/// One row for each fault: what is done to the engine, what a person then sees, what is lost.
///
/// Kills are in ``ResumeTests``, numbers that are not finite in ``BadPassageTests``. In every row the same
/// command afterwards ends with the bits of a run that nothing befell.
@Suite(.serialized, .tags(.program))
struct FaultMatrixTests {
  /// A limit of the shell under which the engine runs, and what it then says.
  static let limits: [(limit: String, says: String)] = [
    // Memory: address space for the program but not for its work, or not even for the threads of OpenBLAS.
    ("ulimit -v 400000", "not enough memory"),
    ("ulimit -v 280000", "not enough memory"),
    ("ulimit -v 200000", "not enough memory"),
    // Disk: no file may grow beyond 200 blocks of 1,024 bytes.
    ("trap '' XFSZ; ulimit -f 200", "stemma.sqlite"),
  ]

  @Test(.enabled(if: !Sanitizer.isWatching), arguments: limits)
  func limitEndsWithASentenceAndLosesNothing(_ row: (limit: String, says: String)) throws {
    let world = try FaultWorld()
    let limited = try Program.shell(
      "\(row.limit); exec timeout -k 1 300 \"$0\" compute \"$1\" --threads 2", world.workspace)
    #expect(limited.status != 0)
    #expect(limited.errors.contains(row.says), "\(limited.errors)")
    try world.endsAsIfNothingHappened()
  }

  @Test func stoppedEngineGoesOn() throws {
    let world = try FaultWorld()
    let signal = try Interposer(Interposer.signalling, in: world.folder)
    // At least once in every stage, each time in the middle of a transaction.
    let engine = try Program.start(
      ["compute", world.workspace, "--threads", "2"],
      environment: [
        "LD_PRELOAD": signal.path, "FAULT_SQL": "INTO engine", "FAULT_SIGNAL": "\(SIGSTOP)",
      ])
    var stops = 0
    while engine.isRunning {
      if isStopped(engine.processIdentifier) {
        let status = try Program.run("status", world.workspace, "--json")
        #expect(status.status == 0, "\(status.errors)")
        stops += 1
        kill(engine.processIdentifier, SIGCONT)
      }
      usleep(5_000)
    }
    #expect(engine.terminationStatus == 0)
    #expect(stops > 6)
    try world.endsAsIfNothingHappened()
  }

  @Test func oneOfTwoEnginesStartedAtOnceWorks() throws {
    let world = try FaultWorld()
    let meeting = try Interposer(Interposer.meeting, in: world.folder)
    let engines = try (0..<2).map { _ in
      try Program.start(
        ["compute", world.workspace, "--threads", "2"],
        environment: ["LD_PRELOAD": meeting.path, "FAULT_FOLDER": world.folder.path])
    }
    for engine in engines { engine.waitUntilExit() }
    #expect(engines.map(\.terminationStatus).sorted() == [0, 1])
    try world.endsAsIfNothingHappened()
  }

  @Test func pathsMayHoldSpacesAndAnyLetters() throws {
    let world = try FaultWorld(name: "Übung mit ' Leerzeichen 🌲 \\ #?%20")
    try world.endsAsIfNothingHappened()
  }

  @Test func movedWorkspaceKeepsItsScores() throws {
    let world = try FaultWorld()
    let reference = try world.reference()
    #expect(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let moved = world.folder.path + "/elsewhere"
    try FileManager.default.moveItem(atPath: world.workspace, toPath: moved)
    let status = try #require(try Program.run("status", moved, "--json").json as? [String: Any])
    #expect(status["stale"] is NSNull)
    #expect(status["scored"] as? Int == status["total"] as? Int)
    #expect(try ResumeTests.exported(moved) == reference)
  }

  @Test func jumpingClockChangesNothing() throws {
    let world = try FaultWorld()
    let clock = try Interposer(Interposer.jumpingClock, in: world.folder)
    let done = try Program.shell(
      "LD_PRELOAD='\(clock.path)' exec timeout 300 \"$0\" compute \"$1\" --threads 2",
      world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    try world.endsAsIfNothingHappened()
  }

  @Test func foreignDatabaseIsRefusedAndLeftAlone() throws {
    let world = try FaultWorld()
    let database = world.workspace + "/.stemma/stemma.sqlite"
    try FileManager.default.createDirectory(
      atPath: world.workspace + "/.stemma", withIntermediateDirectories: true)
    let text = Data("somebody's notes, long enough to be taken for a page of a database".utf8)
    try text.write(to: URL(filePath: database))
    for command in ["compute", "status"] {
      let refused = try Program.run(command, world.workspace)
      #expect(refused.status == 1 && refused.errors.contains(database), "\(refused.errors)")
      #expect(refused.errors.contains("move it away"), "\(refused.errors)")
    }
    #expect(try Data(contentsOf: URL(filePath: database)) == text)
    let doctor = try Program.run("doctor", world.workspace)
    #expect(doctor.status == 1 && doctor.text.contains("move it away"), "\(doctor.text)")
  }
}
