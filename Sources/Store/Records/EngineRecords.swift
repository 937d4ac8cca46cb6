/// What an engine last said of itself.
package struct EngineState: Sendable, Equatable {
  package var pid: Int32
  package var host: String
  /// Seconds since 1970.
  package var started: Double
  /// Seconds since 1970.
  package var heartbeat: Double
  package var run: Int64?
  /// What it is doing, such as `scores`.
  package var stage: String
  package var done: Int
  package var total: Int
  /// Units of the stage per second.
  package var rate: Double?
  /// Seconds that remain for everything.
  package var remaining: Double?
  /// Why it stopped; nil while it works.
  package var stopped: String?

  package init(
    pid: Int32, host: String, started: Double, heartbeat: Double, run: Int64?, stage: String,
    done: Int, total: Int, rate: Double?, remaining: Double?, stopped: String?
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
  /// States of a job, in the order it passes through them.
  package enum State: String, Sendable {
    case waiting, running, done, failed, cancelled
    /// Waits, and is not to be taken until somebody lets it go.
    case paused
  }

  /// The kind of request that lets an engine rest for as long as it is running.
  package static let pauseKind = "pause"

  package let id: Int64
  /// `questions`, `heat`, `ask`.
  package let kind: String
  /// What exactly, as JSON.
  package let payload: String
  package let priority: Int
  package let state: State
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
  /// `info`, `warning` or `error`.
  package let level: String
  package let message: String
}
