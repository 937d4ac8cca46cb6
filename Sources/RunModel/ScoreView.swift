/// How a score is put on the screen and ordered; the raw value is what sessions and commands hold.
package enum ScoreView: String, Sendable, Codable, CaseIterable {
  /// The influence itself: change of the step's log-likelihood.
  case raw
  /// Influence divided by the step's nats, so that steps can be compared; the order is raw's.
  case perNat
  /// Influence divided by the length of the passage's gradient, as the study ranked (Ruis et al. 2024).
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

  /// The word that stands for it on the command line.
  package var argument: String {
    switch self {
    case .raw: "raw"
    case .perNat: "nat"
    case .norm: "norm"
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

  /// What the numbers are, in lines for somebody who asks.
  package var explanation: [String] {
    switch self {
    case .raw:
      [
        "influence: change of the step's log-likelihood, to first order, if",
        "the passage had weighed more in training; positive made it likelier",
      ]
    case .perNat: ["influence divided by the step's nats, so that steps compare"]
    case .norm: ["influence divided by the length of the passage's gradient"]
    }
  }

  package var next: ScoreView {
    switch self {
    case .raw: .perNat
    case .perNat: .norm
    case .norm: .raw
    }
  }

  /// Whether the order of the passages is that of the influence itself.
  package var ordersAsRaw: Bool { self != .norm }

  /// Whether the lengths of the passages' gradients are needed for it.
  package var needsGradientNorms: Bool { self == .norm }

  /// A score in this view.
  ///
  /// - Parameters:
  ///   - score: the influence.
  ///   - nats: of the step or completion.
  ///   - gradientNorm: length of the passage's gradient.
  /// - Returns: 0 where a passage without a gradient is asked for per length; NaN where nats are unknown or zero.
  package func value(_ score: Float, nats: Double, gradientNorm: Float) -> Float {
    switch self {
    case .raw: score
    case .perNat: nats > 0 ? Float(Double(score) / nats) : .nan
    case .norm: Self.perLength(score, gradientNorm)
    }
  }

  /// The influence itself, from a number of this view.
  ///
  /// - Parameters:
  ///   - nats: where they are zero, the view shows the influence itself.
  ///   - gradientNorm: nil where it is not known.
  /// - Returns: nil where it cannot be told.
  package func influence(of value: Float, nats: Double, gradientNorm: Float?) -> Float? {
    switch self {
    case .raw: value
    case .perNat: nats > 0 ? value * Float(nats) : value
    case .norm: gradientNorm.map { value * $0 }
    }
  }

  /// The number of this view among those that are known of a passage; 0 where it is not.
  package func number(influence: Double, perNat: Double?, perLength: Double?) -> Double {
    switch self {
    case .raw: influence
    case .perNat: perNat ?? 0
    case .norm: perLength ?? 0
    }
  }

  /// A score per length of the passage's gradient; 0 where the passage has none.
  package static func perLength(_ score: Float, _ gradientNorm: Float) -> Float {
    gradientNorm > 0 ? score / gradientNorm : 0
  }
}
