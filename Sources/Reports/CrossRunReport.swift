package import Engine
import Findings
import Formatting
import RunModel
import Store
import Workspace

/// Finding 6: the same questions and passages under two runs.
package struct CrossRunReport: Encodable {
  package struct Row: Encodable {
    let question: String
    let group: String
    let agreement: CrossRunAgreement
  }

  let view: String
  let runs: [Int64]
  /// Passages that both runs have.
  let passages: Int
  let questions: [Row]
  /// Questions that only one run has, or that are not fully scored in both.
  let unmatched: Int
  let mean: Double?
  let greatest: Double?

  /// - Throws: a sentence when the runs have nothing in common.
  package init(_ first: Results, _ second: Results, normed: Bool) throws {
    let columns = try Self.matchedPassages(first, second)
    guard !columns.isEmpty else {
      throw EngineError("the runs have no passage in common; they compare by passage id")
    }
    let others = Dictionary(
      try second.questions().map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    let mine = try first.questions()
    var rows: [Row] = []
    for question in mine {
      guard let other = others[question.name],
        let a = try? ScoredUnit(question, step: nil, first, normed: normed),
        let b = try? ScoredUnit(other, step: nil, second, normed: normed)
      else { continue }
      let agreement = try CrossRunAgreement(
        first: columns.map { a.scores[$0.0] }, second: columns.map { b.scores[$0.1] })
      rows.append(Row(question: question.name, group: a.studied.group, agreement: agreement))
    }
    guard !rows.isEmpty else {
      throw EngineError("the runs have no fully scored question in common; they compare by id")
    }
    view = normed ? StudyView.gradientNorm.name : StudyView.raw.name
    runs = [first.run.id, second.run.id]
    passages = columns.count
    questions = rows
    unmatched = mine.count - rows.count
    let values = rows.compactMap(\.agreement.correlation)
    mean = meanAndDeviation(values).mean.isNaN ? nil : meanAndDeviation(values).mean
    greatest = values.max()
  }

  /// Columns of the same passages, by id.
  private static func matchedPassages(_ first: Results, _ second: Results) throws -> [(Int, Int)] {
    if first.store.path == second.store.path, first.corpus.id == second.corpus.id {
      return (0..<first.corpus.passages).map { ($0, $0) }
    }
    let numberOf = Dictionary(
      try second.store.passageIDs(corpus: second.corpus.id).enumerated().map { ($1, $0) },
      uniquingKeysWith: { one, _ in one })
    return try first.store.passageIDs(corpus: first.corpus.id).enumerated().compactMap {
      number, id in numberOf[id].map { (number, $0) }
    }
  }

  /// The comparison for a person.
  package var document: ReportDocument {
    let definition = FindingDefinition.crossRun
    var document = ReportDocument(title: "Run \(runs[0]) beside run \(runs[1])")
    document.blocks = [
      .aside(method: definition.definition, published: definition.published),
      .text(
        "\(questions.count) questions over \(grouped(passages)) passages, by \(view): mean r "
          + "\(coefficient(mean)), greatest \(coefficient(greatest)). \(unmatched) questions are not in both."
      ),
      .table(
        .init(
          header: ["question", "group", "r", "shared top", "of", "magnitude, second to first"],
          rows: questions.map { row in
            [
              .init(row.question), .init(row.group), .init(coefficient(row.agreement.correlation)),
              "\(row.agreement.sharedTop)", "\(min(row.agreement.k, passages))",
              .init(shown(row.agreement.meanMagnitudeRatio)),
            ]
          }, numbersFrom: 2)),
    ]
    return document
  }
}
