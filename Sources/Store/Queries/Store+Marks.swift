import Foundation
import GRDB

extension Store {
  /// Ids of starred documents.
  package func stars() throws(StoreError) -> Set<String> {
    try read { try Set(String.fetchAll($0, sql: "SELECT document FROM star")) }
  }

  /// Stars a document, or takes its star away.
  package func setStar(_ isStarred: Bool, document: String) throws(StoreError) {
    try setMark(isStarred, document: document, table: "star")
  }

  /// Stars documents, or takes their stars away, all or none.
  package func setStars(_ areStarred: Bool, documents: [String]) throws(StoreError) {
    try write { database in
      let statement = try database.makeStatement(
        sql: areStarred
          ? "INSERT OR IGNORE INTO star (document, created) VALUES (?, ?)"
          : "DELETE FROM star WHERE document = ?")
      let now = Date().timeIntervalSince1970
      for document in documents {
        try statement.execute(arguments: areStarred ? [document, now] : [document])
      }
    }
  }

  /// Ids of documents a person has opened.
  package func readMarks() throws(StoreError) -> Set<String> {
    try read { try Set(String.fetchAll($0, sql: "SELECT document FROM read_mark")) }
  }

  /// Remembers that a person has opened a document, or forgets it.
  package func setRead(_ isRead: Bool, document: String) throws(StoreError) {
    try setMark(isRead, document: document, table: "read_mark")
  }

  private func setMark(_ isSet: Bool, document: String, table: String) throws(StoreError) {
    try write {
      if isSet {
        try $0.execute(
          sql: "INSERT OR IGNORE INTO \(table) (document, created) VALUES (?, ?)",
          arguments: [document, Date().timeIntervalSince1970])
      } else {
        try $0.execute(sql: "DELETE FROM \(table) WHERE document = ?", arguments: [document])
      }
    }
  }
}
