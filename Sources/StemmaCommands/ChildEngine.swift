import Explorer
import Foundation
import SafeFiles
import Synchronization
import Workspace

/// The engine as a process of its own, started and stopped by the explorer.
///
/// Spawned by hand: Foundation's `Process` opens network sockets to talk to itself, and Stemma opens none.
final class ChildEngine: Sendable {
  private let workspace: Workspace
  private let run: Int64?
  private let child = Mutex<pid_t?>(nil)

  init(_ workspace: Workspace, run: Int64?) {
    self.workspace = workspace
    self.run = run
  }

  /// How the engine is that works on this workspace, ours or another's.
  var life: EngineLife {
    guard let process = EngineLock.holder(workspace) else {
      guard EngineLock.elsewhere(workspace) == nil else { return .alive }
      return EngineLock.lastWasStopped(workspace) ? .dismissed : .absent
    }
    return Self.isHalted(process) ? .halted : .alive
  }

  /// Whether a process is stopped by a signal or a debugger, as the kernel says (`proc_pid_stat(5)`).
  private static func isHalted(_ process: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The name of the program stands in parentheses and may hold any sign.
      let end = stat.lastIndex(of: ")")
    else { return false }
    return stat[end...].dropFirst(2).first.map { "Tt".contains($0) } ?? false
  }

  /// Starts an engine; what it says goes to `engine.log`.
  func start() throws {
    let descriptor = try SafeFile.open(
      workspace.logPath, for: .appending, owners: workspace.owners)
    defer { close(descriptor) }
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let arguments =
      [program, "compute", workspace.folder, "--serve", "--explorer", String(getpid())]
      + (run.map { ["--run", String($0)] } ?? []) + (workspace.isTrusted ? ["--trust"] : [])
    let started = try EngineStarter.shared.start(arguments, output: descriptor)
    child.withLock { old in
      // An engine that has ended leaves its status to be fetched.
      if let old { waitpid(old, nil, WNOHANG) }
      old = started
    }
  }

  /// Asks our engine to stop and waits for it; what it has committed is kept.
  func stop() {
    guard let process = child.withLock({ $0 }), waitpid(process, nil, WNOHANG) == 0 else { return }
    defer { child.withLock { $0 = nil } }
    for (signal, patience) in EngineEnding.steps {
      kill(process, signal)
      let start = ContinuousClock.now
      while start.duration(to: .now) < .seconds(patience) {
        let found = waitpid(process, nil, WNOHANG)
        if found == process || (found < 0 && errno == ECHILD) { return }
        usleep(10_000)
      }
    }
  }
}

/// How an explorer that is left ends its engine.
package enum EngineEnding {
  /// What the engine is sent, and the seconds that it then has.
  ///
  /// It ends by itself within a second; one that is stopped or does not hear is ended, and loses only what is not
  /// committed.
  package static let steps: [(signal: Int32, patience: Double)] = [
    (SIGTERM, 1.5), (SIGTERM, 1.0), (SIGKILL, 0.5),
  ]
}
