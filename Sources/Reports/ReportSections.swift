import Findings
import Formatting
import RunModel

extension ReportDocument {
  /// The findings of a report, in the order of the study.
  package init(_ report: StudyReport) {
    self.init(title: "Findings of \(report.workspace)", subtitle: Self.subtitle(report))
    blocks += Self.beginning(report)
    blocks += Self.correlations(report.study)
    blocks += Self.magnitudes(report.study)
    blocks += Self.answers(report.study)
    blocks += Self.reuse(report)
    blocks += Self.types(report.study)
    blocks += Self.contrasts(report.study)
    blocks += Self.facets(report)
    blocks += Self.removal(report)
    blocks += Self.outcomes(report)
    blocks += Self.recovery(report.study)
    blocks += Self.course(report)
    blocks += Self.provenance(report)
  }

  /// A finding's heading, what came out of it here, and how it is measured.
  static func heading(_ definition: FindingDefinition, _ study: Study) -> [Block] {
    let isNumbered = Int(definition.number.prefix(1)) != nil
    let number = isNumbered ? "\(definition.number). " : ""
    return [
      .heading(number + definition.question, name: number + definition.name)
    ] + [study.sentence(of: definition).map { Block.lead($0) }].compactMap { $0 } + [
      .aside(method: definition.definition, published: definition.published)
    ]
  }

  /// What the report is of, in one line.
  static func subtitle(_ report: StudyReport) -> String {
    let study = report.study
    let verdicts = study.questions.compactMap(\.isCorrect)
    return "\(study.questions.count) questions, \(grouped(report.passages)) passages of "
      + "\(grouped(report.documents)) documents (\(grouped(report.tokens)) tokens). "
      + "\(verdicts.count { $0 }) of \(verdicts.count) completions are right. "
      + "Rankings by \(study.options.view.name)."
  }

  private static func beginning(_ report: StudyReport) -> [Block] {
    let study = report.study
    var lines: [String] = []
    if study.options.correctness != .all {
      lines.append("Only completions that are \(study.options.correctness.rawValue).")
    }
    if let groups = study.options.groups {
      lines.append("Only questions of \(groups.sorted().joined(separator: ", ")).")
    }
    if !report.leftOut.isEmpty {
      lines.append(
        "\(report.leftOut.count) \(report.leftOut.count == 1 ? "question is" : "questions are") "
          + "left out: "
          + report.leftOut.prefix(5).map { "\($0.question) (\($0.reason))" }.joined(separator: ", ")
          + (report.leftOut.count > 5 ? ", …" : "") + ".")
    }
    if let approximate = report.approximate {
      lines.append(
        "Statistics of the whole corpus come from approximate scores, brought to the size of exact ones by a "
          + "random sample: \(approximate).")
    }
    if report.repeatedPassages > 0 {
      lines.append(
        "\(grouped(report.repeatedPassages)) passages repeat another's text word for word and are "
          + "counted as often as they occur.")
    }
    if let stale = report.stale { lines.append("This run is stale: \(stale).") }
    lines += report.warnings
    let rows = study.groups.map { group -> [Cell] in
      let members = group.members.map { study.questions[$0] }
      return [
        Cell(group.name), "\(members.count)", "\(members.count { $0.isCorrect == true })",
        "\(members.count { $0.isCorrect == false })",
        Cell(spread: Spread(members.compactMap(\.nats))),
      ]
    }
    return lines.map { .text($0) } + [
      .heading("At a glance", name: "At a glance"),
      .table(
        Table(
          header: ["finding", "in the study, 7B / 35B", "here"],
          rows: study.summary.map { row in
            [
              Cell(row.finding), Cell(row.published),
              Cell(row.here, row.beside, isFaint: row.isSmall),
            ]
          }, numbersFrom: 1)),
      .note(
        "Magnitudes compare within one corpus and damping only, hence the ratio. The study ranked "
          + "five million documents, so its top 500 is the first hundredth of a percent."),
      .table(
        Table(header: ["group", "questions", "right", "wrong", "nats a completion"], rows: rows)),
    ]
  }

