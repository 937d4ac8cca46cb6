package import RunModel

/// What engines were asked for and what they said, the newest last.
package struct Activity: Sendable, Hashable {
  /// A request that waits for an engine, or that one has answered.
  package struct Job: Sendable, Hashable {
    package var id: Int
    /// nil for one of another version.
    package var kind: JobKind?
    /// What exactly was asked.
    package var target: String
    package var state: JobState
    /// What came of it.
    package var note: String
    /// Larger goes first.
    package var priority: Int

    package init(
      id: Int, kind: JobKind?, target: String, state: JobState, note: String, priority: Int = 0
    ) {
      self.priority = priority
      self.id = id
      self.kind = kind
      self.target = target
      self.state = state
      self.note = note
    }
  }

  /// A line of the engine's log.
  package struct Line: Sendable, Hashable {
    /// Time of day, as it is shown.
    package var time: String
    package var level: LogLevel
    package var text: String

    package init(time: String, level: LogLevel, text: String) {
      self.time = time
      self.level = level
      self.text = text
    }
  }

  package var jobs: [Job]
  package var log: [Line]
  /// Typed questions, the newest first.
  package var asks: [Asked] = []
  /// Bytes of the database and of what is not yet merged into it, and those free on its disk.
  package var sizes: Sizes?
  /// A line for each part of a run that several processes share, and what is missing.
  package var parts: [String] = []
  package var missingParts: String?

  package struct Sizes: Sendable, Hashable {
    package var database: Int
    package var log: Int
    package var free: Int

    package init(database: Int, log: Int, free: Int) {
      self.database = database
      self.log = log
      self.free = free
    }
  }

  package init(jobs: [Job] = [], log: [Line] = []) {
    self.jobs = jobs
    self.log = log
  }
}
