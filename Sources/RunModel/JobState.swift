/// What has become of a request so far; the raw value is what the database holds.
package enum JobState: String, Sendable, Codable, CaseIterable {
  case waiting, running, done, failed, cancelled
  /// Waits, and is not to be taken until somebody lets it go.
  case paused

  /// Whether an engine may still answer it.
  package var isOpen: Bool { [.waiting, .running, .paused].contains(self) }
  /// Whether no engine has taken it yet.
  package var isInQueue: Bool { self == .waiting || self == .paused }
  /// Whether it can be put back into the queue.
  package var canBeRetried: Bool { self == .failed || self == .cancelled }
}

/// How grave a line of the log is; the raw value is what the database holds.
package enum LogLevel: String, Sendable, Codable {
  case info, warning, error
}
