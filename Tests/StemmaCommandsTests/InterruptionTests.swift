import Foundation
import Glibc
import Interruptions
import RunModel
import StemmaCommands
import Store
import TerminalHarness
import TestSupport
import Testing

/// Whoever wants an end gets it: in every stage, in the middle of a call that never returns, and of a stopped engine.
///
/// Nothing here is timed. What is waited for would otherwise never come, because the program is held for ever.
@Suite(.serialized, .enabled(if: !Sanitizer.isWatching), .tags(.program)) struct InterruptionTests {
  /// A program that is held in a stage.
  private final class Held {
    private let signs: TemporaryFolder
    let process: Process

    init(
      _ arguments: [String], in stage: Stage, patient: Bool = false
    ) throws {
      signs = try TemporaryFolder()
      let library = try Interposer(Interposer.endlessStage, in: signs)
      process = try Program.start(
        arguments, environment: Self.environment(stage, library, signs, patient: patient))
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    static func environment(
      _ stage: Stage, _ library: Interposer, _ signs: TemporaryFolder, patient: Bool = false
    ) -> [String: String] {
      [
        "LD_PRELOAD": library.path, "FAULT_STAGE": stage.rawValue, "FAULT_FOLDER": signs.path,
      ].merging(patient ? ["FAULT_PATIENCE": "1"] : [:]) { $1 }
    }

    func tells(_ sign: String) -> Bool {
      comesTrue {
        FileManager.default.fileExists(atPath: signs.path + "/" + sign) || !process.isRunning
      } && process.isRunning
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Its status; nil where it does not end.
    func end() -> Int32? {
      guard comesTrue({ !process.isRunning }) else { return nil }
      return process.terminationReason == .exit ? process.terminationStatus : -1
    }
  }

  /// What brings an engine to a stage, in the order in which one after the other gets further.
  private static func arguments(_ stage: Stage, _ workspace: String) -> [String] {
    switch stage {
    case .index: ["compute", workspace, "--threads", "2", "--rebuild-index"]
    case .jobs: ["compute", workspace, "--threads", "2", "--serve"]
    case .asking: ["ask", workspace, "the slope of the line"]
    default: ["compute", workspace, "--threads", "2"]
    }
  }

  @Test func theSecondIsOne() {
    #expect(Interruption.patience > 0 && Interruption.patience < 1_000_000)
    #expect(EngineEnding.steps.reduce(0) { $0 + $1.patience } <= 3)
    #expect(EngineEnding.steps.last?.signal == SIGKILL)
  }

  /// Each stage is held in a call that never returns; only the program itself can end it.
  @Test(arguments: [SIGINT, SIGTERM])
  func everyStageAnswers(signal: Int32) throws {
    let world = try FaultWorld()
    for stage in Stage.allCases where stage != .finished {
      var rest: Int64?
      if stage == .index {
        // While passages are scored the index is filled on the way.
        #expect(try Program.run("compute", world.workspace, "--threads", "2").status == 0)
      }
      if stage == .paused {
        let store = try Store(
          path: world.workspace + "/.stemma/stemma.sqlite", access: .existing)
        rest = try store.request(.pause, priority: JobRequest.pause.priority)
      }
      let held = try Held(Self.arguments(stage, world.workspace), in: stage)
      try #require(held.tells("held"), "\(stage)")
      held.send(signal)
      #expect(held.end() == 128 + signal, "\(stage)")
      if let rest {
        let store = try Store(
          path: world.workspace + "/.stemma/stemma.sqlite", access: .existing)
        try store.change(job: rest, from: [.waiting, .paused, .running], to: .cancelled)
      }
    }
    try world.endsAsIfNothingHappened()
  }

  /// Where the first signal has not ended it yet, the second does at once.
  @Test(arguments: [[SIGTERM, SIGTERM], [SIGINT, SIGTERM], [SIGHUP, SIGINT]])
  func theSecondSignalEndsAtOnce(signals: [Int32]) throws {
    let world = try FaultWorld()
    let held = try Held(
      ["compute", world.workspace, "--threads", "2"], in: .scores, patient: true)
    try #require(held.tells("held"))
    held.send(signals[0])
    try #require(held.tells("heard"))
    held.send(signals[1])
    // The first says why.
    #expect(held.end() == 128 + signals[0])
    try world.endsAsIfNothingHappened()
  }

  /// An explorer in a terminal, whose engine works on a workspace that is not computed yet.
  private func explore(_ world: FaultWorld, _ more: [String: String] = [:]) throws -> (
    terminal: PseudoTerminal, engine: pid_t
  ) {
    let home = world.folder.path + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let trust = try Program.shell("HOME=\(home) exec \"$0\" trust \"$1\"", world.workspace)
    try #require(trust.status == 0, "\(trust.errors)")
    let terminal = try PseudoTerminal(
      ["explore", world.workspace, "--fresh"], width: 100, height: 30,
      environment: [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": home, "PATH": "/usr/bin:/bin",
      ].merging(more) { $1 })
    #expect(terminal.shows("[1 Explore]"))
    var engine: pid_t?
    #expect(
      comesTrue {
        terminal.pump()
        let text = try? String(
          contentsOfFile: world.workspace + "/.stemma/engine.lock", encoding: .utf8)
        engine = text.flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return engine.map(isRunning) ?? false
      })
    return (terminal, try #require(engine))
  }

  private static let held = [false, true]

  /// An explorer whose engine is held in a call, and hears nothing where it is stopped as well.
  private func exploreHeld(_ world: FaultWorld, isStopped: Bool) throws -> (
    terminal: PseudoTerminal, engine: pid_t
  ) {
    let signs = try TemporaryFolder()
    let library = try Interposer(Interposer.endlessStage, in: signs)
    let (terminal, engine) = try explore(
      world, Held.environment(.covariances, library, signs))
    #expect(
      comesTrue {
        terminal.pump()
        return FileManager.default.fileExists(atPath: signs.path + "/held")
      })
    if isStopped {
      kill(engine, SIGSTOP)
      #expect(comesTrue { TerminalHarness.isStopped(engine) })
    }
    return (terminal, engine)
  }

  @Test(arguments: held) func leavingWaitsForNoEngine(isStopped: Bool) throws {
    let world = try FaultWorld()
    let (terminal, engine) = try exploreHeld(world, isStopped: isStopped)
    terminal.send("Q")
    #expect(terminal.end() == 0)
    #expect(!isRunning(engine))
    #expect(terminal.modesAreRestored)
    try world.endsAsIfNothingHappened()
  }

  /// The explorer is killed and can ask nobody: the engine sees it by itself, and a stopped one is woken.
  @Test(arguments: held) func noEngineOutlivesItsExplorer(isStopped: Bool) throws {
    let world = try FaultWorld()
    let (terminal, engine) = try exploreHeld(world, isStopped: isStopped)
    kill(try #require(terminal.explorer), SIGKILL)
    #expect(terminal.end() != nil)
    #expect(comesTrue { !isRunning(engine) })
    kill(engine, SIGKILL)
    try world.endsAsIfNothingHappened()
  }

  /// An explorer that was gone before its engine had begun.
  @Test func anEngineWhoseExplorerIsGoneEnds() throws {
    let world = try FaultWorld()
    let gone = try Program.start(["paths"])
    gone.waitUntilExit()
    let engine = try Program.start([
      "compute", world.workspace, "--threads", "2", "--serve", "--explorer",
      "\(gone.processIdentifier)",
    ])
    #expect(comesTrue { !engine.isRunning })
    #expect(engine.terminationStatus == 143)
    engine.terminate()
  }
}
