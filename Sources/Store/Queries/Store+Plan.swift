import GRDB

extension Store {
  /// Bytes that the whole engine may hold for a run, as decided when it began; nil for one that has not begun.
  package func plannedMemory(run: Int64) throws(StoreError) -> Int? {
    try read {
      try Int.fetchOne($0, sql: "SELECT bytes FROM run_memory WHERE run = ?", arguments: [run])
    }
  }

  /// Keeps what a run may hold, for good: packs and passes follow from it, and from them the last bits of scores.
  package func save(plannedMemory bytes: Int, run: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "INSERT OR IGNORE INTO run_memory (run, bytes) VALUES (?, ?)", arguments: [run, bytes])
    }
  }
}
