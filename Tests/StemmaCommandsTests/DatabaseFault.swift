import Foundation
import GRDB
import Testing

/// Something wrong with the database of a finished run, and what a reader says of it.
struct DatabaseFault: Sendable, CustomTestStringConvertible {
  let name: String
  /// What `stemma export` and then `stemma doctor` say.
  let sees: String
  let act: @Sendable (String) throws -> Void

  var testDescription: String { name }

  private static func sql(_ name: String, sees: String, _ sql: String) -> DatabaseFault {
    DatabaseFault(name: name, sees: sees) { path in
      try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }
  }

  static let all: [DatabaseFault] = [
    sql(
      "database of a newer Stemma", sees: "written by a newer Stemma",
      "INSERT INTO grdb_migrations VALUES ('999')"),
    sql(
      "database with another program's mark", sees: "belongs to another program",
      "PRAGMA application_id = 7"),
    sql(
      "scores gone from a row", sees: "of the scores is damaged",
      "UPDATE score SET data = x'' WHERE rowid = 1"),
    sql(
      "bits of scores changed", sees: "of the scores is damaged",
      "UPDATE score SET data = zeroblob(length(data)) WHERE rowid = 1"),
    sql(
      "number that cannot be in the database", sees: "a value in it makes no sense",
      "UPDATE run SET block_size = -1"),
    DatabaseFault(name: "pages of the database overwritten", sees: "damaged") { path in
      try DatabaseQueue(path: path).writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      let file = try FileHandle(forUpdating: URL(filePath: path))
      for page in 1..<40 {
        try file.seek(toOffset: UInt64(page * 4096))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
      }
      try file.close()
    },
    DatabaseFault(name: "database cut off", sees: "damaged") { path in
      try DatabaseQueue(path: path).writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.truncate(atOffset: try file.seekToEnd() / 2)
      try file.close()
    },
  ]
}
