import Engine
import Explorer
import Foundation
import Synchronization

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
    guard let process = EngineLock.holder(workspace) else { return .absent }
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
    let log = workspace.logPath
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw EngineError("\(log): cannot be written; check the folder's permissions")
    }
    defer { close(descriptor) }
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let arguments =
      [program, "compute", workspace.folder, "--serve"]
      + (run.map { ["--run", String($0)] } ?? [])
    let started = try Self.spawn(arguments, output: descriptor)
    child.withLock { old in
      // An engine that has ended leaves its status to be fetched.
      if let old { waitpid(old, nil, WNOHANG) }
      old = started
    }
  }

  /// Starts a program in a process group of its own, so that no key of the terminal reaches it.
  private static func spawn(_ arguments: [String], output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words = arguments.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
    defer { for word in words { free(word) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, arguments[0], &actions, &attributes, &words, environ)
    guard code == 0 else {
      throw EngineError("the engine cannot be started (\(String(cString: strerror(code))))")
    }
    return started
  }

  /// Asks our engine to stop and waits for it; what it has committed is kept.
  func stop() {
    guard let process = child.withLock({ $0 }), waitpid(process, nil, WNOHANG) == 0 else { return }
    kill(process, SIGTERM)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
    child.withLock { $0 = nil }
  }
}
