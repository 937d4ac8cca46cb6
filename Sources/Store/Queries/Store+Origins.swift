import GRDB

extension Store {
  /// Who computed each run, in no order: the name of an installation, nil where nobody has noted it.
  package func origins() throws(StoreError) -> [String?] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT installation FROM run LEFT JOIN origin ON origin.run = run.id"
      ).map { try $0.value("installation", String?.self).map { String($0.prefix(64)) } }
    }
  }

  /// Notes who computes a run that is new; whoever goes on with one leaves the first name.
  static func note(origin installation: String?, run: Int64, _ database: Database) throws {
    guard let installation else { return }
    try database.execute(
      sql: "INSERT OR IGNORE INTO origin (run, installation) VALUES (?, ?)",
      arguments: [run, installation])
  }
}
