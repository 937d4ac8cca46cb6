import Foundation
import GRDB
package import RunModel

extension Store {
  /// The combinations that people keep here, in the order in which they were made.
  ///
  /// What is no name, too long or too much, as in a database that somebody prepared, is left out.
  package func pinnedQueries() throws(StoreError) -> [PinnedQuery] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT name, expression FROM pinned_query
          WHERE typeof(name) = 'text' AND typeof(expression) = 'text'
            AND length(CAST(name AS BLOB)) <= ? AND length(CAST(expression AS BLOB)) <= ?
          ORDER BY created, name LIMIT ?
          """,
        arguments: [
          PinnedQuery.longestName, PinnedQuery.longestExpression, PinnedQuery.limit,
        ])
      return try rows.map {
        PinnedQuery(name: try $0.value("name"), expression: try $0.value("expression"))
      }.filter { PinnedQuery.isName($0.name) }
    }
  }

  /// Keeps a combination under its name, in place of what had the name.
  ///
  /// - Throws: a sentence where there are too many, or it is too long.
  package func pin(_ query: PinnedQuery) throws(StoreError) {
    guard PinnedQuery.isName(query.name),
      query.expression.utf8.count <= PinnedQuery.longestExpression
    else { throw StoreError("a pinned query has a short name and at most 4,096 bytes") }
    try write { database in
      let others = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM pinned_query WHERE name <> ?",
        arguments: [query.name])
      guard (others ?? 0) < PinnedQuery.limit else {
        throw StoreError("\(PinnedQuery.limit) queries are pinned; unpin some first")
      }
      try database.execute(
        sql: """
          INSERT INTO pinned_query (name, expression, created) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET expression = excluded.expression
          """,
        arguments: [query.name, query.expression, Date().timeIntervalSince1970])
    }
  }

  /// Forgets the combination of a name.
  package func unpin(_ name: String) throws(StoreError) {
    try write {
      try $0.execute(sql: "DELETE FROM pinned_query WHERE name = ?", arguments: [name])
    }
  }
}
