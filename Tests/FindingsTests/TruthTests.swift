import Findings
import RunModel
import Testing

/// Answers and the corpus's own notes, held against rankings.
@Suite struct TruthTests {
  private let questions: [StudyQuestion] = [
    .init(
      id: "f1", kind: .factual, prompt: "What is the capital of France?", answers: ["Paris"],
      isCorrect: true),
    .init(
      id: "s1", kind: .reasoning, task: "slope", steps: ["7 - 4 = 3", "so it is 3", "3 / 1 = 3"],
      answers: ["3"], isCorrect: false),
    .init(id: "c1", kind: .control, task: "factual control", answers: ["Paris"]),
  ]
  private let texts = [
    "Paris is the capital of France.", "7-4=3 and then 3/1 = 3.", "Nothing here.",
    "France: Paris. The river is the Seine.", "We find 7 − 4 = 3.", "three",
  ]
  private let notes: [GroundTruth.Note] = [
    .init(procedures: [], facts: ["capital:france"], passages: 0..<1),
    .init(procedures: ["slope"], facts: [], passages: 1..<3),
    .init(procedures: [], facts: ["capital:france", "river:france"], passages: 3..<4),
    .init(procedures: ["slope"], facts: [], passages: 4..<5),
    .init(procedures: [], facts: ["river:france", "capital:spain"], passages: 5..<6),
  ]

  private func search() -> AnswerSearch {
    var search = AnswerSearch(questions)
    search.scan(Array(texts[..<2]), first: 0)
    search.scan(Array(texts[2...]), first: 2)
    return search
  }

  @Test func searchFindsAnswersAndStepResults() {
    let search = search()
    #expect(search.targets[1].map(\.text) == ["3", "7 - 4 = 3", "3 / 1 = 3"])
    #expect(search.targets[1].map { search.hits($0) } == [[1, 4, 5], [1, 4], [1]])
    #expect(search.targets[0].map { search.hits($0) } == [[0, 3]])
    #expect(search.targets[2].map { search.hits($0) } == [[0, 3]])
  }

  /// `river:france` stands in the prompt as much, but its documents hold the answer half the time.
  @Test func notesAreMatchedToQuestions() {
    let truth = GroundTruth(questions: questions, notes: notes, answers: search())
    #expect(truth.labels[0]?.kind == .fact && truth.labels[0]?.name == "capital:france")
    #expect(truth.labels[0]?.passages == [0, 3])
    #expect(truth.labels[1]?.passages == [1, 2, 4])
    #expect(truth.labels[2] == nil)
  }

  @Test func findingsCountThem() throws {
    let answers = search()
    let truth = GroundTruth(questions: questions, notes: notes, answers: answers)
    let input = StudyInput(
      questions: questions, types: [0, 0, 0, 0, 0, 0], typeLabels: ["other"],
      gradientNorms: [1, 1, 1, 1, 1, 1], answers: answers, truth: truth,
      baselines: [.init(name: "words", orders: [[3], [], []])])
    let scores = try DenseScores([
      [1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], [1, 0, 0, 0, 0, 0],
    ])
    var options = StudyOptions()
    options.answerDepths = [3, 6]
    options.shareDepth = 4
    options.recallDepth = 3
    options.reuseMinimum = 1
    let study = try Study(input, scores: scores, options: options)
    let found = try #require(study.answers)
    #expect(found.questions[0].targets[0].ranks == [3, 6])
    #expect(found.questions[0].depths.map(\.isAnswerFound) == [true, true])
    #expect(found.questions[0].depths[0].areStepsFound == nil)
    #expect(found.questions[1].depths[0].areStepsFound == true)
    #expect(found.depths[0].answer.map(\.found) == [1, 1, 1])
    #expect(found.depths[0].answer.map(\.correct) == [true, false, nil])
    let chance = found.questions[0].depths.map(\.answerExpectation)
    #expect(abs(chance[0] - (1 - 4.0 * 3 * 2 / (6 * 5 * 4))) < 1e-12 && chance[1] == 1)
    let recovery = try #require(study.recovery)
    let fact = recovery.rows.filter { $0.group == "factual" }
    #expect(
      fact.map(\.method) == ["influence", "influence per gradient norm", "words", "random"])
    #expect(fact.map(\.reciprocalRank.mean)[0...2] == [1.0 / 3, 1.0 / 3, 1])
    #expect(fact.map(\.recall.mean)[0...2] == [0.5, 0.5, 0.5])
    #expect(fact[0].share.mean == 0.25)
    let slope = recovery.rows.filter { $0.group == "slope" }
    #expect(slope[0].share.mean == 0.5 && slope[0].kind == .procedure)
    #expect(slope[2].share.mean == 0 && slope[2].reciprocalRank.mean == 0)
    let lead = try #require(recovery.leads.first { $0.group == "factual" && $0.over == "words" })
    #expect(lead.method == "influence" && lead.reciprocalRank.mean == 1.0 / 3 - 1)
    #expect(lead.recall.mean == 0 && lead.recall.interval == nil)
  }

  /// The mean reciprocal rank of a random order, against every order of five passages.
  @Test(arguments: 1...5) func randomRecoveryCounts(relevant: Int) {
    var orders: [[UInt32]] = [[]]
    for item in UInt32(0)..<5 {
      orders = orders.flatMap { order in
        (0...order.count).map { order[..<$0] + [item] + order[$0...] }
      }
    }
    let wanted = Set((0..<relevant).map { UInt32($0) })
    let scores = orders.map {
      RecoveryScore(order: $0, relevant: wanted, shareDepth: 2, recallDepth: 3)
    }
    let expected = RecoveryScore(randomOf: relevant, passageCount: 5, recallDepth: 3)
    func mean(_ value: (RecoveryScore) -> Double) -> Double {
      scores.reduce(0) { $0 + value($1) } / Double(scores.count)
    }
    #expect(abs(mean(\.reciprocalRank) - expected.reciprocalRank) < 1e-12)
    #expect(abs(mean(\.share) - expected.share) < 1e-12)
    #expect(abs(mean(\.recall) - expected.recall) < 1e-12)
  }
}
