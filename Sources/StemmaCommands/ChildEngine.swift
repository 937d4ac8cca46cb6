import Engine
import Explorer
import Foundation
import RunModel
import SafeFiles
import Store
import Synchronization
import Workspace

/// The engine as a process of its own, started and stopped by the explorer.
///
/// Spawned by hand: Foundation's `Process` opens network sockets to talk to itself, and Stemma opens none.
final class ChildEngine: Sendable {
  private let workspace: Workspace
  private let run: Int64?
  private let status = Mutex<Status?>(nil)
  /// Held while an engine is started, so that none is forgotten when the explorer is left meanwhile.
  private let child = Mutex<pid_t?>(nil)

  /// - Parameter run: the one that is shown; by default the newest.
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

  /// What was there when it was first asked for.
  private func firstStatus() throws -> Status {
    try status.withLock { status in
      if let status { return status }
      let found = try Status(workspace, run: run)
      status = found
      return found
    }
  }

  /// Starts an engine where there is something for one to do and none is there.
  ///
  /// Scores from elsewhere need none, and parts that share a plan are not to be outrun by one.
  func begin() throws {
    let status = try firstStatus()
    guard status.run?.origin != .imported, status.parts == nil, life.isGone else { return }
    try start()
  }

  /// Starts an engine; what it says goes to `engine.log`.
  ///
  /// It goes on with the run that is shown, whatever its settings, unless the inputs have changed.
  func start() throws {
    let status = try firstStatus()
    let run = status.stale == nil ? status.run?.id : nil
    let descriptor = try SafeFile.open(
      workspace.logPath, for: .appending, owners: workspace.owners)
    defer { close(descriptor) }
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let arguments =
      [program, "compute", workspace.folder, "--serve", "--explorer", String(getpid())]
      + (run.map { ["--run", String($0)] } ?? []) + (workspace.isTrusted ? ["--trust"] : [])
    try child.withLock { child in
      // An engine that has ended leaves its status to be fetched.
      if let child { waitpid(child, nil, WNOHANG) }
      child = try EngineStarter.shared.start(arguments, output: descriptor)
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
