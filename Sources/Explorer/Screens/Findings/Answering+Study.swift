package import Findings
import Formatting
import RunModel
import Store

extension Answering {
  /// Scores that a study may read; beyond it a study belongs to the command line.
  private static let studyLimit = 200_000_000
  /// Scores that are kept between studies, and ranked for rank correlations too.
  private static let keptLimit = 50_000_000
  /// Passages whose texts are searched for answers.
  private static let searchLimit = 300_000
  /// Passages that stand beside a wrong completion.
  private static let evidenceDepth = 3

  /// Every finding over the questions whose steps are all scored and that the options keep.
  package mutating func study(_ wanted: StudyOptions) throws -> StudyAnswer {
    func nothing(_ trouble: String) -> StudyAnswer {
      StudyAnswer(study: nil, rows: [], options: wanted, trouble: trouble)
    }
    let rows = try scoredRows()
    guard rows.count > 1, catalog.passageCount > 1 else {
      return nothing(
        "Findings need two questions that are scored against every passage; "
          + "\(rows.count) of \(catalog.questions.count { $0.combination == nil }) are.")
    }
    guard rows.count * catalog.passageCount <= Self.studyLimit else {
      return nothing(
        "\(rows.count) questions on \(grouped(catalog.passageCount)) passages are too "
          + "much to read here; `stemma report` computes them.")
    }
    let material = try material(of: rows)
    var options = wanted.derived(passages: catalog.passageCount)
    options.includesSpearman = rows.count * catalog.passageCount <= Self.keptLimit
    let kept = material.input.questions.indices.filter {
      options.keeps(material.input.questions[$0])
    }
    guard kept.count > 1 else {
      return nothing(
        "\(kept.count) of \(rows.count) questions pass the filters; take some off.")
    }
    let study = try Study(material.input, scores: material.scores, options: options)
    return StudyAnswer(
      study: study, rows: kept.map { material.rows[$0] }, options: wanted,
      removal: try source.removal(), evidence: try evidence(study, kept.map { material.rows[$0] }))
  }

  /// Questions that are scored against every passage.
  private mutating func scoredRows() throws -> [Int] {
    try catalog.questions.indices.filter { index in
      let question = catalog.questions[index]
      guard !question.steps.isEmpty, question.isStudied else { return false }
      return try !vector(Unit(question: index, step: 0)).contains { !$0.isFinite }
    }
  }

  /// Which values of documents' fields matter to the questions that the options keep.
  package mutating func fields(_ request: FieldsRequest) throws -> FieldsAnswer {
    func nothing(_ trouble: String) -> FieldsAnswer {
      FieldsAnswer(request: request, finding: nil, trouble: trouble)
    }
    guard catalog.passageCount <= Self.searchLimit else {
      return nothing(
        "\(grouped(catalog.passageCount)) passages are too many to read here;"
          + " `stemma report --facet` counts them.")
    }
    let rows = try scoredRows()
    guard rows.count > 1, rows.count * catalog.passageCount <= Self.studyLimit else {
      return nothing("too few questions are scored, or too many to read here")
    }
    let column: FacetColumn
    do {
      column = try source.facet(request.fields)
    } catch let error as StoreError where !error.isBusy {
      return nothing("\(error)")
    }
    let material = try material(of: rows)
    let options = request.options.derived(passages: catalog.passageCount)
    guard material.input.questions.contains(where: options.keeps) else {
      return nothing("no question passes the filters; take some off")
    }
    return FieldsAnswer(
      request: request,
      finding: try FieldFinding(
        fields: request.fields, codes: column.codes, names: column.names, isCut: column.isCut,
        input: material.input, scores: material.scores, options: options), trouble: nil)
  }

  /// What studies are made from, read where it is not at hand.
  private mutating func material(of rows: [Int]) throws -> StudyMaterial {
    if let known = studyCache.material, known.rows == rows { return known }
    let table = try ScoreTable(
      questions: rows.count, documents: catalog.passageCount, folder: source.folder)
    for (place, index) in rows.enumerated() {
      try table.store(vector(Unit(question: index, step: 0)), question: place)
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
    let notes = try source.notes()
    let truth = search.flatMap { answers in
      notes.isEmpty ? nil : GroundTruth(questions: questions, notes: notes, answers: answers)
    }
    let material = StudyMaterial(
      rows: rows,
      input: StudyInput(
        questions: questions, types: catalog.types, typeLabels: catalog.typeNames,
        gradientNorms: catalog.gradientNorms.map { $0.isNaN ? 0 : $0 }, answers: search,
        truth: truth), scores: table)
    if rows.count * catalog.passageCount <= Self.keptLimit { studyCache.keep(material) }
    return material
  }

  /// The top passages of the first false step of each wrong completion, or of all of it.
  private mutating func evidence(_ study: Study, _ rows: [Int]) throws -> [Int: [Int]] {
    var evidence: [Int: [Int]] = [:]
    for failure in study.outcomes.flatMap(\.failures) {
      let question = rows[failure.question]
      let step = failure.step.flatMap { $0 <= catalog.questions[question].steps.count ? $0 : nil }
      let request = ListRequest(
        unit: Unit(question: question, step: step ?? 0),
        view: catalog.gradientNorms.isEmpty ? .raw : .norm, filter: Filter())
      let list = try list(request).list
      evidence[failure.question] = (0..<min(Self.evidenceDepth, list.count)).map {
        list[$0].passage
      }
    }
    return evidence
  }

  static func studied(_ question: CatalogQuestion) -> StudyQuestion {
    StudyQuestion(
      id: question.id, kind: question.kind,
      task: question.task, prompt: question.prompt,
      completion: question.steps.map(\.text).joined(), steps: question.steps.map(\.text),
      answers: (question.answer.map { [$0] } ?? []) + question.aliases,
      isCorrect: question.isCorrect,
      firstFalseStep: question.steps.firstIndex { $0.isFalse }.map { $0 + 1 },
      nats: question.nats.isFinite ? question.nats : nil)
  }
}
