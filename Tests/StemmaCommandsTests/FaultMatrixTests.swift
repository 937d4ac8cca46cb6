import Foundation
import Store
import TestSupport
import Testing

/// One row for each fault: what is done to the engine, what a person then sees, what is lost.
///
/// Kills are in ``ResumeTests``, numbers that are not finite in ``BadPassageTests``. In every row the same
/// command afterwards ends with the bits of a run that nothing befell.
@Suite(.serialized)
struct FaultMatrixTests {
  /// A limit of the shell under which the engine runs, and what it then says.
  static let limits: [(limit: String, says: String)] = [
    // Memory: address space for the program but not for its work.
    ("ulimit -v 400000", "not enough memory"),
    // Disk: no file may grow beyond 200 blocks of 1,024 bytes.
    ("trap '' XFSZ; ulimit -f 200", "stemma.sqlite"),
  ]

  @Test(arguments: limits)
  func limitEndsWithASentenceAndLosesNothing(_ row: (limit: String, says: String)) throws {
    let world = try World()
    let limited = try Program.shell(
      "\(row.limit); exec timeout -k 1 120 \"$0\" compute \"$1\" --threads 2", world.workspace)
    #expect(limited.status != 0)
    #expect(limited.errors.contains(row.says), "\(limited.errors)")
    try world.endsAsIfNothingHappened()
  }

  @Test func stoppedEngineGoesOn() throws {
    let world = try World()
    let engine = try Program.start(["compute", world.workspace, "--threads", "2"])
    for _ in 0..<3 {
      Thread.sleep(forTimeInterval: 0.3)
      kill(engine.processIdentifier, SIGSTOP)
      let status = try Program.run("status", world.workspace, "--json")
      #expect(status.status == 0, "\(status.errors)")
      kill(engine.processIdentifier, SIGCONT)
    }
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 0)
    try world.endsAsIfNothingHappened()
  }

  @Test func oneOfTwoEnginesStartedAtOnceWorks() throws {
    let world = try World()
    let engines = try (0..<2).map { _ in
      try Program.start(["compute", world.workspace, "--threads", "2"])
    }
    for engine in engines { engine.waitUntilExit() }
    #expect(engines.map(\.terminationStatus).sorted() == [0, 1])
    try world.endsAsIfNothingHappened()
  }

  @Test func pathsMayHoldSpacesAndAnyLetters() throws {
    let world = try World(name: "Übung mit ' Leerzeichen 🌲 \\ #?%20")
    try world.endsAsIfNothingHappened()
  }

  @Test func movedWorkspaceKeepsItsScores() throws {
    let world = try World()
    #expect(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
    let moved = world.folder.path + "/elsewhere"
    try FileManager.default.moveItem(atPath: world.workspace, toPath: moved)
    let status = try #require(try Program.run("status", moved, "--json").json as? [String: Any])
    #expect(status["stale"] is NSNull)
    #expect(status["scored"] as? Int == status["total"] as? Int)
    #expect(try ResumeTests.exported(moved) == world.reference())
  }

  @Test func checkpointReplacedWhileRunningChangesNothingUntilTheNextRun() throws {
    let world = try World(ownCheckpoint: true)
    let weights = world.folder.path + "/checkpoint/model.safetensors"
    let engine = try Program.start(["compute", world.workspace, "--threads", "2"])
    // The weights are in memory once the stage after reading them has begun.
    while engine.isRunning, try !world.hasCommittedScores() { Thread.sleep(forTimeInterval: 0.02) }
    try #require(engine.isRunning)
    let other = try Golden("llama").checkpoint + "/model.safetensors"
    var data = try Data(contentsOf: URL(filePath: other))
    data[data.count - 1] ^= 1
    try data.write(to: URL(filePath: weights), options: .atomic)
    engine.waitUntilExit()
    #expect(engine.terminationStatus == 0)
    #expect(try ResumeTests.exported(world.workspace) == world.reference())
    let status = try #require(
      try Program.run("status", world.workspace, "--json").json as? [String: Any])
    #expect((status["stale"] as? String)?.contains("checkpoint") == true, "\(status)")
  }

  /// A library that stands before the system's clock and sets it an hour back and forth.
  private static let jumpingClock = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <time.h>
    int clock_gettime(clockid_t clock, struct timespec *time) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
      int result = real(clock, time);
      struct timespec steady;
      real(CLOCK_MONOTONIC, &steady);
      if (clock == CLOCK_REALTIME && steady.tv_nsec < 500000000) time->tv_sec -= 3600;
      return result;
    }
    """

  @Test func jumpingClockChangesNothing() throws {
    let world = try World()
    let source = world.folder.path + "/clock.c"
    try Data(Self.jumpingClock.utf8).write(to: URL(filePath: source))
    let done = try Program.shell(
      """
      cd "$1/.." && (clang -shared -fPIC -o clock.so clock.c || cc -shared -fPIC -o clock.so clock.c)
      test -s clock.so && LD_PRELOAD="$PWD/clock.so" exec timeout 120 "$0" compute "$1" --threads 2
      """, world.workspace)
    #expect(done.status == 0, "\(done.errors)")
    try world.endsAsIfNothingHappened()
  }

  @Test func foreignDatabaseIsRefusedAndLeftAlone() throws {
    let world = try World()
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

  /// A workspace whose scores are known.
  private struct World {
    let folder: TemporaryFolder
    let workspace: String

    init(name: String = "work", ownCheckpoint: Bool = false) throws {
      folder = try TemporaryFolder()
      let made = try ResumeTests.workspace(folder.path, documents: 80)
      if ownCheckpoint {
        let own = folder.path + "/checkpoint"
        let golden = try Golden("llama").checkpoint
        try FileManager.default.copyItem(atPath: golden, toPath: own)
        let settings = URL(filePath: made + "/stemma.yaml")
        let text = try String(contentsOf: settings, encoding: .utf8)
          .replacingOccurrences(of: golden, with: own)
        try Data(text.utf8).write(to: settings)
      }
      workspace = folder.path + "/" + name
      if name != "work" { try FileManager.default.moveItem(atPath: made, toPath: workspace) }
    }

    /// Scores of the same inputs in another folder, undisturbed.
    func reference() throws -> Data {
      let calm = folder.path + "/calm"
      try FileManager.default.createDirectory(atPath: calm, withIntermediateDirectories: true)
      let path = try ResumeTests.workspace(calm, documents: 80)
      let done = try Program.run("compute", path, "--threads", "2")
      try #require(done.status == 0, "\(done.errors)")
      return try ResumeTests.exported(path)
    }

    func hasCommittedScores() throws -> Bool {
      let path = workspace + "/.stemma/stemma.sqlite"
      guard let store = try? Store(path: path, access: .existing), let run = try store.run(nil)
      else { return false }
      return try store.progress(of: run).blocks > 0
    }

    func endsAsIfNothingHappened() throws {
      let done = try Program.run("compute", workspace, "--threads", "2")
      try #require(done.status == 0, "\(done.errors)")
      #expect(try ResumeTests.exported(workspace) == reference())
    }
  }
}
