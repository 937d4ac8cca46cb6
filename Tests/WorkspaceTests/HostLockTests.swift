import Foundation
import Glibc
import SafeFiles
import Store
import TestSupport
import Testing
import Workspace

/// On a disk that machines share an engine leaves its host and process.
@Suite struct HostLockTests {
  @Test func anEngineOfAnotherHostIsNamed() throws {
    let folder = try TemporaryFolder()
    try Data("checkpoint: c\ncorpus: d\nquestions: q\n".utf8)
      .write(to: URL(filePath: folder.path + "/stemma.yaml"))
    let workspace = try Workspace(folder: folder.path)
    try workspace.prepareDerivedFolder()
    let file = workspace.derived + "/engine.host"
    try Data("elsewhere 4711\n".utf8).write(to: URL(filePath: file))
    let refused = #expect(throws: EngineError.self) {
      _ = try EngineLock(workspace, fileSystem: .network("NFS"))
    }
    #expect(refused?.description.contains("process 4711 on elsewhere") ?? false)
    #expect(FileManager.default.fileExists(atPath: file))
    // On a disk of its own nobody looks at it.
    do { _ = try EngineLock(workspace, fileSystem: .local) }
    try FileManager.default.removeItem(atPath: file)
    do {
      let lock = try EngineLock(workspace, fileSystem: .network("NFS"))
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text == "\(ProcessInfo.processInfo.hostName) \(getpid())\n")
      // What readers elsewhere read meanwhile goes with the lock.
      try Data().write(to: URL(filePath: Snapshot.path(of: workspace.databasePath)))
      withExtendedLifetime(lock) {}
    }
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(!FileManager.default.fileExists(atPath: Snapshot.path(of: workspace.databasePath)))
    // What a killed engine of this machine left is taken over: no process has this number.
    try Data("\(ProcessInfo.processInfo.hostName) 999999999\n".utf8)
      .write(to: URL(filePath: file))
    do { _ = try EngineLock(workspace, fileSystem: .network("NFS")) }
    #expect(!FileManager.default.fileExists(atPath: file))
  }
}
