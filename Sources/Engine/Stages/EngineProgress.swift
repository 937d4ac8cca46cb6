package import RunModel

/// How far an engine has come.
package struct EngineProgress: Sendable, Equatable {
  package var stage: Stage
  package var done: Int
  package var total: Int
  /// Units of the stage per second; nil until it is known.
  package var rate: Double?
  /// Seconds until everything asked for is done; nil until it is known.
  package var remaining: Double?

  package init(
    stage: Stage, done: Int, total: Int, rate: Double? = nil, remaining: Double? = nil
  ) {
    (self.stage, self.done, self.total) = (stage, done, total)
    (self.rate, self.remaining) = (rate, remaining)
  }
}
