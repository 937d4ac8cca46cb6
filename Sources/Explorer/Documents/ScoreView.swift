/// How a score is put on the screen and ordered.
package enum ScoreView: String, Sendable, CaseIterable {
  /// The influence itself: change of the step's log-likelihood.
  case raw
  /// Influence divided by the step's nats, so that steps can be compared.
  case perNat
  /// Influence divided by the length of the passage's gradient, so that loud passages do not win.
  case norm

  /// The heading of the column.
  package var heading: String {
    switch self {
    case .raw: "influence"
    case .perNat: "infl/nat"
    case .norm: "infl/norm"
    }
  }

  /// What a number of the view is per.
  package var short: String {
    switch self {
    case .raw: "influence"
    case .perNat: "per nat"
    case .norm: "per length"
    }
  }

  /// The column's name where programs read it.
  package var column: String {
    switch self {
    case .raw: "influence"
    case .perNat: "influence_per_nat"
    case .norm: "influence_per_norm"
    }
  }

  /// What the numbers are.
  package var meaning: String {
    switch self {
    case .raw:
      "change of the step's log-likelihood, to first order, had the passage weighed more in training"
    case .perNat: "influence divided by the step's nats"
    case .norm: "influence divided by the length of the passage's gradient"
    }
  }

  package var next: ScoreView {
    switch self {
    case .raw: .perNat
    case .perNat: .norm
    case .norm: .raw
    }
  }
}

/// Which signs of influence a list shows.
package enum Sign: String, Sendable, CaseIterable {
  case both
  /// Passages that made the step likelier.
  case plus
  /// Passages that made it less likely, most harmful first.
  case minus

  package var mark: String {
    switch self {
    case .both: "±"
    case .plus: "+"
    case .minus: "-"
    }
  }

  package var next: Sign {
    switch self {
    case .both: .plus
    case .plus: .minus
    case .minus: .both
    }
  }
}
