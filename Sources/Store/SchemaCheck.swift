import GRDB
import Synchronization

/// Compares the tables of a file with those that this program makes.
///
/// A database from elsewhere may hold views that never end and triggers that fill the disk, or tables with other
/// constraints and columns. What this version, or an older one, has not made is not looked into.
enum SchemaCheck {
  /// A thing in a schema, with the words that made it.
  private struct Item: Hashable {
    let type: String
    let name: String
    let sql: String?
  }

  /// Most things that are looked at; there are fewer than a hundred.
  private static let limit = 1_000

  /// - Throws: `StoreError` for a view, a trigger, or a table or index that is not this program's.
  static func run(_ database: Database, path: String) throws {
    let found = try items(database)
    guard !found.isEmpty else { return }
    let (foreign, reason) = (found.first { $0.type == "view" || $0.type == "trigger" }, "holds a")
    if let foreign {
      throw StoreError(
        "\(path): was not made by Stemma (\(reason) \(foreign.type) \(foreign.name)); move it away and compute again"
      )
    }
    // Other programs' files and newer ones have their own sentence.
    let identity = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    guard identity == Store.applicationID, found.contains(where: { $0.name == "grdb_migrations" })
    else { return }
    let applied = try Schema.migrator.appliedIdentifiers(database)
    let known = Schema.migrator.migrations
    guard applied.isSubset(of: known), let last = known.last(where: applied.contains) else {
      return
    }
    let expected = try expected(upTo: last)
    if let other = found.first(where: { !expected.contains($0) && !isStatistics($0) }) {
      throw StoreError(
        "\(path): was not made by Stemma (its \(other.type) \(other.name) is another); move it away and compute again"
      )
    }
    if let missing = expected.subtracting(found).map(\.name).min() {
      throw StoreError(
        "\(path): was not made by Stemma, or is damaged (it lacks \(missing)); move it away and compute again"
      )
    }
  }

  /// Tables that SQLite itself makes when somebody lets it gather statistics.
  private static func isStatistics(_ item: Item) -> Bool {
    item.type == "table" && ["sqlite_stat1", "sqlite_stat4"].contains(item.name)
  }

  private static func items(_ database: Database) throws -> Set<Item> {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT type, name, substr(sql, 1, 65536) AS sql FROM sqlite_master LIMIT \(limit)")
    return Set(
      try rows.map {
        let name: String = try $0.value("name")
        // What FTS5 keeps for itself is FTS5's to word.
        let isShadow = name.hasPrefix("passage_words_")
        return try Item(
          type: $0.value("type"), name: name,
          sql: isShadow ? nil : $0.value("sql", String?.self))
      })
  }

  private static let made = Mutex<[String: Set<Item>]>([:])

  /// What the migrations make, in a database of their own.
  private static func expected(upTo last: String) throws -> Set<Item> {
    if let known = made.withLock({ $0[last] }) { return known }
    let memory = try DatabaseQueue()
    try Schema.migrator.migrate(memory, upTo: last)
    let items = try memory.read(items)
    made.withLock { $0[last] = items }
    return items
  }
}