  private static func correlations(_ study: Study) -> [Block] {
    let finding = study.correlations
    func rows(isWithin: Bool) -> [[Cell]] {
      finding.pearsonBlocks.filter { ($0.first == $0.second) == isWithin }.map { block in
        let same = { (other: BlockSummary) in
          other.first == block.first && other.second == block.second
        }
        return [
          Cell(isWithin ? "within \(block.first)" : "\(block.first) – \(block.second)"),
          "\(block.pairs)",
          Cell(coefficient(block.mean), block.intervalText), Cell(coefficient(block.meanMagnitude)),
          Cell(coefficient(block.median)),
          Cell(coefficient(block.minimum)), Cell(coefficient(block.maximum)),
          Cell(coefficient(finding.spearmanBlocks?.first(where: same)?.mean)),
          Cell(coefficient(finding.overlapBlocks.first(where: same)?.mean)),
        ]
      }
    }
    func table(isWithin: Bool) -> Block {
      .table(
        Table(
          header: [
            "pairs of questions", "pairs", "mean r (95 %)", "mean |r|", "median", "least",
            "greatest", "mean rank r", "shared top",
          ], rows: rows(isWithin: isWithin), spare: [1, 4, 5, 7]))
    }
    func pairTable(_ pairs: [CorrelationFinding.Pair]) -> Block {
      .table(
        Table(
          header: ["question", "question", "r", "shared top", "form alike", "numbers alike"],
          rows: pairs.map { pair in
            [
              Cell(study.questions[pair.first].id), Cell(study.questions[pair.second].id),
              Cell(coefficient(pair.correlation)), "\(pair.sharedTop)",
              Cell(percentage(pair.format)), Cell(percentage(pair.numbers)),
            ]
          }, numbersFrom: 2))
    }
    return heading(.correlation, study) + [
      .figures([study.correlationMap()]), table(isWithin: true),
      .note(
        "Shared top: Jaccard's index of the top \(study.options.overlapDepth); unrelated rankings "
          + "would have \(coefficient(finding.expectedOverlap))."),
      .details("Between groups", [table(isWithin: false)]),
      .details("The pairs most alike", [pairTable(Array(finding.strongestPairs.prefix(12)))]),
      .details("The pairs most opposed", [pairTable(Array(finding.opposedPairs.prefix(12)))]),
    ]
  }

  private static func magnitudes(_ study: Study) -> [Block] {
    let finding = study.magnitudes
    let index = Coverage.percentages.firstIndex(of: 1) ?? 0
    let totals = study.groups.map { group -> [Cell] in
      let sides = Side.allCases.map { finding.group(group.name, $0) }
      return [
        Cell(group.name), "\(sides[0]?.perNat?.count ?? 0)",
        Cell(spread: sides[0]?.totalPerNat), Cell(shown(sides[0]?.perNat?.means[index])),
        Cell(spread: sides[1]?.totalPerNat), Cell(shown(sides[1]?.perNat?.means[index])),
      ]
    }
    let relative = study.groups.map { group -> [Cell] in
      let one = finding.group(group.name, .positive)
      let other = finding.group(group.name, .negative)
      return [
        Cell(group.name), Cell(shown(one?.share?.means[index])), Cell(spread: one?.slope),
        Cell(spread: one?.exponent), Cell(spread: one?.gini),
        Cell(spread: other?.slope),
      ]
    }
    return heading(.magnitude, study) + [
      .figures([
        study.coverageCurves(.positive, isRelative: false),
        study.coverageCurves(.negative, isRelative: false),
      ]),
      .table(
        Table(
          header: [
            "group", "questions", "positive per nat", "top 1 % of it", "negative per nat",
            "top 1 % of it",
          ], rows: totals, spare: [1, 3, 5])),
    ] + heading(.concentration, study) + [
      .figures([study.coverageCurves(.positive, isRelative: true)]),
      .table(
        Table(
          header: [
            "group", "share of top 1 %", "slope", "Pareto exponent", "Gini", "slope, negative",
          ], rows: relative, spare: [4, 5])),
    ]
  }
}
