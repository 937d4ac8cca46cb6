import Foundation
import GRDB
package import RunModel

extension Store {
  /// What the engine last said of itself.
  package func engineState() throws(StoreError) -> EngineState? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM engine").map {
        try EngineState(
          pid: Int32($0.value("pid", in: 0...Int(Int32.max))), host: $0.value("host"),
          started: $0.time("started"),
          heartbeat: $0.time("heartbeat"), run: $0.value("run"),
          stage: $0.named("stage", Stage.init(stored:)),
          done: $0.value("done", in: 0...1 << 48), total: $0.value("total", in: 0...1 << 48),
          rate: $0.number("rate", in: 0...1e15), remaining: $0.number("remaining", in: 0...1e12),
          stopped: ($0.value("stopped") as String?).map(EngineEnd.init(stored:)))
      }
    }
  }

  /// Says what the engine is doing now.
  package func save(_ state: EngineState) throws(StoreError) {
    try write {
      try $0.execute(
        sql: """
          INSERT OR REPLACE INTO engine
            (id, pid, host, started, heartbeat, run, stage, done, total, rate, remaining, stopped)
          VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          state.pid, state.host, state.started, state.heartbeat, state.run, state.stage.rawValue,
          state.done, state.total, state.rate, state.remaining, state.stopped?.sentence,
        ])
    }
  }

  /// Adds a line to the engine's log.
  package func log(_ message: String, level: LogLevel = .info) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "INSERT INTO log (time, level, message) VALUES (?, ?, ?)",
        arguments: [Date().timeIntervalSince1970, level.rawValue, message])
    }
  }

  /// The last lines of the engine's log, oldest first.
  package func logLines(last count: Int) throws(StoreError) -> [LogLine] {
    try read {
      try Row.fetchAll($0, sql: "SELECT * FROM log ORDER BY id DESC LIMIT ?", arguments: [count])
        .reversed().map {
          try LogLine(
            id: $0.value("id"), time: $0.time("time"), level: $0.named("level", LogLevel.init),
            message: $0.value("message"))
        }
    }
  }

  /// Asks the engine for something.
  ///
  /// - Parameter priority: larger goes first; nil leaves it to the request.
  @discardableResult
  package func request(_ request: JobRequest, priority: Int? = nil) throws(StoreError)
    -> Int64
  {
    try write { database in
      try database.execute(
        sql: "INSERT INTO job (kind, payload, priority, state, created) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          request.title, try request.payload(), priority ?? request.priority,
          JobState.waiting.rawValue, Date().timeIntervalSince1970,
        ])
      return database.lastInsertedRowID
    }
  }

  /// The waiting job that goes next, now running.
  package func takeJob() throws(StoreError) -> JobRecord? {
    try write { database in
      guard
        let job = try Self.jobs(
          database, "state = 'waiting' ORDER BY priority DESC, id LIMIT 1", []
        ).first
      else { return nil }
      let waiting = try Self.waitingJobs(database)
      try database.execute(
        sql: "UPDATE job SET state = 'running' WHERE id = ?", arguments: [job.id])
      // A damaged table may list a row that no search finds, or two of one number: whoever takes jobs would take it
      // again for ever.
      guard try Self.waitingJobs(database) == waiting - 1 else {
        throw DatabaseError.damage("job \(job.id) is taken and still listed")
      }
      return job
    }
  }

  private static func waitingJobs(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM job WHERE state = 'waiting'") ?? 0
  }

  /// Says what became of a job.
  package func finish(job: Int64, state: JobState, message: String?) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "UPDATE job SET state = ?, message = ? WHERE id = ?",
        arguments: [state.rawValue, message, job])
    }
  }

  /// Changes the state of a job if it has one of some states now; a new try forgets what came of the old.
  package func change(
    job: Int64, from states: Set<JobState>, to state: JobState
  ) throws(StoreError) {
    try write { database in
      guard let known = try Self.jobs(database, "id = ?", [job]).first, states.contains(known.state)
      else { return }
      try database.execute(
        sql: "UPDATE job SET state = ?, message = iif(? = 'waiting', NULL, message) WHERE id = ?",
        arguments: [state.rawValue, state.rawValue, job])
    }
  }

  /// Lets a job go before others, or after; larger goes first.
  package func setPriority(_ priority: Int, job: Int64) throws(StoreError) {
    try write {
      try $0.execute(
        sql: "UPDATE job SET priority = ? WHERE id = ?", arguments: [priority, job])
    }
  }

  /// Puts jobs that an engine left running back into the queue; what ended two engines is not tried a third time.
  package func requeueInterruptedJobs() throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          UPDATE job SET state = 'failed', message = ? WHERE state = 'running' AND kind <> ? AND message = ?
          """,
        arguments: [
          "two engines ended in the middle of it, so it is not tried again", JobKind.pause.rawValue,
          Self.interrupted,
        ])
      try database.execute(
        sql: """
          UPDATE job SET state = 'waiting', message = iif(kind = ?, message, ?) WHERE state = 'running'
          """, arguments: [JobKind.pause.rawValue, Self.interrupted])
    }
  }

  /// Puts a job back that an engine leaves in order, which is nothing against it.
  package func putBackRunningJobs() throws(StoreError) {
    try write {
      try $0.execute(
        sql:
          "UPDATE job SET state = 'waiting', message = NULL WHERE state = 'running' AND kind <> ?",
        arguments: [JobKind.pause.rawValue])
    }
  }

  /// What is said of a job whose engine ended without a word.
  private static let interrupted = "an engine ended in the middle of it"

  /// All jobs, the newest first.
  package func jobs(limit: Int = 200) throws(StoreError) -> [JobRecord] {
    try read { try Self.jobs($0, "1 ORDER BY id DESC LIMIT ?", [limit]) }
  }

  /// One job.
  package func job(_ id: Int64) throws(StoreError) -> JobRecord? {
    try read { try Self.jobs($0, "id = ?", [id]).first }
  }

  private static func jobs(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  )
    throws -> [JobRecord]
  {
    try Row.fetchAll(database, sql: "SELECT * FROM job WHERE \(condition)", arguments: arguments)
      .map {
        try JobRecord(
          id: $0.value("id"),
          request: JobRequest(kind: $0.value("kind"), payload: $0.value("payload")),
          priority: $0.value("priority", in: -1 << 48...1 << 48),
          state: $0.named("state", JobState.init),
          created: $0.time("created"),
          message: $0.value("message"))
      }
  }
}
