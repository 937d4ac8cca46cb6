import Findings
import TestSupport
import Testing

/// Inputs without a number to give: refused in a sentence, or absent by definition.
@Suite struct EdgeTests {
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func refusesWhatIsNoNumber(bad: Float) {
    let error = #expect(throws: FindingsError.self) { try Ranking([1, bad, 3], question: 4) }
    #expect(error?.description.contains("question 5 on passage 2") == true)
    #expect(throws: FindingsError.self) {
      try pearsonCorrelations(DenseScores([[1, 2, 3], [1, 2, bad]]))
    }
    #expect(throws: FindingsError.self) {
      try spearmanCorrelations(DenseScores([[1, 2, 3], [bad, 2, 1]]))
    }
    #expect(throws: FindingsError.self) {
      try GradientNormView(DenseScores([[1, 2]]), gradientNorms: [1, bad])
    }
  }

  @Test func refusesRowsThatDiffer() {
    #expect(throws: FindingsError.self) { try DenseScores([[1, 2], [1]]) }
    #expect(throws: FindingsError.self) { try CrossRunAgreement(first: [1], second: [1, 2]) }
    #expect(throws: FindingsError.self) {
      try GradientNormView(DenseScores([[1, 2]]), gradientNorms: [1])
    }
    #expect(throws: FindingsError.self) {
      try Coverage(scores: [1], ranking: Ranking([1]), nats: 0)
    }
  }

  @Test func emptyInputsGiveEmptyResults() throws {
    #expect(try pearsonCorrelations(DenseScores([])).order == 0)
    #expect(try spearmanCorrelations(DenseScores([[], []]))[0, 1].isNaN)
    #expect(blockSummaries([1], groups: ["alone"]).isEmpty)
    #expect(
      overRepresentation(
        tops: [], ks: [1], group: "none", side: .positive, types: [0], typeNames: ["a"]
      ).isEmpty)
    #expect(!areStepsFound([], top: 5))
    #expect(wilsonInterval(successes: 0, of: 0) == nil)
    #expect(AnswerRanks(ranks: [0, 1], hits: []).randomExpectation(top: 1) == 0)
  }

  @Test func everyStepMustBeFound() {
    let ranks: [UInt32] = [0, 1, 2, 3]
    let near = AnswerRanks(ranks: ranks, hits: [0, 3])
    let far = AnswerRanks(ranks: ranks, hits: [2])
    #expect(areStepsFound([near, far], top: 3))
    #expect(!areStepsFound([near, far], top: 2))
    #expect(randomExpectationOfSteps([near, far], top: 1) == 0.5 * 0.25)
  }

  @Test func labelledReuseCountsLabelledOnly() {
    let reuse = DocumentReuse(tops: [[1, 2, 3], [2, 9, 4], [5, 6, 7]], k: 2, labelled: [2, 4])
    #expect(reuse.questionsServed == 2)
    #expect(reuse.occurrences == 2)
    #expect(reuse.distinctDocuments == 1)
  }

  @Test func gradientNormViewDivides() throws {
    let view = try GradientNormView(DenseScores([[4, 6, 0]]), gradientNorms: [2, 3, 0])
    #expect(try view.row(0) == [2, 2, 0])
  }

  /// Many blocks of columns, a mean far from zero: as exact as two passes in float64.
  @Test func streamedCorrelationsAgreeWithTwoPasses() throws {
    var source = RandomSource(seed: 11)
    let common = source.floats(9_001)
    let rows = (0..<3).map { row in
      zip(common, source.floats(9_001)).map { $0 * Float(row) + $1 + 50 }
    }
    let correlations = try pearsonCorrelations(DenseScores(rows))
    for i in 0..<3 {
      for j in 0..<3 { expectClose(correlations[i, j], twoPass(rows[i], rows[j]), tolerance: 1e-6) }
    }
  }

  private func twoPass(_ left: [Float], _ right: [Float]) -> Double {
    let n = Double(left.count)
    let x = left.reduce(0) { $0 + Double($1) } / n
    let y = right.reduce(0) { $0 + Double($1) } / n
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
      xy += (Double(a) - x) * (Double(b) - y)
      xx += (Double(a) - x) * (Double(a) - x)
      yy += (Double(b) - y) * (Double(b) - y)
    }
    return xy / (xx * yy).squareRoot()
  }

  /// Chance by counting every ranking of five passages.
  @Test func chanceOfHitCounts() {
    expectClose(chanceOfHit(hits: 2, k: 2, documentCount: 5), 1 - 3.0 / 10)
    expectClose(chanceOfHit(hits: 4, k: 2, documentCount: 5), 1)
    expectClose(
      DocumentReuse.randomExpectation(questionCount: 2, k: 1, minimum: 2, documentCount: 4),
      4.0 / 16)
  }

  /// The mean anew without each question, spelled out.
  @Test func errorsOfBlockMeansAreOverQuestions() throws {
    var source = RandomSource(seed: 5)
    let groups = ["a", "a", "b", "a", "b", "a"]
    let matrix = try pearsonCorrelations(DenseScores(groups.map { _ in source.floats(40) }))
    func mean(_ first: [Int], _ second: [Int], without: Int) -> Double {
      let pairs = first.flatMap { i in second.map { (i, $0) } }.filter { i, j in
        (first != second || i < j) && i != without && j != without
      }
      return pairs.reduce(0) { $0 + matrix[$1.0, $1.1] } / Double(pairs.count)
    }
    func variance(_ values: [Double]) -> Double {
      let n = Double(values.count)
      let centre = values.reduce(0, +) / n
      return (n - 1) / n * values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    }
    let (a, b) = ([0, 1, 3, 5], [2, 4])
    let summaries = blockSummaries(matrix.values, groups: groups)
    let within = try #require(summaries.first { $0.first == "a" && $0.second == "a" })
    let pairs = [(0, 1), (0, 3), (0, 5), (1, 3), (1, 5), (3, 5)]
    expectClose(within.meanMagnitude, pairs.reduce(0) { $0 + abs(matrix[$1.0, $1.1]) } / 6)
    expectClose(within.standardError, variance(a.map { mean(a, a, without: $0) }).squareRoot())
    let across = try #require(summaries.first { $0.first == "a" && $0.second == "b" })
    let parts = [a, b].map { group in variance(group.map { mean(a, b, without: $0) }) }
    expectClose(across.standardError, (parts[0] + parts[1]).squareRoot())
    #expect(summaries.first { $0.second == "b" && $0.first == "b" }?.standardError == nil)
  }
}
