/// Finding 1: whether the same passages help different questions.
package struct CorrelationFinding: Sendable, Codable, Equatable {
  /// Pearson's r over all passages.
  package let pearson: CorrelationMatrix
  /// Pearson's r by blocks of groups, the diagonal left out.
  package let pearsonBlocks: [BlockSummary]
  /// Spearman's rank correlation over all passages; nil where it was not asked for.
  package let spearman: CorrelationMatrix?
  /// Spearman's rank correlation by blocks; nil where it was not asked for.
  package let spearmanBlocks: [BlockSummary]?
  /// Jaccard's index of the top passages by blocks.
  package let overlapBlocks: [BlockSummary]
  /// Jaccard's index that unrelated rankings would have: k ÷ (2D − k).
  package let expectedOverlap: Double
  /// Pairs of questions by falling Pearson's r, the strongest of each block.
  package let strongestPairs: [Pair]
  /// Pairs of questions by rising Pearson's r below zero, the most opposed of each block.
  package let opposedPairs: [Pair]
  /// Passages that each two questions have in common in their top.
  package let overlap: TopOverlap
  /// Questions by group, within it each next to the one most like it.
  package let order: [Int]

  /// Two questions and how much alike their influence is.
  package struct Pair: Sendable, Codable, Equatable {
    package let first: Int
    package let second: Int
    package let correlation: Double
    /// Passages that both have in their top.
    package let sharedTop: Int
    /// How alike the two completions are in form, their numbers left out; nil for empty ones.
    package private(set) var format: Double?
    /// How many of their numbers are the same at the same place; nil where there are none.
    package private(set) var numbers: Double?

    /// The pair with its two completions compared.
    fileprivate func read(_ questions: [StudyQuestion]) -> Pair {
      let diff = CompletionDiff(questions[first].steps, questions[second].steps)
      var pair = self
      (pair.format, pair.numbers) = (diff.format.share, diff.numbers.share)
      return pair
    }
  }

  /// - Parameters:
  ///   - scores: in the view that is studied.
  ///   - tops: most positive passages of each question.
  init(
    _ scores: any ScoreSource, questions: [StudyQuestion], tops: [[UInt32]], options: StudyOptions
  ) throws {
    let names = questions.map(\.group)
    pearson = try pearsonCorrelations(scores)
    pearsonBlocks = blockSummaries(pearson.values, groups: names)
    spearman = options.includesSpearman ? try spearmanCorrelations(scores) : nil
    spearmanBlocks = spearman.map { blockSummaries($0.values, groups: names) }
    overlap = TopOverlap(k: options.overlapDepth, tops: tops)
    overlapBlocks = blockSummaries(overlap.values, groups: names)
    let k = Double(min(options.overlapDepth, scores.documentCount))
    expectedOverlap = k > 0 ? k / (2 * Double(scores.documentCount) - k) : 0
    (strongestPairs, opposedPairs) = Self.extremes(pearson, questions, overlap)
    order = Self.neighbourOrder(pearson, names)
  }

  private static func extremes(
    _ matrix: CorrelationMatrix, _ questions: [StudyQuestion], _ overlap: TopOverlap,
    count: Int = 3
  ) -> (strongest: [Pair], opposed: [Pair]) {
    let names = questions.map(\.group)
    var blocks: [[String]: [Pair]] = [:]
    for i in names.indices {
      for j in names.indices where j > i && !matrix[i, j].isNaN {
        let pair = Pair(
          first: i, second: j, correlation: matrix[i, j],
          sharedTop: overlap.shared[i * overlap.order + j], format: nil, numbers: nil)
        blocks[[names[i], names[j]].sorted(), default: []].append(pair)
      }
    }
    func first(_ isBefore: (Pair, Pair) -> Bool) -> [Pair] {
      blocks.values.flatMap { $0.sorted(by: isBefore).prefix(count) }.sorted(by: isBefore)
    }
    let strongest = first {
      ($1.correlation, $0.first, $0.second) < ($0.correlation, $1.first, $1.second)
    }
    let opposed = first {
      ($0.correlation, $0.first, $0.second) < ($1.correlation, $1.first, $1.second)
    }
    return (
      strongest.map { $0.read(questions) },
      opposed.filter { $0.correlation < 0 }.map { $0.read(questions) }
    )
  }

  /// Walks through each group from its most typical question to the unvisited one most like it.
  ///
  /// - Parameters:
  ///   - matrix: of the questions.
  ///   - names: the group of each question; one name for all ignores the groups.
  package static func neighbourOrder(_ matrix: CorrelationMatrix, _ names: [String]) -> [Int] {
    var order: [Int] = []
    var seen: [String] = []
    for name in names where !seen.contains(name) { seen.append(name) }
    let value = { (i: Int, j: Int) in matrix[i, j].isNaN ? -2 : matrix[i, j] }
    for name in seen {
      var rest = names.indices.filter { names[$0] == name }
      let members = rest
      let sums = Dictionary(
        uniqueKeysWithValues: members.map { i in (i, members.reduce(0) { $0 + value(i, $1) }) })
      var current = rest.max { sums[$0, default: 0] < sums[$1, default: 0] }
      while let here = current {
        order.append(here)
        rest.removeAll { $0 == here }
        current = rest.max { value(here, $0) < value(here, $1) }
      }
    }
    return order
  }
}
