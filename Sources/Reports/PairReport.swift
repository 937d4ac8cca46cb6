package import Engine
import Findings
import Formatting
import RunModel
import Store

/// What `stemma compare` says of two questions or steps.
package struct PairReport: Encodable {
  package struct Side: Encodable {
    let name: String
    let group: String
    let correct: Bool?
    let nats: Double?
    let text: String
    /// Where the answer and the steps' results stand.
    let answers: [QuestionAnswers.Target]
  }

  package struct Shared: Encodable {
    let passage: String
    let type: String
    let rankA: Int
    let rankB: Int
    let text: String
  }

  let view: String
  let passages: Int
  let a: Side
  let b: Side
  let comparison: PairComparison
  /// The two texts, what they share and where they part.
  let texts: CompletionDiff
  let common: [Shared]

  package init(_ results: Results, first: String, second: String, normed: Bool, limit: Int) throws {
    let units = try [first, second].map { try ScoredUnit($0, results, normed: normed) }
    let columns = try results.store.columns(corpus: results.corpus.id)
    comparison = try PairComparison(
      first: units[0].scores, second: units[1].scores, types: columns.types,
      typeNames: columns.typeLabels)
    var search = AnswerSearch(units.map(\.studied))
    try results.store.forEachPieceOfTexts(of: results.corpus) { range, texts in
      search.scan(texts, first: range.lowerBound)
    }
    let sides = try units.enumerated().map { number, unit in
      let ranks = try Ranking(unit.scores).ranks()
      let studied = unit.studied
      return Side(
        name: unit.name, group: studied.group, correct: studied.isCorrect, nats: studied.nats,
        text: studied.completion,
        answers: QuestionAnswers(search, question: number, ranks: ranks, depths: []).targets)
    }
    (a, b) = (sides[0], sides[1])
    texts = CompletionDiff(units[0].studied.steps, units[1].studied.steps)
    view = normed ? StudyView.gradientNorm.name : StudyView.raw.name
    passages = results.corpus.passages
    let shown = Array(comparison.common.prefix(limit))
    let records = try results.store.passages(shown.map(\.passage), corpus: results.corpus.id)
    common = zip(shown, records).map { entry, record in
      Shared(
        passage: record.id, type: columns.typeLabels[Int(columns.types[record.number])],
        rankA: entry.first, rankB: entry.second, text: String(record.text.prefix(80)))
    }
  }

  /// The comparison for a person.
  package var document: ReportDocument {
    var document = ReportDocument(title: "\(a.name) beside \(b.name)")
    for (letter, side) in [("A", a), ("B", b)] {
      let verdict = side.correct.map { $0 ? ", right" : ", wrong" } ?? ""
      document.blocks.append(
        .text("\(letter): \(side.name), \(side.group)\(verdict), \(shown(side.nats)) nats"))
      document.blocks.append(.quotation(side.text))
    }
    document.blocks += [
      .text(
        "Over \(grouped(passages)) passages, by \(view): r = \(coefficient(comparison.correlation)), rank r = "
          + "\(coefficient(comparison.rankCorrelation))."),
      .text(
        "The texts have \(texts.steps.count) and \(texts.otherSteps.count) steps; alike are "
          + "\(percentage(texts.format.share)) of their form (every number the same), "
          + "\(percentage(texts.words.share)) of their words and "
          + "\(percentage(texts.numbers.share)) of their numbers."),
      .table(
        .init(
          header: ["top", "shared", "expected of unrelated rankings"],
          rows: comparison.overlaps.map {
            ["\($0.k)", "\($0.shared)", .init(shown($0.expected))]
          }, numbersFrom: 0)),
      typeTable,
      .table(
        .init(
          header: ["of", "looked for", "passages", "first ranks"],
          rows: [a, b].flatMap { side in
            side.answers.map { target in
              [
                .init(side.name), .init(target.text), "\(target.hitCount)",
                .init(target.ranks.prefix(8).map(String.init).joined(separator: ", ")),
              ]
            }
          }, numbersFrom: 2)),
      .table(
        .init(
          header: ["common passage", "type", "text", "rank A", "rank B"],
          rows: common.map {
            [.init($0.passage), .init($0.type), .init($0.text), "\($0.rankA)", "\($0.rankB)"]
          }, numbersFrom: 3)),
    ]
    return document
  }

  private var typeTable: ReportDocument.Block {
    let ofA = comparison.types.filter { $0.group == "A" }
    let rows = ofA.map { entry -> [ReportDocument.Cell] in
      let other = comparison.types.first { $0.group == "B" && $0.type == entry.type }
      return [
        .init(entry.type), .init(percentage(entry.corpusShare)), "\(entry.occurrences)",
        .init("×" + shown(entry.multiplier), isFaint: entry.isSmall),
        "\(other?.occurrences ?? 0)",
        .init("×" + shown(other?.multiplier), isFaint: entry.isSmall),
      ]
    }
    let k = ofA.first?.k ?? 0
    return .table(
      .init(
        header: [
          "type", "in the corpus", "in top \(k) of A", "times", "in top \(k) of B", "times",
        ],
        rows: rows))
  }
}
