import Foundation
import SafeFiles
import Store

/// The right to write on a disk that several machines share, where the kernel's locks may not reach: a file with host
/// and process.
final class HostLock: Sendable {
  private let path: String

  /// What readers on other machines read while it is held.
  private let snapshot: String

  /// - Throws: `EngineError` naming host and process that hold it.
  init(_ workspace: Workspace) throws {
    let process = ProcessInfo.processInfo
    let own = EngineHost(host: process.hostName, process: process.processIdentifier)
    let path = EngineHost.path(in: workspace.derived)
    while try !EngineError.naming({
      try SafeFile.createNew(path, with: Data(own.line.utf8), mode: SafeFile.ownMode)
    }) {
      let data = try EngineError.naming {
        try SafeFile.contents(of: path, atMost: 4096, owners: workspace.owners)
      }
      let other = EngineHost(String(decoding: data ?? Data(), as: UTF8.self))
      if let other, other.host == own.host, kill(other.process, 0) != 0, errno == ESRCH {
        // Its engine was killed on this machine.
        unlink(path)
        continue
      }
      // Whoever has made it may not have written it yet.
      let who = other?.words ?? "on another machine"
      throw EngineError(
        "\(path): another engine is already working here (\(who)); let it finish, or remove this file if it is gone"
      )
    }
    // Last: whoever does not get so far removes nothing.
    self.path = path
    snapshot = Snapshot.path(of: workspace.databasePath)
  }

  deinit {
    unlink(path)
    // Not before: a reader that sees the one looks for the other.
    unlink(snapshot)
  }
}
