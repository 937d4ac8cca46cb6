/// A run that belongs to one training: over one of its checkpoints.
package struct CheckpointRecord: Sendable, Equatable {
  package let run: RunRecord
  package let name: String
  /// Steps of the training until then; nil where nobody has recorded them.
  package let step: Int?
  /// Sum of the learning rates of these steps; nil where nobody has recorded them.
  package let rateSum: Double?

  /// What it is called where there is little room.
  package var label: String { step.map { "step \($0)" } ?? name }
}

/// One checkpoint on its way into the store.
package struct NewCheckpoint: Sendable {
  /// Of the run over it.
  package var fingerprint: String
  package var name: String
  package var step: Int?
  package var rateSum: Double?

  package init(fingerprint: String, name: String, step: Int?, rateSum: Double?) {
    self.fingerprint = fingerprint
    self.name = name
    self.step = step
    self.rateSum = rateSum
  }
}

/// One passage's scores along a training.
package struct PassageCourse: Sendable, Equatable {
  /// What each checkpoint is called, in the order of the training.
  package let labels: [String]
  /// Its score at each; nil where none is stored yet, or the passage was skipped.
  package let scores: [Float?]

  package init(labels: [String], scores: [Float?]) {
    (self.labels, self.scores) = (labels, scores)
  }
}
