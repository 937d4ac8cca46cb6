import Foundation
import GRDB

extension Store {
  /// Says how far a typed question has come, unless it was discarded.
  package func save(_ ask: AskRecord) throws(StoreError) {
    try write {
      try $0.execute(
        sql: """
          INSERT OR REPLACE INTO ask (job, question, answer, progress) SELECT :job, :question, :answer, :progress
          WHERE :question IS NULL OR EXISTS (SELECT 1 FROM question WHERE id = :question)
          """,
        arguments: [
          "job": ask.job, "question": ask.question, "answer": ask.answer,
          "progress": String(decoding: try JSONEncoder().encode(ask.progress), as: UTF8.self),
        ])
    }
  }

  /// What became of a request of the kind `ask`; nil until an engine has taken it.
  package func ask(job: Int64) throws(StoreError) -> AskRecord? {
    try read { try Self.asks($0, "job = ?", [job]).first }
  }

  /// What became of the last requests of the kind `ask`, the newest first.
  package func asks(limit: Int = 50) throws(StoreError) -> [AskRecord] {
    try read { try Self.asks($0, "1 ORDER BY job DESC LIMIT ?", [limit]) }
  }

  private static func asks(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [AskRecord] {
    try Row.fetchAll(database, sql: "SELECT * FROM ask WHERE \(condition)", arguments: arguments)
      .map {
        let json: String = try $0.value("progress")
        guard json.utf8.count <= 1 << 20,
          let progress = try? JSONDecoder().decode(AskProgress.self, from: Data(json.utf8)),
          progress.isPossible
        else { throw StoreError(Row.strangeValue) }
        return try AskRecord(
          job: $0.value("job"), question: $0.value("question"), answer: $0.value("answer"),
          progress: progress)
      }
  }

  /// Lets everything count a typed question from now on.
  ///
  /// - Parameters:
  ///   - answer: the expected answer.
  ///   - isCorrect: whether the completion gives it; nil where there is none.
  package func keep(question: Int64, answer: String?, isCorrect: Bool?) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "UPDATE question SET scratch = 0, answer = ?, correct = ? WHERE id = ?",
        arguments: [answer, isCorrect, question])
    }
  }

  /// Forgets a question that nobody has kept, with all that was computed for it.
  package func discard(question: Int64) throws(StoreError) {
    try write { database in
      let isScratch = try Bool.fetchOne(
        database, sql: "SELECT scratch FROM question WHERE id = ?", arguments: [question])
      guard isScratch == true else { return }
      let steps = try Int64.fetchAll(
        database, sql: "SELECT id FROM step WHERE question = ?", arguments: [question])
      for step in steps {
        for table in ["score", "heat", "coarse", "refined", "step_nats", "layer_score"] {
          try database.execute(sql: "DELETE FROM \(table) WHERE step = ?", arguments: [step])
        }
      }
      let passes = try Row.fetchAll(database, sql: "SELECT run, number, steps FROM pass")
      for pass in passes {
        let members = try BlobCoding.array(pass.value("steps"), of: Int64.self)
        guard members.contains(where: steps.contains) else { continue }
        // A typed question has a pass of its own.
        try database.execute(
          sql: "DELETE FROM pass WHERE run = ? AND number = ?",
          arguments: try [pass.value("run", Int64.self), pass.value("number", Int.self)])
      }
      try database.execute(sql: "DELETE FROM step WHERE question = ?", arguments: [question])
      try database.execute(sql: "DELETE FROM ask WHERE question = ?", arguments: [question])
      try database.execute(sql: "DELETE FROM question WHERE id = ?", arguments: [question])
    }
  }

  /// Stores approximate scores `[steps][passages]`, all or none.
  package func save(coarse scores: [[Float]], steps: [Int64], run: Int64) throws(StoreError) {
    precondition(scores.count == steps.count)
    try write { database in
      for (step, values) in zip(steps, scores) {
        let data = BlobCoding.data(values)
        try database.execute(
          sql: "INSERT OR REPLACE INTO coarse (run, step, checksum, data) VALUES (?, ?, ?, ?)",
          arguments: [run, step, BlobCoding.checksum(data), data])
      }
    }
  }

  /// A step's approximate scores, NaN where none is known; nil where it has none or needs none.
  package func coarse(step: Int64, run: Int64, passages: Int) throws(StoreError) -> [Float]? {
    try read { database in
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT checksum, data FROM coarse WHERE run = ? AND step = ?",
          arguments: [run, step])
      else { return nil }
      let data: Data = try row.value("data")
      guard data.count == 4 * passages,
        try BlobCoding.checksum(data) == row.value("checksum", Int64.self)
      else {
        throw StoreError(
          "the coarse scores of a step are damaged; delete the .stemma folder and compute again")
      }
      return try BlobCoding.array(data, of: Float.self)
    }
  }

  /// Commits exact scores of some passages, row-major `[steps × passages]`.
  package func refine(
    _ passages: [Int32], scores: [Float], steps: [Int64], run: Int64
  ) throws(StoreError) {
    let width = passages.count
    precondition(scores.count == width * steps.count)
    try write { database in
      let numbers = BlobCoding.data(passages)
      for (row, step) in steps.enumerated() {
        let data = BlobCoding.data(scores[row * width..<(row + 1) * width])
        try database.execute(
          sql: """
            INSERT INTO refined (run, step, part, checksum, passages, data)
            SELECT ?, ?, coalesce(max(part) + 1, 0), ?, ?, ? FROM refined WHERE run = ? AND step = ?
            """,
          arguments: [run, step, BlobCoding.checksum(numbers + data), numbers, data, run, step])
      }
    }
  }

  /// Removes what complete score blocks have made needless.
  package func dropEstimates(steps: [Int64], run: Int64) throws(StoreError) {
    try write { database in
      for step in steps {
        for table in ["coarse", "refined"] {
          try database.execute(
            sql: "DELETE FROM \(table) WHERE run = ? AND step = ?", arguments: [run, step])
        }
      }
    }
  }

  /// A number that changes with everything stored for typed questions that nobody has kept yet.
  package func scratchVersion(run: RunRecord) throws(StoreError) -> (catalog: Int, scores: Int) {
    try read { database in
      let catalog =
        try Int.fetchOne(
          database,
          sql:
            "SELECT coalesce(sum(id * 7 + (completion IS NOT NULL)), 0) FROM question WHERE question_set = ? AND scratch",
          arguments: [run.questionSet]) ?? 0
      let scores =
        try Int.fetchOne(
          database,
          sql: """
            SELECT (SELECT count(*) FROM coarse WHERE run = :run) + (SELECT count(*) FROM refined WHERE run = :run) * 1009
              + (SELECT count(*) FROM question JOIN step ON step.question = question.id
                JOIN score ON score.run = :run AND score.step = step.id WHERE scratch) * 1000003
            """, arguments: ["run": run.id]) ?? 0
      return (catalog, scores)
    }
  }

  /// Puts exact scores that were committed in another order into a vector.
  static func addRefined(
    to vector: inout ScoreVector, step: Int64, run: Int64, _ database: Database
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT part, checksum, passages, data FROM refined WHERE run = ? AND step = ?",
      arguments: [run, step])
    while let row = try rows.next() {
      let numbers: Data = try row.value("passages")
      let data: Data = try row.value("data")
      guard numbers.count == data.count,
        try BlobCoding.checksum(numbers + data) == row.value("checksum", Int64.self)
      else {
        throw StoreError(
          "part \(try row.value("part", Int.self)) of a step's scores is damaged; delete the .stemma folder and compute again"
        )
      }
      let values = try BlobCoding.array(data, of: Float.self)
      for (number, value) in zip(try BlobCoding.array(numbers, of: Int32.self), values)
      where vector.values.indices.contains(Int(number)) {
        vector.values[Int(number)] = value
      }
    }
  }
}
