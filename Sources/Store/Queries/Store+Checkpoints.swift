import Foundation
import GRDB

extension Store {
  /// Begins the runs over the earlier checkpoints of a training, or finds them, and says in which order they stand.
  ///
  /// They are over the corpus, the questions and the settings of the last one's run, under which their scores' steps
  /// are stored. Checkpoints that are named no more are no part of the course; their scores stay.
  /// - Parameters:
  ///   - earlier: in the order of the training; none where `last` stands alone.
  ///   - last: the run over the last one.
  ///   - own: the last one itself.
  package func begin(
    earlier: [NewCheckpoint], last: RunRecord, own: NewCheckpoint, installation: String? = nil
  ) throws(StoreError) -> [CheckpointRecord] {
    try write { database in
      try database.execute(
        sql: "UPDATE training SET number = NULL WHERE last = ?", arguments: [last.id])
      guard !earlier.isEmpty else { return }
      let now = Date().timeIntervalSince1970
      for (number, checkpoint) in earlier.enumerated() {
        let known = try Int64.fetchOne(
          database, sql: "SELECT id FROM run WHERE fingerprint = ?",
          arguments: [checkpoint.fingerprint])
        if known == nil {
          try database.execute(
            sql: """
              INSERT INTO run (fingerprint, created, used, corpus, question_set, settings, block_size, modules)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)
              """,
            arguments: [
              checkpoint.fingerprint, now, now, last.corpus, last.questionSet, last.settings,
              last.blockSize, try encoded(last.modules),
            ])
        }
        let run = known ?? database.lastInsertedRowID
        if known == nil { try Self.note(origin: installation, run: run, database) }
        try database.execute(sql: "UPDATE run SET stale = NULL WHERE id = ?", arguments: [run])
        try Self.place(checkpoint, number: number, run: run, last: last.id, database)
      }
      try Self.place(own, number: earlier.count, run: last.id, last: last.id, database)
    }
    return try checkpoints(of: last.id)
  }

  private static func place(
    _ checkpoint: NewCheckpoint, number: Int, run: Int64, last: Int64, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO training (run, last, number, name, step, rate_sum) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [run, last, number, checkpoint.name, checkpoint.step, checkpoint.rateSum])
  }

  /// The checkpoints of the training that a run belongs to, in its order; empty where it stands alone.
  package func checkpoints(of run: Int64) throws(StoreError) -> [CheckpointRecord] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT run, name, step, rate_sum FROM training WHERE number IS NOT NULL
            AND last = (SELECT last FROM training WHERE run = ?) ORDER BY number
          """, arguments: [run])
      let ids = try rows.map { try $0.value("run", Int64.self) }
      let runs = try Dictionary(
        Self.runs(database, ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      return try zip(rows, ids).map { row, id in
        guard let run = runs[id] else { throw StoreError(Row.strangeValue) }
        return try CheckpointRecord(
          run: run, name: row.value("name"), step: row.optionalIndex("step"),
          rateSum: row.number("rate_sum", in: 0...1e15))
      }
    }
  }

  /// Stores the steps' −log p under an earlier checkpoint, in nats.
  package func save(nats: [(step: Int64, nats: Double)], run: Int64) throws(StoreError) {
    try write { database in
      for entry in nats {
        try database.execute(
          sql: "INSERT OR REPLACE INTO step_nats (run, step, nats) VALUES (?, ?, ?)",
          arguments: [run, entry.step, entry.nats])
      }
    }
  }

  /// −log p of steps under a run's own checkpoint, by row; empty for a run over the last one.
  package func nats(run: Int64) throws(StoreError) -> [Int64: Double] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT step, nats FROM step_nats WHERE run = ?", arguments: [run])
      return try Dictionary(
        rows.map { row in
          guard let nats = try row.number("nats", in: 0...1e12) else {
            throw StoreError(Row.strangeValue)
          }
          return (try row.value("step", Int64.self), nats)
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Steps as a run's own checkpoint has them: their texts are the last one's, their nats its own.
  package func adapted(_ steps: [StepRecord], to run: RunRecord) throws(StoreError) -> [StepRecord]
  {
    guard run.last != nil else { return steps }
    let nats = try nats(run: run.id)
    return steps.map {
      StepRecord(
        row: $0.row, question: $0.question, number: $0.number, text: $0.text, tokens: $0.tokens,
        nats: nats[$0.row])
    }
  }

  /// The scores of one passage along a training, summed over some steps; nil where a run stands alone.
  ///
  /// - Parameter run: the last one's.
  package func course(steps: [Int64], passage: Int, run: Int64) throws(StoreError) -> PassageCourse?
  {
    let members = try checkpoints(of: run)
    guard members.count > 1 else { return nil }
    let scores = try read { database in
      try members.map { member in
        try Self.score(steps: steps, passage: passage, run: member.run, database)
      }
    }
    return PassageCourse(labels: members.map(\.label), scores: scores)
  }

  private static func score(
    steps: [Int64], passage: Int, run: RunRecord, _ database: Database
  ) throws -> Float? {
    var sum: Float = 0
    for step in steps {
      let data = try Data.fetchOne(
        database, sql: "SELECT data FROM score WHERE run = ? AND step = ? AND block = ?",
        arguments: [run.id, step, passage / run.blockSize])
      guard let data else { return nil }
      let values = try BlobCoding.array(data, of: Float.self)
      let index = passage % run.blockSize
      guard values.indices.contains(index), values[index].isFinite else { return nil }
      sum += values[index]
    }
    return steps.isEmpty ? nil : sum
  }
}
