package import RunModel

/// What the engine is doing, as far as the database says.
package struct EngineStatus: Sendable, Hashable {
  /// In which of its lives an engine is.
  package enum State: String, Sendable {
    /// No engine works and nothing is missing.
    case done
    /// No engine works although something is missing.
    case idle
    case running
    /// An engine was working and has not been heard of for a while.
    case stale
  }

  package var state: State
  /// What it is at; nil where nobody says.
  package var stage: Stage?
  package var done: Int
  package var total: Int
  /// What these count, one of it: while an engine works that of its stage, else blocks of stored scores.
  package var unit: String
  /// Seconds that the stage will still take; nil where nothing is known.
  package var remaining: Double?
  /// Seconds since the engine was last heard of.
  package var silence: Double?
  /// What went wrong last, if it did.
  package var failure: String?
  /// Whether an engine is there that answers requests.
  package var isServing = false
  /// Whether its process is stopped and does nothing until somebody lets it go on.
  package var isHalted = false
  /// Units of the stage per second.
  package var rate: Double?
  /// Process and, in seconds, how long it has lived.
  package var process: Int32?
  package var age: Double?

  /// Whether it rests because somebody asked it to.
  package var isPaused: Bool { state == .running && stage == .paused }

  package init(
    state: State = .done, stage: Stage? = nil, done: Int = 0, total: Int = 0,
    remaining: Double? = nil, silence: Double? = nil, failure: String? = nil
  ) {
    self.state = state
    self.stage = stage
    self.done = done
    self.total = total
    unit = stage?.unit ?? "unit"
    self.remaining = remaining
    self.silence = silence
    self.failure = failure
  }

  /// Whether the database itself is gone.
  package var isLost = false

  /// Of a database that is not where it was.
  package static func lost(_ reason: String) -> EngineStatus {
    var status = EngineStatus(state: .idle, failure: reason)
    status.isLost = true
    return status
  }

  /// Whole percent of the stage, rounded down so that 100 % means all.
  package var percent: Int { total > 0 ? min(100, max(0, done * 100 / total)) : 0 }

  /// The strip at the right of the first row.
  package var strip: String {
    if isLost { return "! database gone" }
    if isHalted { return "engine ! halted" }
    switch state {
    case .running:
      if isPaused { return "engine ○ paused \(percent)%" }
      let time = remaining.map { "  eta " + duration($0) } ?? ""
      return "engine ● \(stage.map { $0.title + " " } ?? "")\(percent)%\(time)"
    case .stale: return "engine ○ stale \(silence.map { duration($0) } ?? "")"
    case .idle:
      if failure != nil { return "engine ! failed" }
      return total > 0 ? "engine ○ idle \(percent)%" : "engine ○ idle"
    case .done:
      if failure != nil { return "engine ! failed" }
      return isServing ? "engine ● ready" : "engine ○ done"
    }
  }

  /// The strip where there is little room.
  package var shortStrip: String {
    if isLost { return "! gone" }
    if isHalted { return "! halted" }
    switch state {
    case .running:
      if isPaused { return "○ paused" }
      return "● \(percent)%" + (remaining.map { " " + duration($0) } ?? "")
    case .stale: return "○ stale"
    case .idle: return failure == nil ? "○ idle" : "! failed"
    case .done: return failure != nil ? "! failed" : isServing ? "● ready" : "○ done"
    }
  }
}

/// A time in the largest two units that matter: `41s`, `3m12s`, `2h05m`.
package func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
  let whole = Int(drawn: seconds.rounded())
  func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
  if whole < 60 { return "\(whole)s" }
  if whole < 3600 { return "\(whole / 60)m\(two(whole % 60))s" }
  return "\(whole / 3600)h\(two(whole / 60 % 60))m"
}
