import Formatting
import Foundation
import GRDB
import SafeFiles

/// A copy of the database that whoever writes on a disk of several machines renews for readers on the others.
///
/// SQLite's own locks are not to be relied on there, so that nobody else opens the database while an engine works.
package struct Snapshot: Sendable, Equatable {
  package let engine: EngineHost
  /// When, in seconds since 1970.
  package let made: Double
  private let file: FileIdentity

  /// The copy beside a database.
  package static func path(of database: String) -> String { database + "-snapshot" }

  /// The copy that a reader on a machine opens in the place of a database.
  ///
  /// - Returns: nil where the database itself may be opened: on a disk of one machine, or while no other one's engine works.
  /// - Throws: a sentence where another machine's engine works and has made no copy yet.
  init?(for database: String, _ fileSystem: FileSystemKind, host: String) throws(StoreError) {
    let folder = (database as NSString).deletingLastPathComponent
    guard fileSystem.isNetwork, let engine = EngineHost.of(folder), engine.host != host else {
      return nil
    }
    let path = Self.path(of: database)
    var facts = stat()
    guard let file = FileIdentity(path), stat(path, &facts) == 0 else {
      throw StoreError(
        "\(path): the engine that works here (\(engine.words)) has made no snapshot for other machines yet; try again in a moment, or remove \(EngineHost.path(in: folder)) if it is gone"
      )
    }
    self.engine = engine
    self.file = file
    made = Double(facts.st_mtim.tv_sec) + Double(facts.st_mtim.tv_nsec) * 1e-9
  }

  /// For a person: what is read, and why.
  package var sentence: String {
    "a snapshot of \(clockTime(made)), because the engine (\(engine.words)) works on another machine, where SQLite's locks do not reach"
  }
}

extension Store {
  /// Whether another file is to be read by now: a newer snapshot, or the database itself.
  package var isSuperseded: Bool {
    guard fileSystem.isNetwork else { return false }
    do {
      return try Snapshot(for: path, fileSystem, host: host) != snapshot
    } catch {
      // The engine elsewhere has only begun: what is open is the best that there is.
      return false
    }
  }

  /// Makes the copy for other machines, or a newer one: beside its place, onto the disk, then renamed.
  package func renewSnapshot() throws(StoreError) {
    let target = Snapshot.path(of: path)
    let temporary = target + ".new"
    unlink(temporary)
    do {
      try SafeFile.ensure(temporary)
      var configuration = Configuration()
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let copy = try DatabaseQueue(path: temporary, configuration: configuration)
      try pool.backup(to: copy)
      try copy.close()
      try SafeFile.sync(temporary)
      guard rename(temporary, target) == 0 else {
        throw StoreError("\(target): renaming failed (\(String(cString: strerror(errno))))")
      }
    } catch {
      unlink(temporary)
      throw translated(error)
    }
  }
}
