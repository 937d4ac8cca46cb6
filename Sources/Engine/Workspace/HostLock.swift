import Foundation
import SafeFiles

/// The right to write on a disk that several machines share, where the kernel's locks may not reach: a file with host
/// and process.
final class HostLock: Sendable {
  private let path: String

  /// - Throws: `EngineError` naming host and process that hold it.
  init(_ path: String, owners: FileOwners, host: String = ProcessInfo.processInfo.hostName) throws {
    let own = "\(host) \(ProcessInfo.processInfo.processIdentifier)\n"
    while try !EngineError.naming({
      try SafeFile.createNew(path, with: Data(own.utf8), mode: SafeFile.ownMode)
    }) {
      let data = try EngineError.naming {
        try SafeFile.contents(of: path, atMost: 4096, owners: owners)
      }
      let words = String(decoding: data ?? Data(), as: UTF8.self).split { $0.isWhitespace }
      let process = words.count == 2 ? Int32(words[1]) : nil
      if words.count == 2, words[0] == host, let process, kill(process, 0) != 0, errno == ESRCH {
        // Its engine was killed on this machine.
        unlink(path)
        continue
      }
      // Whoever has made it may not have written it yet.
      let who = words.count == 2 ? "process \(words[1]) on \(words[0])" : "on another machine"
      throw EngineError(
        "\(path): another engine is already working here (\(who)); let it finish, or remove this file if it is gone"
      )
    }
    // Last: whoever does not get so far removes nothing.
    self.path = path
  }

  deinit { unlink(path) }
}
