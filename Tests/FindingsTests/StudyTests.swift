import Findings
import Foundation
import RunModel
import TestSupport
import Testing

/// A study says what its statistics say apart, of the questions that its filters keep.
@Suite struct StudyTests {
  /// Six questions over 400 passages; those of a group share a component.
  static let passages = 400
  static let questions: [StudyQuestion] = [
    .init(id: "f1", kind: .factual, task: "facts", isCorrect: true, nats: 2),
    .init(id: "f2", kind: .factual, task: "facts", isCorrect: false, nats: 4),
    .init(
      id: "s1", kind: .reasoning, task: "slope", steps: ["7 - 4 = 3", "3 / 1 = 3"],
      isCorrect: true, nats: 8),
    .init(
      id: "s2", kind: .reasoning, task: "slope", steps: ["5 - 3 = 1"], isCorrect: false,
      firstFalseStep: 1, nats: 6),
    .init(id: "a1", kind: .reasoning, task: "arithmetic", isCorrect: true, nats: 5),
    .init(id: "c1", kind: .control, task: "slope", nats: nil),
  ]

  static func scores() throws -> DenseScores {
    var source = RandomSource(seed: 3)
    let shared = [source.floats(passages), source.floats(passages)]
    return try DenseScores(
      questions.indices.map { row in
        zip(shared[row < 2 ? 0 : 1], source.floats(passages)).map { $0 + 0.5 * $1 }
      })
  }

  static func input() -> StudyInput {
    var source = RandomSource(seed: 4)
    return StudyInput(
      questions: questions, types: (0..<passages).map { UInt16($0 % 3) },
      typeLabels: ["code", "textbook", "other"],
      gradientNorms: source.floats(passages).map { abs($0) + 0.1 })
  }

  /// Questions that a person typed and kept are groups of their own: no headline of the set counts them.
  @Test func whatWasTypedChangesNoHeadline() throws {
    let before = try Study(Self.input(), scores: try Self.scores())
    var source = RandomSource(seed: 9)
    var input = Self.input()
    let task = QuestionKind.askedTask
    input.questions += [
      .init(
        id: "ask-1", kind: .reasoning, task: task, steps: ["2 + 2 = 4"], isCorrect: true, nats: 1),
      .init(id: "ask-2", kind: .factual, task: task, answers: ["Rome"], isCorrect: true, nats: 1),
      .init(id: "ask-3", kind: .reasoning, task: task, isCorrect: false, nats: 1),
    ]
    var rows = try (0..<Self.questions.count).map { try Self.scores().row($0) }
    rows += (0..<3).map { _ in source.floats(Self.passages) }
    let after = try Study(input, scores: DenseScores(rows))
    let own = after.groups.filter { $0.members.contains { $0 >= Self.questions.count } }
    #expect(own.map(\.name) == ["asked factual", "asked reasoning"])
    #expect(after.groups.filter { !own.contains($0) } == before.groups)
    #expect(after.factualGroup == before.factualGroup)
    #expect(after.reasoningGroup == before.reasoningGroup)
    let definitions: [FindingDefinition] = [.correlation, .magnitude, .concentration, .types]
    for definition in definitions {
      #expect(after.sentence(of: definition) == before.sentence(of: definition))
    }
  }

