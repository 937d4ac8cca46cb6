/// Whether the process of an engine is there, and whether it can do anything.
package enum EngineLife: Sendable, Hashable {
  case absent, alive
  /// It was asked to end and did so at once: there is nothing to explain.
  case dismissed
  /// Its process is stopped, as by SIGSTOP or a debugger; it does nothing until it is continued.
  case halted

  /// Whether no engine works.
  package var isGone: Bool { self == .absent || self == .dismissed }
}

/// What the explorer may do with an engine; whoever opens the explorer says how.
package struct EngineControl: Sendable {
  /// How the engine is that works on this workspace, ours or another's; cheap enough to ask every second.
  package var life: @Sendable () -> EngineLife
  /// Starts an engine at the beginning if there is something for it to do; takes a moment, so that the first frame does
  /// not wait for it.
  package var begin: (@Sendable () throws -> Void)?
  /// Nil where engines may be looked at only.
  package var start: (@Sendable () throws -> Void)?
  /// Asks the engine to end; what it has committed is kept.
  package var stop: @Sendable () -> Void

  package init(
    life: @escaping @Sendable () -> EngineLife, start: (@Sendable () throws -> Void)?,
    stop: @escaping @Sendable () -> Void
  ) {
    self.life = life
    self.start = start
    self.stop = stop
  }
}

/// What the explorer cannot know of texts by itself.
package struct TextServices: Sendable {
  /// Bytes of a text that each of its tokens covers, as whoever knows the tokenizer can say.
  package var tokenRanges: @Sendable (_ tokens: [Int32], _ text: String) -> [Range<Int>]
  /// Whether the equalities that a text states hold; nil where it states none that can be checked.
  package var holds: @Sendable (_ text: String) -> Bool?

  package init(
    tokenRanges: @escaping @Sendable ([Int32], String) -> [Range<Int>],
    holds: @escaping @Sendable (String) -> Bool?
  ) {
    self.tokenRanges = tokenRanges
    self.holds = holds
  }
}
