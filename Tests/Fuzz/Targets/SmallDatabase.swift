import Foundation
import GRDB
import RunModel
import Store

/// A database with a little of everything, in small pages, so that a few changed bytes meet something.
struct SmallDatabase: Sendable {
  static let shared: SmallDatabase = {
    do { return try SmallDatabase() } catch { fatalError("\(error)") }
  }()

  /// The file as Stemma makes it.
  let whole: [UInt8]
  /// The same without the rules on what may be null.
  let loose: [UInt8]
  /// Tables with their columns.
  let tables: [(name: String, columns: [String])]
  /// The statement that made each table.
  private let statements: [(name: String, sql: String)]

  private init() throws {
    let path = Scratch.path("small.sqlite")
    try Self.fill(Store(path: path, access: .create))
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM")
      try $0.execute(sql: "PRAGMA journal_mode = WAL")
      _ = try $0.checkpoint(.truncate)
    }
    let statements: [(name: String, sql: String)] = try database.read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
      ).map { ($0["name"], $0["sql"]) }
    }
    tables = try database.read { database in
      try statements.map { table in
        (table.name, try database.columns(in: table.name).map { "\"\($0.name)\"" })
      }
    }
    self.statements = statements
    try database.close()
    whole = try Array(Data(contentsOf: URL(filePath: path)))
    let other = try DatabaseQueue(path: path)
    try other.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA writable_schema = 1")
      try $0.execute(
        sql: """
          UPDATE sqlite_master SET sql = replace(replace(sql, 'NOT NULL', ''), 'CHECK (id = 1)', '')
          WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'
          """)
      try $0.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    try other.close()
    loose = try Array(Data(contentsOf: URL(filePath: path)))
  }

  /// Makes the tables' statements what they are in a file of Stemma's.
  func restoreSchema(_ database: Database) throws {
    try database.execute(sql: "PRAGMA writable_schema = 1")
    for (name, sql) in statements {
      try database.execute(
        sql: "UPDATE sqlite_master SET sql = ? WHERE name = ? AND sql <> ?",
        arguments: [sql, name, sql])
    }
  }

  private static func fill(_ store: Store) throws {
    let corpus = try store.beginCorpus(fingerprint: "c")
    _ = try store.append(
      (0..<5).map { number in
        NewDocument(
          id: "d\(number)", type: number % 2 == 0 ? "code" : "forum", isTypeGuessed: number == 1,
          source: "s", subtype: nil, meta: number == 2 ? "{\"relation\":\"value\"}" : nil,
          passages: [.init(id: "d\(number)", text: "the slope is \(number)", tokens: [1, 2, 3])])
      }, to: corpus.id)
    try store.finishCorpus(corpus.id)
    let set = try store.questionSet(
      fingerprint: "q",
      questions: ["q1", "q2"].map {
        NewQuestion(
          name: $0, kind: .reasoning, task: "slopes", prompt: "What is the slope?", answer: "3",
          aliases: ["three"])
      })
    let questions = try store.questions(set: set)
    for question in questions {
      try store.save(
        NewCompletion(
          promptTokens: [1], text: "so\n3", isGenerated: true, isCorrect: true, firstFalseStep: 2,
          steps: [
            .init(text: "so\n", tokens: [2], nats: 1.5), .init(text: "3", tokens: [3], nats: 1.5),
          ]),
        question: question.row)
    }
    let steps = try store.steps(set: set).map(\.row)
    let run = try store.beginRun(
      fingerprint: "r", corpus: corpus.id, questionSet: set, settings: "{\"strategy\":\"ekfac\"}",
      blockSize: 3, modules: ["m"])
    try store.append(pass: steps, run: run.id)
    for (number, width) in [3, 2].enumerated() {
      try store.commit(
        NewBlock(
          number: number, scores: (0..<steps.count * width).map { Float($0) - 3 },
          gradientNorms: [Float](repeating: 1, count: width)), steps: steps, run: run.id)
    }
    try store.save(
      HeatRecord(
        tokens: [1, 2, 3], stepTokens: [1], modules: [6],
        losses: .init(passage: [0, 4, 2], step: [6])), step: steps[0], passage: 0, run: run.id)
    let earlier = try store.begin(
      earlier: [NewCheckpoint(fingerprint: "e", name: "step-1", step: 1, rateSum: 0.5)], last: run,
      own: NewCheckpoint(fingerprint: "r", name: "out", step: 2, rateSum: 0.75))
    try store.save(nats: steps.map { ($0, 2.5) }, run: earlier[0].run.id)
    try store.skip([SkippedPassage(number: 4, reason: "not finite")], run: run.id)
    try store.save(warnings: ["w"], run: run.id)
    try store.setStar(true, document: "d1")
    try store.setRead(true, document: "d2")
    try store.request(.heat(HeatJob(step: 1, passage: 0)), priority: 1)
    let asked = try store.request(.ask(AskRequest(prompt: "?", exact: 0.5)), priority: 2)
    var progress = AskProgress(stages: AskStage.allCases.prefix(2).map { AskProgress.Stage($0) })
    (progress.exact, progress.passages, progress.settled) = (1, 5, [3])
    try store.save(AskRecord(job: asked, answer: "so", progress: progress))
    try store.request(.keep(KeepRequest(question: "ask-1", answer: "so")), priority: 0)
    try store.request(.discard(KeepRequest(question: "ask-1")), priority: -1)
    try store.log("hello")
    try store.save(
      EngineState(
        pid: 1, host: "h", started: 1, heartbeat: 2, run: run.id, stage: .scores,
        done: 1,
        total: 2, rate: 1, remaining: 1, stopped: nil))
    try store.checkpoint()
  }
}
