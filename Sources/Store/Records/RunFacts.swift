/// Something that the engine found out about a run and everything later goes by, kept as JSON under a name.
package protocol RunFact: Codable, Sendable {
  static var name: String { get }
}

/// How a run keeps the preconditioned gradients of its steps, and what that loses.
package struct StepStorageFact: RunFact, Equatable {
  package static let name = "step storage"

  package enum Form: String, Codable, Sendable { case whole, bytes, factors }

  package var form: Form
  /// Columns of each factor; nil without factors.
  package var rank: Int?
  /// Whether factors are bfloat16.
  package var isHalved: Bool
  /// What this is called in text.
  package var title: String
  /// ‖scores − dense scores‖ / ‖dense scores‖, the mean over some steps; nil where nothing was lost or measured.
  package var error: Double?
  /// Steps and passages that were scored both ways.
  package var steps: Int
  package var passages: Int

  package init(
    form: Form, rank: Int? = nil, isHalved: Bool = false, title: String, error: Double? = nil,
    steps: Int = 0, passages: Int = 0
  ) {
    self.form = form
    self.rank = rank
    self.isHalved = isHalved
    self.title = title
    self.error = error
    self.steps = steps
    self.passages = passages
  }

  /// One line for a person.
  package var sentence: String {
    guard let error else { return title }
    let percent = (error * 1_000).rounded() / 10
    return "\(title): scores differ from dense ones by \(percent) % "
      + "(\(steps) step\(steps == 1 ? "" : "s") on \(passages) random passages)"
  }
}

/// What is known of a run whose passages were put in order by the index and scored exactly at the ends only.
package struct CoarseFact: RunFact, Equatable {
  package static let name = "coarse first"

  /// Share of the passages that are scored exactly at either end of every step's order.
  package var share: Double
  /// Passages drawn at random that every step is scored exactly on as well.
  package var sample: Int
  /// Steps that stand in this way.
  package var steps: Int
  /// Mean share of the passages with exact scores.
  package var exact: Double
  /// Estimate, the mean over steps, of the share of the true top 10 that is found; nil where nothing is exact.
  package var recall: Double?

  package init(share: Double, sample: Int, steps: Int, exact: Double, recall: Double?) {
    self.share = share
    self.sample = sample
    self.steps = steps
    self.exact = exact
    self.recall = recall
  }

  /// One line for a person.
  package var sentence: String {
    func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
    let found = recall.map { "; about \(percent($0)) of every true top 10 is found" } ?? ""
    return
      "\(steps) steps in approximate order (~), exact (=) on \(percent(exact)) of the passages, "
      + "\(sample) of them drawn at random\(found)"
  }
}

/// How conjugate gradients came along for a run's steps.
package struct ConjugateGradientFact: RunFact, Equatable {
  package static let name = "conjugate gradients"

  /// One step's way.
  package struct Step: Codable, Sendable, Equatable {
    /// Row of the step.
    package var step: Int64
    /// Relative residual after each iteration, in the preconditioner's norm.
    package var residuals: [Double]
    /// Whether a last iteration was taken back.
    package var wasUndone: Bool

    package init(step: Int64, residuals: [Double], wasUndone: Bool) {
      self.step = step
      self.residuals = residuals
      self.wasUndone = wasUndone
    }
  }

  /// Passages of the Gauss-Newton matrix.
  package var documents: Int
  package var steps: [Step]

  package init(documents: Int, steps: [Step]) {
    self.documents = documents
    self.steps = steps
  }

  /// Adds steps, each once.
  package mutating func merge(_ new: [Step]) {
    let rows = Set(new.map(\.step))
    steps = steps.filter { !rows.contains($0.step) } + new
  }

  /// One line for a person.
  package var sentence: String {
    let residuals = steps.compactMap(\.residuals.last).sorted()
    guard let least = residuals.first, let most = residuals.last else {
      return "conjugate gradients over \(documents) passages; no step is solved yet"
    }
    func text(_ value: Double) -> String {
      String((value * 1e4).rounded() / 1e4)
    }
    let iterations = steps.map(\.residuals.count).max() ?? 0
    let undone = steps.count(where: \.wasUndone)
    return
      "\(iterations) iterations at most over \(documents) passages; of \(steps.count) steps the residual, 1 before the first, is \(text(residuals[residuals.count / 2])) in the median (\(text(least)) to \(text(most)))"
      + (undone > 0 ? "; of \(undone) the last iteration raised the error and was undone" : "")
  }
}
