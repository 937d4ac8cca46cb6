import RunModel

/// How hard one completion leans on passages, and how concentrated that is.
package struct QuestionMagnitude: Sendable, Codable, Equatable {
  package struct OneSide: Sendable, Codable, Equatable {
    /// Influence per nat; nil where the completion's nats are unknown or zero.
    package let coverage: Coverage?
    /// Least-squares slope of log score on log rank.
    package let slope: Double?
    /// Maximum-likelihood exponent of a power law, another number than the slope.
    package let exponent: Double?
    /// Gini's coefficient of this side's scores.
    package let gini: Double?
  }

  package let positive: OneSide
  package let negative: OneSide

  package subscript(side: Side) -> OneSide { side == .positive ? positive : negative }

  init(_ scores: [Float], _ ranking: Ranking, nats: Double?, slopeDepth k: Int) throws {
    func one(_ side: Side) throws -> OneSide {
      var coverage: Coverage?
      if let nats, nats > 0, nats.isFinite {
        coverage = try Coverage(scores: scores, ranking: ranking, nats: nats, side: side)
      }
      return OneSide(
        coverage: coverage, slope: logLogSlope(scores: scores, ranking: ranking, k: k, side: side),
        exponent: paretoExponent(scores: scores, ranking: ranking, k: k, side: side),
        gini: giniCoefficient(scores: scores, ranking: ranking, side: side))
    }
    positive = try one(.positive)
    negative = try one(.negative)
  }
}

/// Findings 2 and 2b: the weight of single passages, absolute and relative.
package struct MagnitudeFinding: Sendable, Codable, Equatable {
  /// One a question.
  package let questions: [QuestionMagnitude]
  package let groups: [Group]

  /// One group's magnitudes on one side.
  package struct Group: Sendable, Codable, Equatable {
    package let group: String
    package let side: Side
    /// Percentages of this side's passages that the curves are given at.
    package let percentages: [Double]
    /// Absolute: influence per nat of the top percentages; nil where no question has nats.
    package let perNat: CurveBand?
    /// Relative: the same as a share of each question's total.
    package let share: CurveBand?
    /// Influence per nat of the whole side.
    package let totalPerNat: Spread?
    package let slope: Spread?
    package let exponent: Spread?
    package let gini: Spread?
  }

  /// The magnitudes of one group on one side.
  package func group(_ name: String, _ side: Side) -> Group? {
    groups.first { $0.group == name && $0.side == side }
  }

  init(_ questions: [QuestionMagnitude], groups: [StudyGroup]) {
    self.questions = questions
    self.groups = groups.flatMap { group in
      Side.allCases.map { side in
        let members = group.members.map { questions[$0][side] }
        let curves = members.compactMap(\.coverage)
        return Group(
          group: group.name, side: side, percentages: Coverage.percentages,
          perNat: CurveBand(curves.map(\.perNat)), share: CurveBand(curves.map(\.share)),
          totalPerNat: Spread(curves.map(\.totalPerNat)),
          slope: Spread(members.compactMap(\.slope)),
          exponent: Spread(members.compactMap(\.exponent)),
          gini: Spread(members.compactMap(\.gini)))
      }
    }
  }
}

/// Mean and spread of one number over questions.
package struct Spread: Sendable, Codable, Equatable {
  package let count: Int
  package let mean: Double
  /// Sample standard deviation; nil for one value alone.
  package let deviation: Double?
  package let minimum: Double
  package let maximum: Double

  /// Mean ± 1.96 standard errors; nil for one value alone.
  package var interval: ClosedRange<Double>? {
    deviation.map {
      let half = 1.959_963_984_540_054 * $0 / Double(count).squareRoot()
      return (mean - half)...(mean + half)
    }
  }

  /// Summarises values; nil where there is none.
  package init?(_ values: [Double]) {
    guard let minimum = values.min(), let maximum = values.max() else { return nil }
    (mean, deviation) = meanAndDeviation(values)
    count = values.count
    self.minimum = minimum
    self.maximum = maximum
  }
}