  @Test func everyFindingIsItsStatistic() throws {
    let scores = try Self.scores()
    let study = try Study(Self.input(), scores: scores)
    #expect(study.correlations.pearson == (try pearsonCorrelations(scores)))
    #expect(
      study.groups.map(\.name)
        == ["factual", "arithmetic", "slope", "all reasoning", "slope control"])
    let row = try scores.row(2)
    let ranking = try Ranking(row)
    let coverage = try Coverage(scores: row, ranking: ranking, nats: 8, side: .negative)
    #expect(study.magnitudes.questions[2].negative.coverage == coverage)
    #expect(
      study.magnitudes.questions[2].positive.slope == logLogSlope(scores: row, ranking: ranking))
    #expect(study.magnitudes.questions[5].positive.coverage == nil)
    #expect(study.magnitudes.group("factual", .positive)?.totalPerNat?.count == 2)
    let types = overRepresentation(
      tops: [ranking.top(50), try Ranking(scores.row(3)).top(50)], ks: [50], group: "slope",
      side: .positive, types: Self.input().types, typeNames: Self.input().typeLabels)
    #expect(study.types(group: "slope", side: .positive, k: 50) == types)
    #expect(study.typeDepths == [50])
    #expect(study.reuse.map(\.group) == ["factual", "slope"])
    #expect(Set(study.correlations.order) == Set(Self.questions.indices))
    #expect(study.correlations.strongestPairs.contains { $0.first == 2 && $0.second == 3 })
  }

  @Test func outcomesStandBesideEachOther() throws {
    let study = try Study(Self.input(), scores: Self.scores())
    let slope = try #require(study.outcomes.first { $0.group == "slope" })
    #expect(slope.correct.count == 1 && slope.wrong.count == 1)
    #expect(slope.across?.mean == study.correlations.pearson[2, 3])
    #expect(slope.failures.map(\.question) == [3])
    #expect(slope.failures[0].step == 1 && slope.failures[0].text == "5 - 3 = 1")
    #expect(!study.outcomes.contains { $0.group == "slope control" })
  }

  @Test func filtersKeepWhatTheySay() throws {
    var options = StudyOptions()
    options.correctness = .correct
    let scores = try Self.scores()
    let correct = try Study(Self.input(), scores: scores, options: options)
    #expect(correct.questions.map(\.id) == ["f1", "s1", "a1"])
    #expect(correct.filteredOut == 3)
    let all = try pearsonCorrelations(scores)
    #expect(abs(correct.correlations.pearson[1, 2] - all[2, 4]) < 1e-6)
    options.correctness = .all
    options.groups = ["slope"]
    #expect(
      try Study(Self.input(), scores: scores, options: options).questions.map(\.id) == ["s1", "s2"])
    options.groups = []
    #expect(try Study(Self.input(), scores: scores, options: options).questions.isEmpty)
  }

  @Test func viewsRankDifferently() throws {
    var options = StudyOptions()
    options.view = .gradientNorm
    let (scores, input) = (try Self.scores(), Self.input())
    let view = try GradientNormView(scores, gradientNorms: input.gradientNorms)
    let study = try Study(input, scores: scores, options: options)
    #expect(study.correlations.pearson == (try pearsonCorrelations(view)))
    var bare = input
    bare.gradientNorms = []
    #expect(throws: FindingsError.self) { try Study(bare, scores: scores, options: options) }
    #expect(try Study(bare, scores: scores).correlations.pearson == pearsonCorrelations(scores))
  }

  @Test func refusesWhatDoesNotFit() throws {
    var input = Self.input()
    input.types.removeLast()
    #expect(throws: FindingsError.self) { try Study(input, scores: Self.scores()) }
    input = Self.input()
    input.questions.removeLast()
    #expect(throws: FindingsError.self) { try Study(input, scores: Self.scores()) }
    input = Self.input()
    input.types[7] = 3
    #expect(throws: FindingsError.self) { try Study(input, scores: Self.scores()) }
  }

  /// A constant row has no correlation; the file says null, and reading gives it back.
  @Test func survivesTheWayThroughJSON() throws {
    let scores = try DenseScores([[1, 1, 1], [3, 2, 1], [1, 5, 2]])
    let input = StudyInput(
      questions: (0..<3).map { .init(id: "q\($0)", kind: .factual, nats: 1) }, types: [0, 0, 0],
      typeLabels: ["code"])
    let study = try Study(input, scores: scores)
    let data = try JSONEncoder().encode(study)
    let back = try JSONDecoder().decode(Study.self, from: data)
    #expect(back.correlations.pearson[0, 1].isNaN && study.correlations.pearson[0, 0].isNaN)
    #expect(back.correlations.pearson[1, 2] == study.correlations.pearson[1, 2])
    #expect(back.magnitudes == study.magnitudes && back.types == study.types)
    #expect(back.questions == study.questions && back.reuse == study.reuse)
  }

  @Test func tablesKeepRows() throws {
    let rows = try Self.scores().rows
    let table = try ScoreTable(questions: rows.count, documents: Self.passages)
    for (question, row) in rows.enumerated().reversed() { try table.store(row, question: question) }
    for (question, row) in rows.enumerated() { #expect(try table.row(question) == row) }
    #expect(try Study(Self.input(), scores: table) == Study(Self.input(), scores: Self.scores()))
    #expect(throws: FindingsError.self) {
      try ScoreTable(questions: 1, documents: 1, folder: "/nowhere/at/all")
    }
  }
}
