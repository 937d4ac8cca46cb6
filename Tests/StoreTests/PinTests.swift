import Foundation
import GRDB
import RunModel
import Store
import TestSupport
import Testing

/// Kept combinations, also those of a database that somebody prepared.
@Suite struct PinTests {
  @Test func areKeptReplacedAndForgotten() throws {
    let folder = try TemporaryFolder()
    let store = try Store(path: folder.path + "/stemma.sqlite", access: .create)
    #expect(try store.pinnedQueries().isEmpty)
    try store.pin(PinnedQuery(name: "b", expression: "q1 - q2"))
    try store.pin(PinnedQuery(name: "a", expression: "q1"))
    try store.pin(PinnedQuery(name: "b", expression: "q2"))
    #expect(try store.pinnedQueries().map(\.name) == ["b", "a"])
    #expect(try store.pinnedQueries().map(\.expression) == ["q2", "q1"])
    try store.unpin("b")
    try store.unpin("nobody")
    #expect(try store.pinnedQueries().map(\.name) == ["a"])
    #expect(throws: StoreError.self) {
      try store.pin(
        PinnedQuery(name: "c", expression: String(repeating: "x", count: 5_000)))
    }
    for number in 0..<PinnedQuery.limit - 1 {
      try store.pin(PinnedQuery(name: "n\(number)", expression: "q1"))
    }
    let error = #expect(throws: StoreError.self) {
      try store.pin(PinnedQuery(name: "more", expression: "q1"))
    }
    #expect(error?.description.contains("unpin some first") ?? false)
    // What is there already may change.
    try store.pin(PinnedQuery(name: "a", expression: "q9"))
  }

  @Test func whatSomebodyPreparedIsLeftOut() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/stemma.sqlite"
    let store = try Store(path: path, access: .create)
    let raw = try DatabaseQueue(path: path)
    try raw.write { database in
      for (name, expression) in [
        ("good", "q1"), ("../../etc", "q1"), ("a b", "q1"), ("", "q1"),
        (String(repeating: "n", count: 70), "q1"), ("\u{1B}x", "q1"),
        ("long", String(repeating: "(", count: 10_000_000)),
      ] {
        try database.execute(
          sql: "INSERT INTO pinned_query VALUES (?, ?, 0)", arguments: [name, expression])
      }
      try database.execute(sql: "INSERT INTO pinned_query VALUES ('blob', x'00ff', 0)")
      try database.execute(
        sql: """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
          INSERT INTO pinned_query SELECT 'm' || i, 'q1', 1 FROM n
          """)
    }
    let found = try store.pinnedQueries()
    #expect(found.first?.name == "good" && found.count <= PinnedQuery.limit)
    #expect(found.allSatisfy { PinnedQuery.isName($0.name) && $0.expression == "q1" })
  }
}
