import Foundation
import Glibc
import Interruptions
package import SafeFiles
package import Store

/// The right to write results: one engine a workspace, held by a lock on a file.
///
/// The kernel lets go of it however the process ends, so no lock is ever stale. It is a write lock of the open file,
/// which nobody can take who may only read.
package final class EngineLock: Sendable {
  /// Of the open file; `fcntl.h` names them for `_GNU_SOURCE` only.
  private static let (askOpenFile, setOpenFile): (Int32, Int32) = (36, 37)
  /// The byte that the open file's lock is on, and the one on which the process leaves its mark: the kernel tells
  /// the process that holds a mark, and not the one that holds an open file's lock.
  private static let (rightByte, markByte) = (0, 1)

  private let descriptor: Int32
  /// Where the disk is shared by machines.
  private let host: HostLock?
  /// Whether the engine before was asked to stop and ended at once, in the middle of what it was at.
  package let lastWasAskedToStop: Bool

  /// Takes the lock.
  ///
  /// - Parameter fileSystem: what the workspace's derived files lie on; looked up if nil.
  /// - Throws: `EngineError` naming the engine that holds it.
  package init(_ workspace: Workspace, fileSystem: FileSystemKind? = nil) throws {
    let path = workspace.lockPath
    let descriptor = try EngineError.naming {
      try SafeFile.open(path, for: .updating, owners: workspace.owners)
    }
    var right = Self.lock(Self.rightByte)
    guard fcntl(descriptor, Self.setOpenFile, &right) == 0 else {
      let owner = Self.owner(descriptor).map { " (process \($0))" } ?? ""
      close(descriptor)
      throw EngineError(
        "\(workspace.folder): another engine is already working here\(owner); let it finish or stop it first"
      )
    }
    do {
      host =
        (fileSystem ?? .of(workspace.derived)).isNetwork
        ? try HostLock(workspace) : nil
    } catch {
      close(descriptor)
      throw error
    }
    // Only for people who look; what counts is asked of the kernel.
    var mark = Self.lock(Self.markByte)
    _ = fcntl(descriptor, F_SETLK, &mark)
    lastWasAskedToStop = Self.hasEndingMark(descriptor)
    let text = "\(getpid())\n"
    ftruncate(descriptor, 0)
    _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) }
    self.descriptor = descriptor
    Interruption.mark(endingIn: descriptor)
  }

  deinit {
    Interruption.mark(endingIn: -1)
    close(descriptor)
  }

  /// Process id of the engine that works here now, 0 where the kernel does not tell; nil if none does.
  package static func holder(_ workspace: Workspace) -> Int32? {
    guard
      let descriptor = try? SafeFile.open(
        workspace.lockPath, for: .reading, owners: workspace.owners)
    else { return nil }
    defer { close(descriptor) }
    var right = lock(rightByte)
    guard fcntl(descriptor, askOpenFile, &right) == 0, right.l_type != Int16(F_UNLCK) else {
      return nil
    }
    return owner(descriptor) ?? 0
  }

  /// Whether the last engine here was asked to stop and ended at once, without a word in the database.
  package static func lastWasStopped(_ workspace: Workspace) -> Bool {
    guard
      let descriptor = try? SafeFile.open(
        workspace.lockPath, for: .reading, owners: workspace.owners)
    else { return false }
    defer { close(descriptor) }
    return hasEndingMark(descriptor)
  }

  private static func hasEndingMark(_ descriptor: Int32) -> Bool {
    var words = [UInt8](repeating: 0, count: Interruption.endingMark.count)
    return pread(descriptor, &words, words.count, 0) == words.count
      && words == Interruption.endingMark
  }

  /// The engine of another machine that works here, where machines share the disk.
  package static func elsewhere(_ workspace: Workspace) -> EngineHost? {
    guard FileSystemKind.of(workspace.derived).isNetwork,
      let engine = EngineHost.of(workspace.derived),
      engine.host != ProcessInfo.processInfo.hostName
    else { return nil }
    return engine
  }

  private static func owner(_ descriptor: Int32) -> Int32? {
    var mark = lock(markByte)
    guard fcntl(descriptor, F_GETLK, &mark) == 0, mark.l_type != Int16(F_UNLCK), mark.l_pid > 0
    else { return nil }
    return mark.l_pid
  }

  private static func lock(_ byte: Int) -> flock {
    flock(
      l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: byte, l_len: 1, l_pid: 0)
  }
}
