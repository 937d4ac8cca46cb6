/// Where in one question's ranking the passages that contain its answer stand.
///
/// Finding 3 of Ruis et al. 2024, `f3_answer` of findings.md, with every rank and not only those
/// in the top k.
package struct AnswerRanks: Sendable, Codable, Equatable {
  /// Rank of every passage that contains the answer, 1 = most positive, ascending.
  package let ranks: [Int]
  /// D.
  package let documentCount: Int

  /// - Parameters:
  ///   - ranks: rank of every passage [D], from 0, as `Ranking.ranks` gives them.
  ///   - hits: passages that contain the answer.
  package init(ranks: [UInt32], hits: some Sequence<Int>) {
    self.ranks = hits.map { Int(ranks[$0]) + 1 }.sorted()
    documentCount = ranks.count
  }

  /// Whether one of the top k passages contains the answer.
  package func isFound(top k: Int) -> Bool { ranks.first.map { $0 <= k } ?? false }

  /// How many of the top k passages contain it.
  package func count(top k: Int) -> Int {
    var (low, high) = (0, ranks.count)
    while low < high {
      let middle = (low + high) / 2
      if ranks[middle] <= k { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Probability that a random ranking would have the answer in its top k.
  package func randomExpectation(top k: Int) -> Double {
    chanceOfHit(hits: ranks.count, k: k, documentCount: documentCount)
  }
}

/// Probability that k passages drawn without replacement from D hold one of h hits at least.
///
/// Hypergeometric: 1 − C(D − h, k) ÷ C(D, k).
package func chanceOfHit(hits: Int, k: Int, documentCount: Int) -> Double {
  let k = min(k, documentCount)
  guard hits > 0 && k > 0 else { return 0 }
  guard hits <= documentCount - k else { return 1 }
  // The product of the smaller number of factors: drawing hits among places, or places among hits.
  let (few, many) = (min(hits, k), max(hits, k))
  var miss = 1.0
  for drawn in 0..<few {
    miss *= Double(documentCount - many - drawn) / Double(documentCount - drawn)
  }
  return 1 - miss
}

/// Whether every step's result of a reasoning question is in the top k, perhaps in several passages.
///
/// `f3_steps` of findings.md. No steps: not found, since there is nothing that could be.
package func areStepsFound(_ steps: [AnswerRanks], top k: Int) -> Bool {
  !steps.isEmpty && steps.allSatisfy { $0.isFound(top: k) }
}

/// Probability that a random ranking would hold every step's result in its top k.
///
/// Takes the steps as independent, which holds as far as their results stand in different passages.
package func randomExpectationOfSteps(_ steps: [AnswerRanks], top k: Int) -> Double {
  steps.isEmpty ? 0 : steps.reduce(1) { $0 * $1.randomExpectation(top: k) }
}

/// A share of questions, with how many it is of and what a random ranking would give.
package struct AnswerShare: Sendable, Codable, Equatable {
  package let group: String
  /// Whether it is of the questions answered correctly; nil for those with no verdict.
  package let correct: Bool?
  package let found: Int
  package let total: Int
  package let randomExpectation: Double

  package var share: Double { total == 0 ? .nan : Double(found) / Double(total) }

  /// Wilson's 95 % interval of the share.
  package var interval: ClosedRange<Double>? { wilsonInterval(successes: found, of: total) }

  package init(group: String, correct: Bool?, found: Int, total: Int, randomExpectation: Double) {
    self.group = group
    self.correct = correct
    self.found = found
    self.total = total
    self.randomExpectation = randomExpectation
  }
}

extension AnswerShare {
  private enum CodingKeys: String, CodingKey {
    case group, correct, found, total, randomExpectation, share, interval
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      group: try container.decode(String.self, forKey: .group),
      correct: try container.decode(Bool?.self, forKey: .correct),
      found: try container.decode(Int.self, forKey: .found),
      total: try container.decode(Int.self, forKey: .total),
      randomExpectation: try container.decode(Double.self, forKey: .randomExpectation))
  }

  /// Writes what follows from the counts too, so that a file needs no formula.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(group, forKey: .group)
    try container.encode(correct, forKey: .correct)
    try container.encode(found, forKey: .found)
    try container.encode(total, forKey: .total)
    try container.encode(randomExpectation, forKey: .randomExpectation)
    try container.encode(total > 0 ? share : nil, forKey: .share)
    try container.encode(interval, forKey: .interval)
  }
}
