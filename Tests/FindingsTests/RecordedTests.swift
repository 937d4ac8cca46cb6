import Findings
import RunModel
import Testing

/// Agreement with the numpy reference on recorded matrices.
@Suite struct RecordedTests {
  @Test(arguments: Recorded.names) func rankings(name: String) throws {
    let recorded = try Recorded(name)
    for (ranking, order) in zip(try recorded.rankings(), recorded.order) {
      #expect(ranking.order == order)
      for (rank, document) in order.enumerated() {
        #expect(ranking.ranks()[Int(document)] == UInt32(rank))
      }
    }
  }

  @Test(arguments: Recorded.names) func correlations(name: String) throws {
    let recorded = try Recorded(name)
    let scores = try DenseScores(recorded.scores)
    let pearson = try pearsonCorrelations(scores)
    let spearman = try spearmanCorrelations(scores)
    for i in recorded.groups.indices {
      for j in recorded.groups.indices {
        expectClose(pearson[i, j], recorded.pearson[i][j], tolerance: 1e-6, "r \(i) \(j)")
        expectClose(spearman[i, j], recorded.spearman[i][j], tolerance: 1e-6, "rho \(i) \(j)")
      }
    }
    let summaries = blockSummaries(pearson.values, groups: recorded.groups)
    #expect(summaries.count == recorded.blocks.count)
    for (summary, block) in zip(summaries, recorded.blocks) {
      #expect(summary.first == block.first && summary.second == block.second)
      #expect(summary.pairs == block.pairs)
      expectClose(summary.mean, block.mean, tolerance: 1e-6)
      expectClose(summary.maximum, block.maximum, tolerance: 1e-6)
      expectClose(summary.median, block.median, tolerance: 1e-6)
    }
  }

  @Test(arguments: Recorded.names) func overlap(name: String) throws {
    let recorded = try Recorded(name)
    let overlap = TopOverlap(k: recorded.k, tops: try recorded.rankings().map { $0.top(10_000) })
    for i in recorded.groups.indices {
      for j in recorded.groups.indices {
        expectClose(overlap.jaccard(i, j), recorded.jaccard[i][j])
      }
    }
  }

  @Test(arguments: Recorded.names, Side.allCases) func magnitudes(name: String, side: Side) throws {
    let recorded = try Recorded(name)
    for (question, ranking) in try recorded.rankings().enumerated() {
      let scores = recorded.scores[question]
      let coverage = try Coverage(
        scores: scores, ranking: ranking, nats: recorded.nats[question], side: side)
      for (value, expected) in zip(coverage.perNat, recorded.coverage[side][question]) {
        expectClose(value, expected, "coverage \(question)")
      }
      let share = coverage.share
      #expect(share.last == (coverage.sideCount > 0 ? 1 : 0))
      expectClose(
        logLogSlope(scores: scores, ranking: ranking, k: recorded.k, side: side),
        recorded.slope[side][question], "slope \(question)")
      expectClose(
        paretoExponent(scores: scores, ranking: ranking, k: recorded.k, side: side),
        recorded.pareto[side][question], "pareto \(question)")
      expectClose(
        giniCoefficient(scores: scores, ranking: ranking, side: side),
        recorded.gini[side][question], "gini \(question)")
    }
  }

  @Test(arguments: Recorded.names) func answers(name: String) throws {
    let recorded = try Recorded(name)
    for (question, ranking) in try recorded.rankings().enumerated() {
      let expected = recorded.answers[question]
      let answer = AnswerRanks(ranks: ranking.ranks(), hits: recorded.hits[question])
      #expect(answer.ranks == expected.ranks)
      #expect(answer.isFound(top: recorded.k) == expected.found)
      #expect(answer.count(top: recorded.k) == expected.ranks.count { $0 <= recorded.k })
      expectClose(answer.randomExpectation(top: recorded.k), expected.expected)
    }
  }

  @Test(arguments: Recorded.names) func reuse(name: String) throws {
    let recorded = try Recorded(name)
    let tops = try zip(recorded.groups, recorded.rankings()).filter {
      $0.0 == recorded.groups[0]
    }.map { $0.1.top(recorded.k) }
    let reuse = DocumentReuse(tops: tops, k: recorded.k, minimum: recorded.reuse.minimum)
    #expect(reuse.entries.map(\.document).sorted() == recorded.reuse.documents)
    #expect(reuse.occurrences == recorded.reuse.occurrences)
  }

  @Test(arguments: Recorded.names, Side.allCases) func types(name: String, side: Side) throws {
    let recorded = try Recorded(name)
    let rankings = try recorded.rankings()
    for group in Set(recorded.groups) {
      let tops = zip(recorded.groups, rankings).filter { $0.0 == group }
        .map { $0.1.top(recorded.k, side) }
      let results = overRepresentation(
        tops: tops, ks: [10, recorded.k, 100_000], group: group, side: side, types: recorded.types,
        typeNames: ["0", "1", "2"])
      let expected = recorded.overRepresentation[side].filter { $0.group == group }
      #expect(results.count == expected.count)
      for (result, expected) in zip(results, expected) {
        #expect(result.k == expected.k && result.type == String(expected.type))
        expectClose(result.multiplier, expected.multiplier)
        expectClose(result.interval?.lowerBound, expected.low)
        expectClose(result.interval?.upperBound, expected.high)
      }
    }
  }

  @Test(arguments: Recorded.names) func crossRun(name: String) throws {
    let recorded = try Recorded(name)
    for (question, expected) in recorded.crossRun.enumerated() {
      let agreement = try CrossRunAgreement(
        first: recorded.scores[question], second: recorded.other[question], top: recorded.k)
      expectClose(agreement.correlation, expected.correlation, tolerance: 1e-6)
      expectClose(agreement.shareGreater, expected.greater)
    }
  }
}
