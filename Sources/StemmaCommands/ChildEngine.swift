import Engine
import Foundation
import Synchronization

/// The engine as a process of its own, started and stopped by the explorer.
final class ChildEngine: Sendable {
  private let workspace: Workspace
  private let run: Int64?
  private let child = Mutex<Process?>(nil)

  init(_ workspace: Workspace, run: Int64?) {
    self.workspace = workspace
    self.run = run
  }

  /// Whether an engine works on this workspace, ours or another's.
  var isRunning: Bool { EngineLock.holder(workspace) != nil }

  /// Starts an engine; what it says goes to `engine.log`.
  func start() throws {
    let log = workspace.logPath
    if !FileManager.default.fileExists(atPath: log) {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
    }
    guard let handle = FileHandle(forWritingAtPath: log) else {
      throw EngineError("\(log): cannot be written; check the folder's permissions")
    }
    handle.seekToEndOfFile()
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      ["compute", workspace.folder, "--serve"] + (run.map { ["--run", String($0)] } ?? [])
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    child.withLock { $0 = process }
  }

  /// Asks our engine to stop and waits for it; what it has committed is kept.
  func stop() {
    guard let process = child.withLock({ $0 }), process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
  }
}
