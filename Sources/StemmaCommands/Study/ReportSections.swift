import Findings

extension ReportDocument {
  /// The findings of a report, in the order of the study.
  init(_ report: StudyReport) {
    self.init(title: "Findings of \(report.workspace)")
    blocks += Self.beginning(report)
    blocks += Self.correlations(report.study)
    blocks += Self.magnitudes(report.study)
    blocks += Self.answers(report.study)
    blocks += Self.reuse(report)
    blocks += Self.types(report.study)
    blocks += Self.outcomes(report)
    blocks += Self.recovery(report.study)
    blocks += Self.provenance(report)
  }

  static func heading(_ definition: FindingDefinition) -> [Block] {
    let number = Int(definition.number.prefix(1)) == nil ? "" : "\(definition.number). "
    return [.heading(number + definition.question), .note(definition.definition)]
      + (definition.published.isEmpty ? [] : [.note("In the study: " + definition.published)])
  }

  private static func beginning(_ report: StudyReport) -> [Block] {
    let study = report.study
    let verdicts = study.questions.compactMap(\.isCorrect)
    var lines = [
      "\(study.questions.count) questions, \(report.passages) passages of \(report.documents) "
        + "documents (\(report.tokens) tokens). Rankings by \(study.options.view.name). "
        + "\(verdicts.count { $0 }) of \(verdicts.count) completions are right."
    ]
    if study.options.correctness != .all {
      lines.append("Only completions that are \(study.options.correctness.rawValue).")
    }
    if !report.leftOut.isEmpty {
      lines.append(
        "\(report.leftOut.count) \(report.leftOut.count == 1 ? "question is" : "questions are") "
          + "left out: "
          + report.leftOut.prefix(5).map { "\($0.question) (\($0.reason))" }.joined(separator: ", ")
          + (report.leftOut.count > 5 ? ", …" : "") + ".")
    }
    if report.repeatedPassages > 0 {
      lines.append(
        "\(report.repeatedPassages) passages repeat another's text word for word and are counted "
          + "as often as they occur.")
    }
    if let stale = report.stale { lines.append("This run is stale: \(stale).") }
    lines += report.warnings
    let rows = study.groups.map { group -> [Cell] in
      let members = group.members.map { study.questions[$0] }
      let nats = Spread(members.compactMap(\.nats))
      return [
        Cell(group.name), "\(members.count)", "\(members.count { $0.isCorrect == true })",
        "\(members.count { $0.isCorrect == false })", Cell(withDeviation(nats)),
      ]
    }
    return lines.map { .text($0) } + [
      .table(
        Table(header: ["group", "questions", "right", "wrong", "nats a completion"], rows: rows))
    ]
  }

  private static func correlations(_ study: Study) -> [Block] {
    let finding = study.correlations
    let rank = finding.spearmanBlocks
    let rows = finding.pearsonBlocks.map { block -> [Cell] in
      let same = { (other: BlockSummary) in
        other.first == block.first && other.second == block.second
      }
      let name =
        block.first == block.second ? "within \(block.first)" : "\(block.first) – \(block.second)"
      return [
        Cell(name), "\(block.pairs)", Cell(coefficient(block.mean)),
        Cell(
          block.interval.map {
            "\(coefficient($0.lowerBound)), \(coefficient($0.upperBound))"
          } ?? "–"),
        Cell(coefficient(block.meanMagnitude)), Cell(coefficient(block.median)),
        Cell(coefficient(block.minimum)),
        Cell(coefficient(block.maximum)), Cell(coefficient(rank?.first(where: same)?.mean)),
        Cell(coefficient(finding.overlapBlocks.first(where: same)?.mean)),
      ]
    }
    let within = rows.filter { $0[0].text.hasPrefix("within") }
    let across = rows.filter { !$0[0].text.hasPrefix("within") }
    let header = [
      "pairs of questions", "pairs", "mean r", "95 %", "mean |r|", "median", "least", "greatest",
      "mean rank r",
      "shared top",
    ]
    let pairs = finding.strongestPairs.prefix(12).map { pair -> [Cell] in
      let (first, second) = (study.questions[pair.first], study.questions[pair.second])
      return [
        "\(first.id)", "\(second.id)", Cell(coefficient(pair.correlation)), "\(pair.sharedTop)",
      ]
    }
    return heading(.correlation) + [
      .figures([study.correlationMap()]), .table(Table(header: header, rows: within + across)),
      .note(
        "Shared top: Jaccard's index of the top \(study.options.overlapDepth); unrelated rankings "
          + "would have \(coefficient(finding.expectedOverlap))."),
      .details(
        "The strongest pairs",
        [
          .table(
            Table(
              header: ["question", "question", "r", "shared of top \(study.options.overlapDepth)"],
              rows: Array(pairs), numbersFrom: 2))
        ]),
    ]
  }

  private static func magnitudes(_ study: Study) -> [Block] {
    let finding = study.magnitudes
    let place = Coverage.percentages.firstIndex(of: 1) ?? 0
    let totals = study.groups.map { group -> [Cell] in
      let sides = Side.allCases.map { finding.group(group.name, $0) }
      return [
        Cell(group.name), "\(sides[0]?.perNat?.count ?? 0)",
        Cell(withDeviation(sides[0]?.totalPerNat)), Cell(shown(sides[0]?.perNat?.means[place])),
        Cell(withDeviation(sides[1]?.totalPerNat)), Cell(shown(sides[1]?.perNat?.means[place])),
      ]
    }
    let relative = study.groups.map { group -> [Cell] in
      let one = finding.group(group.name, .positive)
      let other = finding.group(group.name, .negative)
      return [
        Cell(group.name), Cell(shown(one?.share?.means[place])), Cell(withDeviation(one?.slope)),
        Cell(withDeviation(one?.exponent)), Cell(withDeviation(one?.gini)),
        Cell(withDeviation(other?.slope)),
      ]
    }
    return heading(.magnitude) + [
      .figures([
        study.coverageCurves(.positive, isRelative: false),
        study.coverageCurves(.negative, isRelative: false),
      ]),
      .table(
        Table(
          header: [
            "group", "questions", "positive per nat", "top 1 % of it", "negative per nat",
            "top 1 % of it",
          ], rows: totals)),
    ] + heading(.concentration) + [
      .figures([study.coverageCurves(.positive, isRelative: true)]),
      .table(
        Table(
          header: [
            "group", "share of top 1 %", "slope", "Pareto exponent", "Gini", "slope, negative",
          ], rows: relative)),
    ]
  }
}
