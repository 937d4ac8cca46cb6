internal import Findings

extension Answering {
  /// Scores that a study may read; beyond it a study belongs to the command line.
  private static let studyLimit = 200_000_000
  /// Passages whose texts are searched for answers.
  private static let searchLimit = 300_000

  /// Every finding over the questions whose steps are all scored.
  package mutating func study() throws -> StudyAnswer {
    let rows = try catalog.questions.indices.filter { index in
      guard !catalog.questions[index].steps.isEmpty else { return false }
      return try !vector(Unit(question: index, step: 0)).contains { !$0.isFinite }
    }
    guard rows.count > 1, catalog.passageCount > 1 else {
      return StudyAnswer(
        study: nil, rows: [],
        trouble: "Findings need two questions that are scored against every passage; "
          + "\(rows.count) of \(catalog.questions.count) are.")
    }
    guard rows.count * catalog.passageCount <= Self.studyLimit else {
      return StudyAnswer(
        study: nil, rows: [],
        trouble: "\(rows.count) questions on \(grouped(catalog.passageCount)) passages are too "
          + "much to read here; `stemma report` computes them.")
    }
    let table = try ScoreTable(questions: rows.count, documents: catalog.passageCount)
    for (place, index) in rows.enumerated() {
      table.store(try vector(Unit(question: index, step: 0)), question: place)
    }
    let questions = rows.map { Self.studied(catalog.questions[$0]) }
    var search: AnswerSearch?
    if catalog.passageCount <= Self.searchLimit {
      var scan = AnswerSearch(questions)
      for first in stride(from: 0, to: catalog.passageCount, by: 500) {
        let last = min(first + 500, catalog.passageCount)
        scan.scan(try source.texts(Array(first..<last)), first: first)
      }
      search = scan
    }
    var options = StudyOptions()
    options.includesSpearman = false
    let study = try Study(
      StudyInput(
        questions: questions, types: catalog.types.map(UInt16.init), typeLabels: catalog.typeNames,
        gradientNorms: catalog.gradientNorms, answers: search), scores: table, options: options)
    return StudyAnswer(study: study, rows: rows)
  }

  private static func studied(_ question: CatalogQuestion) -> StudyQuestion {
    StudyQuestion(
      id: question.id, kind: StudyQuestion.Kind(rawValue: question.kind.rawValue) ?? .reasoning,
      task: question.task, prompt: question.prompt,
      completion: question.steps.map(\.text).joined(), steps: question.steps.map(\.text),
      answers: (question.answer.map { [$0] } ?? []) + question.aliases,
      isCorrect: question.isCorrect,
      firstFalseStep: question.steps.firstIndex { $0.isFalse }.map { $0 + 1 },
      nats: question.nats.isFinite ? question.nats : nil)
  }
}
