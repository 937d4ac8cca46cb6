/// What an engine does, in this order.
package enum Stage: String, Sendable, CaseIterable {
  case reading = "reading inputs"
  case ingest = "reading the corpus"
  case generation = "answering questions"
  case covariances = "fitting covariances"
  case eigenbases = "decomposing"
  case eigenvalues = "correcting eigenvalues"
  case stepGradients = "step gradients"
  case scores = "scoring passages"
  case index = "building the index"
  case asking = "answering a question"
  case jobs = "waiting for requests"
  case paused
  case finished = "finished"
}

/// How far an engine has come.
package struct EngineProgress: Sendable, Equatable {
  package var stage: Stage
  package var done: Int
  package var total: Int
  /// Units of the stage per second; nil until it is known.
  package var rate: Double?
  /// Seconds until everything asked for is done; nil until it is known.
  package var remaining: Double?
}
