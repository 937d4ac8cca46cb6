import Foundation
import Glibc

/// The right to write results: one engine a workspace, held by a lock on a file.
///
/// The kernel lets go of it however the process ends, so no lock is ever stale.
package final class EngineLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: `EngineError` naming the engine that holds it.
  package init(_ workspace: Workspace) throws {
    let path = workspace.lockPath
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw EngineError("\(path): cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      let owner = Self.owner(workspace).map { " (process \($0))" } ?? ""
      throw EngineError(
        "\(workspace.folder): another engine is already working here\(owner); let it finish or stop it first"
      )
    }
    let text = "\(getpid())\n"
    ftruncate(descriptor, 0)
    _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Process id of the engine that works here now, if one does.
  package static func holder(_ workspace: Workspace) -> Int32? {
    let descriptor = open(workspace.lockPath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return owner(workspace) ?? 0
  }

  private static func owner(_ workspace: Workspace) -> Int32? {
    guard let text = try? String(contentsOfFile: workspace.lockPath, encoding: .utf8) else {
      return nil
    }
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
