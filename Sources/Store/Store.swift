import CSQLite
import Foundation
import GRDB
import Interruptions
package import SafeFiles

/// The SQLite file in which the engine and the explorer meet.
///
/// The engine is the only writer of results; the explorer reads, and writes only jobs, stars, read marks and pinned
/// queries.
/// All methods may be called from any thread; each is one transaction.
package final class Store: Sendable {
  /// What the opener may do with the file.
  package enum Access: Sendable {
    /// Open an existing file; never create or migrate one.
    case existing
    /// Open a file, creating and migrating it when needed.
    case create
  }

  package let path: String
  /// The folder of the file.
  package var folder: String { (path as NSString).deletingLastPathComponent }
  let pool: any DatabaseWriter
  /// Whether the database lies on a disk that several machines share.
  package let fileSystem: FileSystemKind
  /// This machine.
  let host: String
  /// What is open in the place of the database: a copy that the engine of another machine renews.
  package let snapshot: Snapshot?
  /// The file that is open.
  package var openedPath: String { snapshot == nil ? path : Snapshot.path(of: path) }

  /// Marks a file as Stemma's, as SQLite's `application_id`: "Stem".
  static let applicationID: Int32 = 0x5374_656D

  /// Opens the database at a path.
  ///
  /// - Parameters:
  ///   - path: the file, usually `<workspace>/.stemma/stemma.sqlite`.
  ///   - access: whether a missing file is created.
  ///   - fileSystem: what the file lies on; looked up if nil.
  ///   - patience: seconds to wait for another program's transaction.
  ///   - host: this machine's name.
  /// - Throws: `StoreError` for a foreign, newer, damaged or unreachable file.
  package init(
    path: String, access: Access, fileSystem: FileSystemKind? = nil, patience: Double = 20,
    host: String = ProcessInfo.processInfo.hostName
  ) throws(StoreError) {
    self.path = path
    let fileSystem = fileSystem ?? .of(path)
    self.fileSystem = fileSystem
    self.host = host
    let snapshot = try Snapshot(for: path, fileSystem, host: host)
    self.snapshot = snapshot
    let access = snapshot == nil ? access : .existing
    let opened = snapshot == nil ? path : Snapshot.path(of: path)
    if case .existing = access, !FileManager.default.fileExists(atPath: opened) {
      throw StoreError("\(path): there is no database yet; run `stemma compute` first")
    }
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.maximumReaderCount = 4
    configuration.readonly = snapshot != nil
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      // A file from somebody else may hold views, triggers and pages made to do harm.
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      guard let connection = database.sqliteConnection,
        stemma_guard_connection(connection) == SQLITE_OK
      else { throw StoreError("this SQLite cannot be made safe; install a newer one") }
      if fileSystem.isNetwork, case .create = access {
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      stemma_watch_connection(connection, { _ in Interruption.isOverdue ? 1 : 0 }, nil)
    }
    do {
      try Self.checkFiles(opened, access)
      pool =
        fileSystem.isNetwork
        ? try DatabaseQueue(path: opened, configuration: configuration)
        : try DatabasePool(path: opened, configuration: configuration)
      try Self.verify(pool, path: path)
      // Migrating takes the write lock, which a reader must not wait for: a stopped engine may hold it.
      while try !pool.read(Schema.migrator.hasCompletedMigrations) { try Self.migrate(pool) }
    } catch let error as StoreError {
      throw error
    } catch {
      throw Self.translated(error, path: path)
    }
  }

  /// Refuses links, pipes and devices in the places of the database and of the files that SQLite puts beside it.
  private static func checkFiles(_ path: String, _ access: Access) throws(FileRefusal) {
    // Whose files may be opened is the workspace's to say.
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try SafeFile.check(path + suffix, owners: .anybody)
    }
    // Made here so that nobody else may read it; where that is not possible SQLite says why.
    if case .create = access { try? SafeFile.ensure(path, owners: .anybody) }
  }

  /// Refuses files of other programs and of newer versions before anything is changed.
  private static func verify(_ pool: any DatabaseWriter, path: String) throws {
    try pool.read { try SchemaCheck.run($0, path: path) }
    let (identity, tables) = try pool.read { database in
      (
        try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        // The list of migrations comes before all else: alone, it is what a full disk or a kill left of ours.
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
          ?? 0
      )
    }
    if tables > 0, identity != applicationID {
      throw StoreError("\(path): this database belongs to another program; move it away")
    }
    if try pool.read({ try Schema.migrator.hasBeenSuperseded($0) }) {
      throw StoreError("\(path): written by a newer Stemma; update Stemma or delete the folder")
    }
  }

  /// Makes the tables of this version.
  ///
  /// Several programs may meet the same new file at once. Each migration is one transaction, so the one that comes
  /// second fails on what the first has made, with nothing changed: it then returns, for another look.
  private static func migrate(_ pool: any DatabaseWriter) throws {
    let before = try pool.read(Schema.migrator.appliedIdentifiers)
    do {
      try Schema.migrator.migrate(pool)
    } catch let error as DatabaseError {
      if try pool.read(Schema.migrator.appliedIdentifiers) == before { throw error }
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try pool.read(body) } catch { throw translated(error) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    if let snapshot {
      throw StoreError(
        "\(openedPath): is only read here, while the engine (\(snapshot.engine.words)) works; do that on its machine, or when it has ended"
      )
    }
    do { return try pool.write(body) } catch { throw translated(error) }
  }

  func translated(_ error: any Error) -> StoreError { Self.translated(error, path: path) }

  private static func translated(_ error: any Error, path: String) -> StoreError {
    switch error {
    case let error as StoreError:
      error.description.hasPrefix(path) ? error : StoreError("\(path): \(error)")
    // The only one who stops a statement is somebody who wants the program to end.
    case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT:
      StoreError(stoppedAt: path)
    case let error as DatabaseError: StoreError(error, path: path)
    case let error as FileRefusal: StoreError("\(error)")
    case is RowDecodingError: StoreError("\(path): \(Row.strangeValue)")
    default: StoreError("\(path): \(error)")
    }
  }

  /// Moves the write-ahead log into the file, so that a copy of the folder is whole.
  package func checkpoint() throws(StoreError) {
    if fileSystem.isNetwork { return }
    do {
      try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_BUSY
      || error.resultCode == .SQLITE_LOCKED
    {
      return  // A reader is open; the log is moved when the last connection closes.
    } catch {
      throw translated(error)
    }
  }

  /// What SQLite itself finds wrong with the file, or nothing.
  package func integrityFaults() throws(StoreError) -> [String] {
    try read { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }.filter { $0 != "ok" }
  }

  /// The version of the SQLite in use, after a look whether it can do what Stemma asks of it.
  package static func libraryVersion() throws(StoreError) -> String {
    do {
      let memory = try DatabaseQueue()
      try Schema.migrator.migrate(memory)
      return try memory.read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? ""
    } catch {
      throw StoreError("SQLite cannot make Stemma's tables (\(error)); install one with FTS5")
    }
  }
}
