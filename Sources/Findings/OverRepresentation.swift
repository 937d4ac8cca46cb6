/// How much more often one type of passage stands in a group's top k than in the corpus.
///
/// Finding 5 of Ruis et al. 2024, `f5_sources` of findings.md.
package struct OverRepresentation: Sendable, Codable, Equatable {
  package let type: String
  package let group: String
  package let side: Side
  package let k: Int
  /// Passages of the type in the top k of all questions of the group, a passage once per question.
  package let occurrences: Int
  /// k times the number of questions.
  package let pooled: Int
  /// The type's share in the corpus.
  package let corpusShare: Double

  /// Share in the pooled top k ÷ share in the corpus.
  package var multiplier: Double { Double(occurrences) / Double(pooled) / corpusShare }

  /// Wilson's 95 % interval of the multiplier.
  ///
  /// Takes the pooled places as independent; questions that share passages make it too narrow.
  package var interval: ClosedRange<Double>? {
    wilsonInterval(successes: occurrences, of: pooled).map {
      ($0.lowerBound / corpusShare)...($0.upperBound / corpusShare)
    }
  }

  /// Passages of the type that random rankings would hold there.
  package var expected: Double { corpusShare * Double(pooled) }

  /// Whether fewer than five are expected, too few to say much.
  package var isSmall: Bool { expected < 5 }
}

/// Over-representation of every type in one group's pooled top k, for several k.
///
/// A k beyond the corpus is left out, as is everything of an empty group.
/// - Parameters:
///   - tops: of each question of the group, the passages from most extreme inwards, at least the
///     greatest k of them.
///   - ks: how many of each question's passages count.
///   - group: name of the group.
///   - side: which end of the rankings the passages come from.
///   - types: type code of every passage [D].
///   - typeNames: names of the codes.
package func overRepresentation(
  tops: [[UInt32]], ks: [Int], group: String, side: Side, types: [some BinaryInteger],
  typeNames: [String]
) -> [OverRepresentation] {
  guard !tops.isEmpty else { return [] }
  var corpus = [Int](repeating: 0, count: typeNames.count)
  for type in types { corpus[Int(type)] += 1 }
  var results: [OverRepresentation] = []
  for k in ks where k > 0 && k <= types.count {
    var counts = [Int](repeating: 0, count: typeNames.count)
    for top in tops {
      precondition(top.count >= k, "a top list is shorter than k")
      for document in top.prefix(k) { counts[Int(types[Int(document)])] += 1 }
    }
    for (code, name) in typeNames.enumerated() where corpus[code] > 0 {
      results.append(
        OverRepresentation(
          type: name, group: group, side: side, k: k, occurrences: counts[code],
          pooled: k * tops.count, corpusShare: Double(corpus[code]) / Double(types.count)))
    }
  }
  return results
}

extension OverRepresentation {
  private enum CodingKeys: String, CodingKey {
    case type, group, side, k, occurrences, pooled, corpusShare, multiplier, interval, expected
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(String.self, forKey: .type)
    group = try container.decode(String.self, forKey: .group)
    side = try container.decode(Side.self, forKey: .side)
    k = try container.decode(Int.self, forKey: .k)
    occurrences = try container.decode(Int.self, forKey: .occurrences)
    pooled = try container.decode(Int.self, forKey: .pooled)
    corpusShare = try container.decode(Double.self, forKey: .corpusShare)
  }

  /// Writes what follows from the counts too, so that a file needs no formula.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try container.encode(group, forKey: .group)
    try container.encode(side, forKey: .side)
    try container.encode(k, forKey: .k)
    try container.encode(occurrences, forKey: .occurrences)
    try container.encode(pooled, forKey: .pooled)
    try container.encode(corpusShare, forKey: .corpusShare)
    try container.encode(multiplier, forKey: .multiplier)
    try container.encode(interval, forKey: .interval)
    try container.encode(expected, forKey: .expected)
  }
}
