import Foundation
import GRDB
import RunModel
import Store
import Testing

/// A database that somebody else has made is a file from outside.
@Suite struct ForeignDatabaseTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "foreign-\(UUID().uuidString).sqlite").path

  private func change(_ sql: String) throws {
    _ = try Store(path: path, access: .create)
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { try $0.execute(sql: sql) }
    try database.close()
  }

  @Test(arguments: [
    "DROP TABLE engine; CREATE VIEW engine AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM x) SELECT n AS id FROM x",
    "CREATE VIEW other AS SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON engine BEGIN INSERT INTO log VALUES (1, 1, 'x', 'x'); END",
    "CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
    "DROP TABLE star; CREATE TABLE star (document TEXT PRIMARY KEY, created REAL, note TEXT, more TEXT)",
    "ALTER TABLE job ADD COLUMN other TEXT DEFAULT (randomblob(1000000000))",
    "CREATE TABLE other (x)", "CREATE INDEX other ON log (message)", "DROP INDEX document_id",
    "DROP TABLE skipped",
    "CREATE VIRTUAL TABLE other USING fts5(text)",
    "DROP TABLE run; CREATE VIRTUAL TABLE run USING fts5(text)",
  ])
  func otherTablesAreRefused(sql: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    // A view that a trigger needs, where it needs one.
    try change((sql.contains("ON v ") ? "CREATE VIEW v AS SELECT 1;" : "") + sql)
    for access in [Store.Access.existing, .create] {
      #expect {
        try Store(path: path, access: access)
      } throws: { "\($0)".contains("was not made by Stemma") }
    }
  }

  @Test func statisticsOfSQLiteAreFine() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try change("ANALYZE")
    #expect(throws: Never.self) { try Store(path: path, access: .existing) }
  }

  @Test func whatEndedTwoEnginesIsNotTriedAgain() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(path: path, access: .create)
    let job = try store.request(.ask(AskRequest(prompt: "?")), priority: 1)
    #expect(try store.takeJob()?.id == job)
    try store.requeueInterruptedJobs()
    // One that was left in order does not count.
    #expect(try store.takeJob()?.id == job)
    try store.putBackRunningJobs()
    #expect(try store.takeJob()?.id == job)
    try store.requeueInterruptedJobs()
    #expect(try store.job(job)?.state == .waiting)
    #expect(try store.takeJob()?.id == job)
    try store.requeueInterruptedJobs()
    #expect(try store.job(job)?.state == .failed)
    #expect(try store.takeJob() == nil)
  }

  @Test(arguments: [
    "UPDATE engine SET rate = 1e300", "UPDATE engine SET remaining = -1",
    "UPDATE engine SET pid = -5",
    "UPDATE engine SET heartbeat = 1e300", "UPDATE engine SET done = 9223372036854775807",
  ])
  func numbersOfAnEngineHaveBounds(sql: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(path: path, access: .create)
    try store.save(
      EngineState(
        pid: 1, host: "h", started: 1, heartbeat: 2, run: nil, stage: .scores, done: 1, total: 2,
        rate: 1,
        remaining: 1, stopped: nil))
    #expect(try store.engineState() != nil)
    try change(sql)
    #expect { try store.engineState() } throws: { "\($0)".contains("makes no sense") }
  }

  @Test(arguments: [
    #"{"stages":[{"name":"a","state":"done","note":"","seconds":-1e300}],"exact":0,"passages":1,"settled":[]}"#,
    #"{"stages":[],"exact":-1,"passages":1,"settled":[]}"#,
    #"{"stages":[],"exact":1,"passages":9223372036854775807,"settled":[]}"#,
    #"{"stages":[],"exact":1,"passages":1,"settled":[-9223372036854775808]}"#,
    #"{"stages":[],"exact":1,"passages":1,"settled":[],"coarseAfter":1e300}"#, "{}", "[", "7",
  ])
  func progressOfAQuestionHasBounds(json: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(path: path, access: .create)
    let database = try DatabaseQueue(path: path)
    try database.write {
      try $0.execute(sql: "INSERT INTO ask (job, progress) VALUES (1, ?)", arguments: [json])
    }
    #expect(throws: StoreError.self) { try store.ask(job: 1) }
  }

  @Test(arguments: [4_294_967_295, 300_000_000, 1]) func countsAreHeldAgainstWhatIsThere(
    passages: Int
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(path: path, access: .create)
    let corpus = try store.beginCorpus(fingerprint: "c")
    try change("UPDATE corpus SET passages = \(passages)")
    #expect { try store.corpus(corpus.id) } throws: { "\($0)".contains("makes no sense") }
  }

  @Test(arguments: [3, 7, 4_294_967_295]) func whatIsSkippedIsAPassageOfTheCorpus(
    passage: Int
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (store, corpus) = try filled()
    let run = try store.beginRun(
      fingerprint: "f", corpus: corpus.id, questionSet: 1, settings: "{}", blockSize: 1,
      modules: [])
    try change("INSERT INTO skipped VALUES (\(run.id), 0, 'NaN')")
    #expect(try store.skipped(run: run.id).map(\.number) == [0])
    try change("UPDATE skipped SET passage = \(passage)")
    #expect { try store.skipped(run: run.id) } throws: { "\($0)".contains("makes no sense") }
  }

  /// Three documents of one passage each.
  private func filled() throws -> (store: Store, corpus: CorpusRecord) {
    let store = try Store(path: path, access: .create)
    let corpus = try store.beginCorpus(fingerprint: "c")
    let grown = try store.append(
      (0..<3).map { number in
        NewDocument(
          id: "d\(number)", type: "code", isTypeGuessed: false, source: nil, subtype: nil,
          meta: nil, passages: [.init(id: "d\(number)", text: "t", tokens: [Int32(number)])])
      }, to: corpus.id)
    try store.finishCorpus(corpus.id)
    return (store, grown)
  }

  @Test(arguments: [
    "UPDATE passage_column SET documents = x'000000000100000003000000'",
    "UPDATE passage_column SET documents = x'0000000001000000ffffffff'",
    "UPDATE passage_column SET documents = x'0000000001000000', types = x'00000000'",
    "UPDATE passage_column SET types = x'000000000100'", "DELETE FROM passage_column",
    "DELETE FROM document_type",
  ])
  func columnsAreOfTheCorpus(sql: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (store, corpus) = try filled()
    #expect(try store.columns(corpus: corpus.id).documents == [0, 1, 2])
    try change(sql)
    #expect(throws: StoreError.self) { try store.columns(corpus: corpus.id) }
  }

  @Test func aRowThatIsMissingIsNotTakenForTheNext() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (store, corpus) = try filled()
    // What lies beyond the end is asked for where a corpus has become smaller.
    #expect(try store.documents([2, 7], corpus: corpus.id).map(\.id) == ["d2"])
    #expect(try store.passages([2, 7], corpus: corpus.id).map(\.id) == ["d2"])
    #expect(try store.tokens(of: 1..<9, corpus: corpus.id) == [[1], [2]])
    try change("DELETE FROM document WHERE id = 'd1'; DELETE FROM passage WHERE id = 'd1'")
    #expect(throws: StoreError.self) { try store.documents([0, 1, 2], corpus: corpus.id) }
    #expect(throws: StoreError.self) { try store.passages([0, 1, 2], corpus: corpus.id) }
    #expect(throws: StoreError.self) { try store.passageFacts([1], corpus: corpus.id) }
    #expect(throws: StoreError.self) { try store.tokens(of: 0..<3, corpus: corpus.id) }
    #expect(throws: StoreError.self) { try store.passageIDs(corpus: corpus.id) }
  }

  @Test func whoComputedARunIsNotedOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(path: path, access: .create)
    for name in ["first", "second"] {
      _ = try store.beginRun(
        fingerprint: "f", corpus: 1, questionSet: 1, settings: "{}", blockSize: 1, modules: [],
        installation: name)
    }
    #expect(try store.origins() == ["first"])
  }
}
