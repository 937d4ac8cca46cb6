import RunModel

/// Two score vectors over the same passages, side by side.
package struct PairComparison: Sendable, Codable, Equatable {
  /// Pearson's r over all passages; nil where a vector is constant.
  package let correlation: Double?
  /// Spearman's rank correlation over all passages; nil where a vector is constant.
  package let rankCorrelation: Double?
  /// Passages that both have in their top, at several depths.
  package let overlaps: [Overlap]
  /// Types in the top of each, group `A` and `B`.
  package let types: [OverRepresentation]
  /// Passages in the top of both, by the sum of their ranks.
  package let common: [Common]

  package struct Overlap: Sendable, Codable, Equatable {
    package let k: Int
    package let shared: Int
    /// What unrelated rankings would share: k² ÷ D.
    package let expected: Double
  }

  package struct Common: Sendable, Codable, Equatable {
    package let passage: Int
    /// Ranks from 1.
    package let first: Int
    package let second: Int
  }

  /// - Parameters:
  ///   - first: scores of A [D], in the view that is compared.
  ///   - second: scores of B [D].
  ///   - types: type code of every passage [D].
  ///   - typeNames: names of the codes.
  ///   - depths: of the overlaps, the greatest also that of ``common``.
  ///   - typeDepth: passages whose types are counted.
  package init(
    first: [Float], second: [Float], types: [UInt16], typeNames: [String],
    depths: [Int] = [10, 100, 500], typeDepth: Int = 50
  ) throws {
    let pearson = try pearsonCorrelation(first, second)
    let spearman = try pearsonCorrelation(
      sharedRanks(first, question: 0), sharedRanks(second, question: 1))
    correlation = pearson.isNaN ? nil : pearson
    rankCorrelation = spearman.isNaN ? nil : spearman
    let rankings = try [Ranking(first), Ranking(second)]
    let count = first.count
    let depths = Array(Set(depths.map { min($0, count) })).sorted()
    overlaps = depths.map { k in
      let overlap = TopOverlap(k: k, tops: rankings.map { $0.top(k) })
      return Overlap(
        k: k, shared: overlap.shared[1], expected: overlap.expectedShared(documentCount: count))
    }
    let typeDepth = min(typeDepth, count)
    self.types = zip(["A", "B"], rankings).flatMap { name, ranking in
      overRepresentation(
        tops: [ranking.top(typeDepth)], ks: [typeDepth], group: name, side: .positive, types: types,
        typeNames: typeNames)
    }
    let deepest = depths.last ?? 0
    var ranks: [UInt32: Int] = [:]
    for (rank, passage) in rankings[0].top(deepest).enumerated() { ranks[passage] = rank + 1 }
    common = rankings[1].top(deepest).enumerated().compactMap { rank, passage in
      ranks[passage].map { Common(passage: Int(passage), first: $0, second: rank + 1) }
    }.sorted { ($0.first + $0.second, $0.passage) < ($1.first + $1.second, $1.passage) }
  }
}
