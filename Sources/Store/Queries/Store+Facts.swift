import Foundation
import GRDB

extension Store {
  /// What is known of a run; nil where nothing is.
  package func fact<Fact: RunFact>(_ type: Fact.Type, run: Int64) throws(StoreError) -> Fact? {
    try read { database in
      guard
        let json = try String.fetchOne(
          database, sql: "SELECT value FROM run_fact WHERE run = ? AND name = ?",
          arguments: [run, Fact.name])
      else { return nil }
      guard let fact = try? JSONDecoder().decode(Fact.self, from: Data(json.utf8)) else {
        throw StoreError(
          "what is stored of run \(run) as \(Fact.name) is not understood; the database is damaged")
      }
      return fact
    }
  }

  /// Keeps what the engine found out about a run, in place of what it knew before.
  package func save<Fact: RunFact>(_ fact: Fact, run: Int64) throws(StoreError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try write {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO run_fact (run, name, value) VALUES (?, ?, ?)",
        arguments: [run, Fact.name, String(decoding: try encoder.encode(fact), as: UTF8.self)])
    }
  }

  /// Forgets it again.
  package func remove<Fact: RunFact>(_ type: Fact.Type, run: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "DELETE FROM run_fact WHERE run = ? AND name = ?", arguments: [run, Fact.name])
    }
  }
}
