import Foundation
import GRDB

extension Store {
  /// The run of a fingerprint, begun if it is not there, and now the newest.
  package func beginRun(
    fingerprint: String, corpus: Int64, questionSet: Int64, settings: String, blockSize: Int,
    modules: [String], installation: String? = nil
  ) throws(StoreError) -> RunRecord {
    try write { database in
      let now = Date().timeIntervalSince1970
      let isNew = try Self.runs(database, "fingerprint = ?", [fingerprint]).isEmpty
      try database.execute(
        sql: """
          INSERT INTO run (fingerprint, created, used, corpus, question_set, settings, block_size, modules)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET used = excluded.used, stale = NULL
          """,
        arguments: [
          fingerprint, now, now, corpus, questionSet, settings, blockSize, try encoded(modules),
        ])
      let run = try Self.runs(database, "fingerprint = ?", [fingerprint]).found()
      if isNew { try Self.note(origin: installation, run: run.id, database) }
      return run
    }
  }

  /// All runs, the newest first.
  package func runs() throws(StoreError) -> [RunRecord] {
    try read { try Self.runs($0, "1", []) }
  }

  /// A run by id, or the newest that is not over an earlier checkpoint of a training.
  package func run(_ id: Int64?) throws(StoreError) -> RunRecord? {
    try read { database in
      if let id { return try Self.runs(database, "id = ?", [id]).first }
      return try Self.runs(database, "earlier.last IS NULL", []).first
    }
  }

  static func runs(_ database: Database, _ ids: [Int64]) throws -> [RunRecord] {
    try ids.flatMap { try runs(database, "id = ?", [$0]) }
  }

  private static func runs(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  )
    throws -> [RunRecord]
  {
    try Row.fetchAll(
      database,
      sql: """
        SELECT run.*, earlier.last FROM run
        LEFT JOIN training AS earlier ON earlier.run = run.id AND earlier.last <> run.id
        WHERE \(condition) ORDER BY used DESC, id DESC
        """, arguments: arguments
    ).map {
      try RunRecord(
        id: $0.value("id"), fingerprint: $0.value("fingerprint"), created: $0.time("created"),
        corpus: $0.value("corpus"),
        questionSet: $0.value("question_set"), settings: $0.value("settings"),
        blockSize: $0.value("block_size", in: 1...1 << 24),
        warnings: decoded($0.value("warnings")), modules: decoded($0.value("modules")),
        stale: $0.value("stale"), last: $0.value("last"))
    }
  }

  /// Says why a run no longer matches its inputs.
  package func markStale(run: Int64, because reason: String) throws(StoreError) {
    try write {
      try $0.execute(sql: "UPDATE run SET stale = ? WHERE id = ?", arguments: [reason, run])
    }
  }

  /// Stores what the engine found worth saying about a run.
  package func save(warnings: [String], run: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "UPDATE run SET warnings = ? WHERE id = ?", arguments: [try encoded(warnings), run])
    }
  }

  /// Keeps warnings with a run, each once.
  package func add(warnings: [String], run: Int64) throws(StoreError) {
    let known = try self.run(run)?.warnings ?? []
    var new: [String] = []
    for warning in warnings where !known.contains(warning) && !new.contains(warning) {
      new.append(warning)
    }
    if !new.isEmpty { try save(warnings: known + new, run: run) }
  }

  /// The passes of a run: each a list of steps (rows) that share one pass over the corpus.
  package func passes(run: Int64) throws(StoreError) -> [[Int64]] {
    try read {
      try Data.fetchAll(
        $0, sql: "SELECT steps FROM pass WHERE run = ? ORDER BY number", arguments: [run]
      ).map { try BlobCoding.array($0, of: Int64.self) }
    }
  }

  /// Adds a pass at the end of a run's plan.
  package func append(pass steps: [Int64], run: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: """
          INSERT INTO pass (run, number, steps)
          SELECT ?, coalesce(max(number) + 1, 0), ? FROM pass WHERE run = ?
          """, arguments: [run, BlobCoding.data(steps), run])
    }
  }

  /// How much of a run exists.
  package func progress(of run: RunRecord) throws(StoreError) -> RunProgress {
    try read { database in
      let passages = try Self.corpora(database, "id = ?", [run.corpus]).first?.passages ?? 0
      let needed = run.blocks(of: passages)
      let counts = try Row.fetchAll(
        database,
        sql: """
          SELECT question.id AS question, question.completion IS NOT NULL AS answered, step.id AS step,
            (SELECT count(*) FROM score WHERE score.run = ? AND score.step = step.id) AS blocks
          FROM question LEFT JOIN step ON step.question = question.id WHERE question_set = ? AND NOT scratch
          """, arguments: [run.id, run.questionSet])
      var progress = RunProgress(
        stepsScored: 0, steps: 0, questions: 0, questionsAnswered: 0, questionsScored: 0, blocks: 0,
        blocksNeeded: 0)
      for (_, rows) in try Dictionary(
        grouping: counts, by: { try $0.value("question", Int64.self) })
      {
        progress.questions += 1
        guard try rows[0].value("answered", Bool.self) else { continue }
        progress.questionsAnswered += 1
        let blocks = try rows.filter { try $0.value("step", Int64?.self) != nil }.map {
          try $0.value("blocks", Int.self)
        }
        progress.steps += blocks.count
        progress.stepsScored += blocks.count { $0 == needed && needed > 0 }
        progress.blocks += blocks.reduce(0, +)
        if !blocks.isEmpty, needed > 0, blocks.allSatisfy({ $0 == needed }) {
          progress.questionsScored += 1
        }
      }
      progress.blocksNeeded = progress.steps * needed
      return progress
    }
  }

  /// Says that passages have no scores in a run, and why.
  package func skip(_ passages: [SkippedPassage], run: Int64) throws(StoreError) {
    try write { database in
      for passage in passages {
        try database.execute(
          sql: "INSERT OR REPLACE INTO skipped (run, passage, reason) VALUES (?, ?, ?)",
          arguments: [run, passage.number, passage.reason])
      }
    }
  }

  /// Passages that have no scores in a run because their numbers are not finite, in corpus order.
  /// - Throws: also where a passage is none of the run's corpus.
  package func skipped(run: Int64) throws(StoreError) -> [SkippedPassage] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT skipped.passage, skipped.reason, corpus.passages FROM skipped
          JOIN run ON run.id = skipped.run JOIN corpus ON corpus.id = run.corpus
          WHERE skipped.run = ? ORDER BY skipped.passage
          """,
        arguments: [run]
      ).map {
        let passage = try $0.index("passage")
        guard passage < (try $0.index("passages")) else { throw StoreError(Row.strangeValue) }
        return try SkippedPassage(number: passage, reason: $0.value("reason"))
      }
    }
  }
}
