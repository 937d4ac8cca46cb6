/// Scores of one question or step as a combination takes them.
package struct LeafScores {
  /// Scores of all passages [D], NaN where there is none.
  package let values: [Float]
  /// Whether each is exact [D].
  package let isExact: [Bool]
  /// Its nats; NaN where they are not known.
  package let nats: Double

  package init(values: [Float], isExact: [Bool], nats: Double) {
    (self.values, self.isExact, self.nats) = (values, isExact, nats)
  }
}

/// Scores of a combination of questions and steps over all passages.
///
/// Influence is linear in the query's gradient (Koh and Liang 2017, eq. 2): a weighted sum of stored scores is the
/// score of the weighted sum of gradients.
package struct CombinedScores: Sendable {
  /// The combination of the scores [D]; NaN where a member has none.
  package var raw: [Double]
  /// The combination of each member's scores divided by its own nats [D], so that a long answer does not outweigh a
  /// short one; NaN where a member has no score or no nats.
  package var perNat: [Double]
  /// Whether every member's score at a passage is exact [D].
  package var isExact: [Bool]
}

extension QueryPlan {
  /// Combines scores.
  ///
  /// - Parameter scores: of a question or step over all passages; asked for once for each time that it is named.
  package func combine(_ scores: (Leaf) throws -> LeafScores) throws -> CombinedScores {
    try combine(root, scores)
  }

  private func combine(_ node: Node, _ scores: (Leaf) throws -> LeafScores) throws
    -> CombinedScores
  {
    switch node {
    case .leaf(let leaf):
      let found = try scores(leaf)
      let divisor = found.nats > 0 ? found.nats : .nan
      return CombinedScores(
        raw: found.values.map { Double($0) }, perNat: found.values.map { Double($0) / divisor },
        isExact: found.isExact)
    case .scaled(let factor, let inner):
      var result = try combine(inner, scores)
      for index in result.raw.indices {
        result.raw[index] *= factor
        result.perNat[index] *= factor
      }
      return result
    case .combined(let combination, let members):
      var total = try combine(members[0], scores)
      for member in members.dropFirst() {
        total.take(try combine(member, scores), by: combination)
      }
      if combination == .mean {
        for index in total.raw.indices {
          total.raw[index] /= Double(members.count)
          total.perNat[index] /= Double(members.count)
        }
      }
      return total
    }
  }
}

extension CombinedScores {
  /// Takes in another member; the division of a mean comes last.
  fileprivate mutating func take(
    _ next: CombinedScores, by combination: QueryExpression.Combination
  ) {
    // NaN in either stays NaN: a passage without one of the scores has no combination.
    func greatest(_ one: Double, _ other: Double) -> Double {
      one.isNaN || other.isNaN ? .nan : Swift.max(one, other)
    }
    for index in raw.indices {
      switch combination {
      case .mean, .sum:
        raw[index] += next.raw[index]
        perNat[index] += next.perNat[index]
      case .max:
        raw[index] = greatest(raw[index], next.raw[index])
        perNat[index] = greatest(perNat[index], next.perNat[index])
      }
      isExact[index] = isExact[index] && next.isExact[index]
    }
  }
}
