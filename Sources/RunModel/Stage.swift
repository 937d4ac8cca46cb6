/// What an engine does, in this order; the raw value is what the database holds.
package enum Stage: String, Sendable, Codable, CaseIterable {
  case reading, ingest, generation, covariances, eigenbases, eigenvalues
  case stepGradients = "step_gradients"
  case scores, index, asking, jobs, paused, finished

  /// The stage in a few words.
  package var title: String {
    switch self {
    case .reading: "reading inputs"
    case .ingest: "reading the corpus"
    case .generation: "answering questions"
    case .covariances: "fitting covariances"
    case .eigenbases: "decomposing"
    case .eigenvalues: "correcting eigenvalues"
    case .stepGradients: "step gradients"
    case .scores: "scoring passages"
    case .index: "building the index"
    case .asking: "answering a question"
    case .jobs: "waiting for requests"
    case .paused: "paused"
    case .finished: "finished"
    }
  }

  /// What its progress counts, one of it.
  package var unit: String {
    switch self {
    case .reading: "piece"
    case .ingest: "byte"
    case .generation: "question"
    case .covariances, .eigenvalues, .scores, .asking: "passage"
    case .eigenbases: "module"
    case .stepGradients: "step"
    case .index: "block"
    case .jobs, .paused, .finished: "unit"
    }
  }

  /// Whether the engine has done everything and only answers requests.
  package var isServing: Bool { self == .jobs }

  /// Reads what the database holds; version 0.1.0 wrote the title.
  package init?(stored text: String) {
    guard let stage = Self(rawValue: text) ?? Self.allCases.first(where: { $0.title == text })
    else { return nil }
    self = stage
  }
}

/// Why an engine is no longer there.
package enum EngineEnd: Sendable, Hashable {
  /// Everything was done.
  case finished
  /// Somebody asked it to end.
  case stopped
  /// It could not go on, for a reason in a sentence.
  case failed(String)

  /// What the database and the log say.
  package var sentence: String {
    switch self {
    case .finished: "finished"
    case .stopped: "stopped on request"
    case .failed(let reason): reason
    }
  }

  /// What went wrong; nil where nothing did.
  package var failure: String? {
    if case .failed(let reason) = self { reason } else { nil }
  }

  /// Reads what the database holds.
  package init(stored text: String) {
    self = [Self.finished, .stopped].first { $0.sentence == text } ?? .failed(text)
  }
}
