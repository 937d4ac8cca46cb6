import Findings
import RunModel

extension ReportDocument {
  /// What is left after the control, group by group.
  static func contrasts(_ study: Study) -> [Block] {
    guard !study.contrasts.isEmpty else { return [] }
    let rows = study.contrasts.flatMap { finding -> [[Cell]] in
      [("before", finding.before), ("after", finding.after)].map { when, measures in
        [
          Cell(finding.group), Cell(when),
          Cell(
            coefficient(measures.within?.mean), measures.within.flatMap { $0.intervalText }),
          Cell(coefficient(measures.within?.meanMagnitude)),
          "\(measures.reuse.questionsServed) of \(measures.reuse.questionCount)",
          "\(measures.reuse.distinctDocuments)",
        ]
      }
    }
    let controls = study.contrasts.map { finding in
      "\(finding.group) less \(finding.controls.joined(separator: ", ")) "
        + "(\(finding.controlQuestions) questions)"
    }
    var blocks =
      heading(.contrast, study) + [
        .table(
          Table(
            header: [
              "group", "control", "mean r (95 %)", "mean |r|", "questions served",
              "shared passages",
            ], rows: rows, numbersFrom: 2)),
        .note("Taken off: " + controls.joined(separator: "; ") + "."),
      ]
    for finding in study.contrasts {
      for depth in Set(finding.before.types.map(\.k)).sorted() {
        let before = finding.before.types.filter { $0.k == depth }
        let rows = before.map { entry -> [Cell] in
          let after = finding.after.types.first { $0.k == depth && $0.type == entry.type }
          return [Cell(entry.type), multiplierCell(entry), multiplierCell(after)]
        }
        blocks.append(
          .details(
            "\(finding.group): types in the top \(depth), before and after the control",
            [.table(Table(header: ["type", "before", "after"], rows: rows))]))
      }
    }
    return blocks
  }

  /// A multiplier with its interval, faint where few are expected.
  static func multiplierCell(_ entry: OverRepresentation?) -> Cell {
    guard let entry else { return "–" }
    return Cell(
      "×\(shown(entry.multiplier))",
      entry.interval.map { "\(shown($0.lowerBound)) to \(shown($0.upperBound))" },
      isFaint: entry.isSmall)
  }

  /// Which values of the fields that were asked for matter, group by group.
  static func facets(_ report: StudyReport) -> [Block] {
    guard let facet = report.facet else { return [] }
    let study = report.study
    let depth = facet.depths.first ?? 0
    let names = facet.names
    var blocks: [Block] = [
      .heading(
        "Which documents matter, by \(facet.fields.joined(separator: " and "))?",
        name: "By \(facet.fields.joined(separator: " and "))"),
      .note(
        "Share of a value among the top \(depth) of a group's questions, divided by its share in the "
          + "corpus, with Wilson's 95 % interval; faint where fewer than five are expected."
          + (facet.isCut ? " The commonest values; the others are one row." : "")),
    ]
    func rows(_ groups: [String], isAfter: Bool) -> [[Cell]] {
      names.map { name in
        [Cell(name)]
          + groups.map { group in
            multiplierCell(
              facet.bin(name, group: group, side: .positive, k: depth, isAfter: isAfter))
          }
      }
    }
    let groups = study.groups.map(\.name)
    blocks.append(
      .table(Table(header: ["value"] + groups, rows: rows(groups, isAfter: false))))
    let left = groups.filter { group in facet.after.contains { $0.group == group } }
    if !left.isEmpty {
      blocks.append(
        .details(
          "After the control",
          [.table(Table(header: ["value"] + left, rows: rows(left, isAfter: true)))]))
    }
    return blocks
  }
}
