import Findings
import Foundation
import FoundationXML
import Testing

/// A whole study of matrices with ties, constant and one-sided rows, and groups of one question.
@Suite struct AdversarialStudyTests {
  private func study(_ name: String, correctness: StudyOptions.Correctness = .all) throws -> Study {
    let recorded = try Recorded(name)
    let questions = recorded.groups.enumerated().map { number, group in
      StudyQuestion(
        id: "q\(number)", kind: StudyQuestion.Kind.allCases[number % 3], task: group,
        prompt: "What is \(number)?", completion: "\(number) = \(number)",
        steps: number % 4 == 0 ? [] : ["\(number) = \(number)"],
        answers: number % 5 == 0 ? [] : ["\(number)"],
        isCorrect: number % 3 == 2 ? nil : number % 2 == 0, nats: number % 7 == 6 ? nil : 1.5)
    }
    var search = AnswerSearch(questions)
    search.scan(recorded.types.indices.map { "\($0 % 9) = \($0 % 9)" }, first: 0)
    var options = StudyOptions()
    options.correctness = correctness
    return try Study(
      StudyInput(
        questions: questions, types: recorded.types.map(UInt16.init),
        typeLabels: ["code", "forum", "other", "nowhere"], answers: search),
      scores: DenseScores(recorded.scores), options: options)
  }

  @Test(arguments: Recorded.names, StudyOptions.Correctness.allCases)
  func everythingIsSaidAndDrawn(name: String, correctness: StudyOptions.Correctness) throws {
    let study = try study(name, correctness: correctness)
    var texts = study.summary.flatMap { [$0.finding, $0.here, $0.beside ?? ""] }
    let definitions: [FindingDefinition] = [
      .correlation, .magnitude, .concentration, .answers, .reuse, .types, .outcomes, .crossRun,
    ]
    texts += definitions.compactMap { study.sentence(of: $0) }
    var figures = [study.correlationMap()] + [study.answerRanks()].compactMap { $0 }
    for side in Side.allCases {
      figures += [true, false].map { study.coverageCurves(side, isRelative: $0) }
      figures += study.typeDepths.map { study.typeIntervals(side, k: $0) }
    }
    for figure in figures {
      #expect(XMLParser(data: Data(figure.svg.utf8)).parse(), "\(figure.name)")
      // As a file it needs no program that knows variables or media queries.
      #expect(XMLParser(data: Data(figure.file.utf8)).parse(), "\(figure.name)")
      #expect(!figure.file.contains("var(") && !figure.file.contains("@media"), "\(figure.name)")
      #expect(!figure.file.contains("--") && figure.file.contains("#68645d"), "\(figure.name)")
      #expect(figure.table.allSatisfy { $0.count == figure.table[0].count })
      texts += figure.table.joined()
    }
    for text in texts {
      let words = text.lowercased().split { !$0.isLetter }
      #expect(!words.contains("nan") && !words.contains("inf"), "\(text)")
    }
    let decoded = try JSONDecoder().decode(Study.self, from: JSONEncoder().encode(study))
    #expect(decoded.summary == study.summary)
  }

  @Test func aStudyOfNothingSaysNothing() throws {
    let input = StudyInput(questions: [], types: [], typeLabels: [])
    let empty = try Study(input, scores: DenseScores([]))
    #expect(empty.summary.isEmpty && empty.sentence(of: .correlation) == nil)
    #expect(empty.correlationMap().table.count == 1)
  }

  @Test(arguments: [Float.nan, .infinity]) func whatIsNoNumberIsRefused(bad: Float) throws {
    let question = StudyQuestion(id: "q", kind: .factual, nats: 1)
    let input = StudyInput(questions: [question], types: [0, 0], typeLabels: ["code"])
    #expect(throws: FindingsError.self) { try Study(input, scores: DenseScores([[1, bad]])) }
  }
}
