import Foundation
import Glibc
import RunModel
import TerminalHarness
import TestSupport
import Testing

/// Whoever looks at any screen sees what becomes of the engine, and of the database.
@Suite(.serialized, .tags(.program))
struct LivenessTests {
  @Test func aStoppedAndADeadEngineAndALostDatabaseAreSeenOnEveryScreen() throws {
    let folder = try TemporaryFolder()
    let (workspace, terminal, process) = try explorer(in: folder)
    defer { kill(process, SIGKILL) }
    let screens = [
      ("4", "[4 Findings]"), ("5", "[5 Ask]"), ("6", "[6 Jobs]"), ("1", "[1 Explore]"),
      ("3", "[3 Compare]"),
    ]
    for (key, tab) in screens {
      try terminal.type(key)
      try terminal.wait(for: tab, "engine ●")
      kill(process, SIGSTOP)
      try terminal.wait(for: tab, "! halted", "kill -CONT")
      kill(process, SIGCONT)
      try terminal.wait(for: tab, "engine ●")
    }
    // A question to a stopped engine says so.
    kill(process, SIGSTOP)
    try terminal.wait(for: "! halted")
    try terminal.type(":ask Is this answered?", "Enter")
    try terminal.wait(for: "[5 Ask]", "process is stopped")
    // It dies without a word: every screen says it, and which key brings another.
    kill(process, SIGKILL)
    try terminal.wait(for: "engine ! failed", "r starts one")
    for (key, tab) in screens {
      try terminal.type(key)
      try terminal.wait(for: tab, "engine ! failed")
    }
    try FileManager.default.removeItem(atPath: workspace + "/.stemma")
    for (key, tab) in screens {
      try terminal.type(key)
      try terminal.wait(for: tab, "! database gone")
    }
    // What was read is still there, and nothing is promised.
    try terminal.type(":ask Is this answered?", "Enter")
    try terminal.wait(for: "the database is gone")
    try terminal.type("Escape", "Q")
    try terminal.wait(for: "left with 0")
  }

  /// An engine that was ended before it could say so is one that is not there, not one that works.
  @Test func anEngineThatWasEndedAtOnceIsStartedAgain() throws {
    let folder = try TemporaryFolder()
    let (workspace, terminal, process) = try explorer(in: folder)
    defer { kill(process, SIGKILL) }
    // Both signals wait when it goes on: the second ends it wherever it is.
    kill(process, SIGSTOP)
    for number in [SIGTERM, SIGINT, SIGCONT] { kill(process, number) }
    try terminal.wait(for: "engine ○")
    let lock = workspace + "/.stemma/engine.lock"
    #expect(try String(contentsOfFile: lock, encoding: .utf8).hasPrefix("stopped"))
    try terminal.type("r")
    try terminal.wait(for: "the engine starts", "engine ●")
    let other = try engine(of: workspace)
    #expect(other != process)
    // One that comes is watched as closely as the first.
    kill(other, SIGKILL)
    try terminal.wait(for: "engine ! failed", "r starts one")
    try terminal.type("Q")
    try terminal.wait(for: "left with 0")
  }

  /// The explorer on a sample in a folder, with an engine that is ready.
  private func explorer(in folder: TemporaryFolder) throws -> (
    workspace: String, terminal: Tmux, engine: pid_t
  ) {
    let workspace = try TourTests.sample(folder)
    let terminal = try Tmux(
      width: 120, height: 36, command: "\(Program.path) \(workspace) --fresh")
    try terminal.wait(for: "[1 Explore]", "-01 >", "engine ●", seconds: 60)
    return (workspace, terminal, try engine(of: workspace))
  }

  /// The process that the lock of a workspace names.
  private func engine(of workspace: String) throws -> pid_t {
    let text = try String(contentsOfFile: workspace + "/.stemma/engine.lock", encoding: .utf8)
    let process = try #require(pid_t(text.split(separator: "\n").first ?? ""))
    try #require(process > 1 && process != getpid())
    return process
  }
}
