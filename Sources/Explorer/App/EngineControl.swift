/// What the explorer may do with an engine; whoever opens the explorer says how.
package struct EngineControl: Sendable {
  package var isRunning: @Sendable () -> Bool
  package var start: @Sendable () throws -> Void
  /// Asks the engine to end; what it has committed is kept.
  package var stop: @Sendable () -> Void

  package init(
    isRunning: @escaping @Sendable () -> Bool, start: @escaping @Sendable () throws -> Void,
    stop: @escaping @Sendable () -> Void
  ) {
    self.isRunning = isRunning
    self.start = start
    self.stop = stop
  }
}

/// What the explorer cannot know of texts by itself.
package struct TextKnowledge: Sendable {
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
