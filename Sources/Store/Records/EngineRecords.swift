package import RunModel

/// What an engine last said of itself.
package struct EngineState: Sendable, Equatable {
  package var pid: Int32
  package var host: String
  /// Seconds since 1970.
  package var started: Double
  /// Seconds since 1970.
  package var heartbeat: Double
  package var run: Int64?
  package var stage: Stage
  package var done: Int
  package var total: Int
  /// Units of the stage per second.
  package var rate: Double?
  /// Seconds that remain for everything.
  package var remaining: Double?
  /// Why it stopped; nil while it works.
  package var stopped: EngineEnd?

  package init(
    pid: Int32, host: String, started: Double, heartbeat: Double, run: Int64?, stage: Stage,
    done: Int, total: Int, rate: Double?, remaining: Double?, stopped: EngineEnd?
  ) {
    self.pid = pid
    self.host = host
    self.started = started
    self.heartbeat = heartbeat
    self.run = run
    self.stage = stage
    self.done = done
    self.total = total
    self.rate = rate
    self.remaining = remaining
    self.stopped = stopped
  }
}

/// A request that waits for an engine.
package struct JobRecord: Sendable, Equatable {
  package let id: Int64
  package let request: JobRequest
  package let priority: Int
  package let state: JobState
  /// Seconds since 1970.
  package let created: Double
  /// What came of it.
  package let message: String?
}

/// A line of the engine's log.
package struct LogLine: Sendable, Equatable {
  package let id: Int64
  /// Seconds since 1970.
  package let time: Double
  package let level: LogLevel
  package let message: String
}
