import Findings
import Formatting
import RunModel

extension ReportDocument {
  static func answers(_ study: Study) -> [Block] {
    guard let finding = study.answers else { return [] }
    /// One row a group and verdict, with every depth beside the other.
    func rows(_ what: String, _ shares: (AnswerFinding.Depth) -> [AnswerShare]) -> [[Cell]] {
      guard let first = finding.depths.first else { return [] }
      return shares(first).indices.map { row in
        let share = shares(first)[row]
        let verdict = share.correct.map { $0 ? "right" : "wrong" } ?? "not judged"
        return [Cell(share.group), Cell(what), Cell(verdict), "\(share.total)"]
          + finding.depths.flatMap { depth -> [Cell] in
            let share = shares(depth)[row]
            return [
              Cell(
                percentage(share.share),
                share.interval.map {
                  "\(shown(100 * $0.lowerBound)) to \(shown(100 * $0.upperBound))"
                }, isFaint: share.total < 5), Cell(percentage(share.randomExpectation)),
            ]
          }
      }
    }
    let ranks = zip(study.questions, finding.questions).flatMap { question, found in
      found.targets.map { target -> [Cell] in
        let first = target.ranks.prefix(8).map(String.init).joined(separator: ", ")
        return [
          Cell(question.id), Cell(target.text), Cell(target.isStep ? "step" : "answer"),
          "\(target.hitCount)", Cell(first + (target.hitCount > 8 ? ", …" : "")),
        ]
      }
    }
    return heading(.answers, study) + [
      .figures([study.answerRanks()].compactMap { $0 }),
      .table(
        Table(
          header: ["group", "looked for", "judged", "questions"]
            + finding.depths.flatMap { ["in the top \($0.depth)", "random"] },
          rows: rows("answer", \.answer) + rows("steps", \.steps), numbersFrom: 3,
          spare: Set([3]).union(
            (1..<max(1, finding.depths.count)).flatMap { [4 + 2 * $0, 5 + 2 * $0] }))),
      .note("Ranked by \(finding.view.name)."),
      .details(
        "The rank of every passage that holds an answer",
        [
          .table(
            Table(
              header: ["question", "text", "what", "passages", "first ranks"], rows: ranks,
              numbersFrom: 3))
        ]),
    ]
  }

  static func reuse(_ report: StudyReport) -> [Block] {
    let study = report.study
    let rows = study.reuse.map { finding -> [Cell] in
      let shared = finding.shared
      return [
        Cell(finding.group), "\(shared.questionsServed) of \(shared.questionCount)",
        "\(shared.distinctDocuments)", Cell(shown(finding.expected)), "\(shared.occurrences)",
        Cell(
          finding.labelled.map {
            "\($0.distinctDocuments) serve \($0.questionsServed) of \($0.questionCount)"
          } ?? "–"),
      ]
    }
    let most = study.reuse.filter { !$0.shared.entries.isEmpty }.map { finding -> Block in
      .details(
        "Shared by most questions: \(finding.group)",
        finding.shared.entries.prefix(5).flatMap { entry -> [Block] in
          let excerpt = report.excerpts[entry.document]
          return [
            .text(
              "\(excerpt?.id ?? "passage \(entry.document + 1)") (\(excerpt?.type ?? "?")), in the "
                + "top \(finding.shared.k) of \(entry.questions.count) questions"),
            .quotation(excerpt?.text ?? ""),
          ]
        })
    }
    return heading(.reuse, study) + [
      .table(
        Table(
          header: [
            "group", "questions served", "shared passages", "expected", "occurrences",
            "labelled passages",
          ], rows: rows, spare: [4]))
    ] + most
  }

  static func types(_ study: Study) -> [Block] {
    let names = study.corpus.filter { $0.passages > 0 }
    let total = Double(max(1, study.passageCount))
    var blocks = heading(.types, study)
    let depths = study.typeDepths
    guard let first = depths.first else {
      return blocks + [.text("The corpus has fewer passages than the least depth.")]
    }
    blocks.append(
      .figures([study.typeIntervals(.positive, k: first), study.typeIntervals(.negative, k: first)])
    )
    blocks.append(
      .note(
        "Hollow dots and faint numbers: fewer than five passages expected. In the corpus: "
          + names.map { "\($0.type) \(percentage(Double($0.passages) / total))" }
          .joined(separator: ", ") + "."))
    for side in Side.allCases {
      for k in depths {
        let rows = study.groups.map { group -> [Cell] in
          let entries = study.types(group: group.name, side: side, k: k)
          return [Cell(group.name)]
            + names.map { name in
              guard let entry = entries.first(where: { $0.type == name.type }) else { return "–" }
              return Cell(
                "×\(shown(entry.multiplier))",
                entry.interval.map { "\(shown($0.lowerBound)) to \(shown($0.upperBound))" },
                isFaint: entry.isSmall)
            }
        }
        let table = Block.table(Table(header: ["group"] + names.map(\.type), rows: rows))
        let title = "\(side == .positive ? "Top" : "Bottom") \(k) of every question"
        blocks.append(.details(title, [table]))
      }
    }
    return blocks
  }

  static func outcomes(_ report: StudyReport) -> [Block] {
    let study = report.study
    guard !study.outcomes.isEmpty else { return [] }
    let rows = study.outcomes.map { outcome -> [Cell] in
      [
        Cell(outcome.group), "\(outcome.correct.count)", "\(outcome.wrong.count)",
        Cell(spread: outcome.correct.nats), Cell(spread: outcome.wrong.nats),
        Cell(spread: outcome.correct.perNat), Cell(spread: outcome.wrong.perNat),
        Cell(coefficient(outcome.correct.within?.mean)),
        Cell(coefficient(outcome.wrong.within?.mean)), Cell(coefficient(outcome.across?.mean)),
      ]
    }
    var blocks = heading(.outcomes, study)
    blocks.append(
      .table(
        Table(
          header: [
            "group", "right", "wrong", "nats, right", "nats, wrong", "per nat, right",
            "per nat, wrong", "r within right", "r within wrong", "r across",
          ], rows: rows, spare: [5, 6, 7, 8, 9])))
    for outcome in study.outcomes where !outcome.failures.isEmpty {
      let inner = outcome.failures.flatMap { failure -> [Block] in
        let question = study.questions[failure.question]
        let said = failure.step.map { "; step \($0) is the first that is false" } ?? ""
        var blocks: [Block] = [
          .text("\(question.id), expected \(question.answers.first ?? "?")\(said)"),
          .quotation(failure.text ?? question.completion),
        ]
        let evidence = report.evidence.first { $0.question == question.id }
        for (rank, passage) in (evidence?.passages ?? []).enumerated() {
          guard let excerpt = report.excerpts[passage] else { continue }
          blocks.append(
            .text(
              "Rank \(rank + 1) for \(evidence?.step == nil ? "it" : "that step"): "
                + "\(excerpt.id) (\(excerpt.type))"))
          blocks.append(.quotation(excerpt.text))
        }
        return blocks
      }
      blocks.append(
        .details("Wrong completions: \(outcome.group) (\(outcome.failures.count))", inner))
    }
    return blocks
  }

  static func recovery(_ study: Study) -> [Block] {
    guard let finding = study.recovery else { return [] }
    let rows = finding.rows.map { row -> [Cell] in
      [
        Cell(row.group), Cell(row.method), "\(row.questions)", Cell(share: row.share),
        Cell(share: row.reciprocalRank),
        // Of the hundreds of documents that carry a procedure, ten are no share worth a number.
        row.kind == .fact ? Cell(share: row.recall) : "–",
      ]
    }
    return heading(.recovery, study) + [
      .figures([study.recoveryIntervals()].compactMap { $0 }),
      .table(
        Table(
          header: [
            "group", "ranking", "questions", "share of top \(finding.shareDepth)", "MRR",
            "recall at \(finding.recallDepth)",
          ], rows: rows, numbersFrom: 2, spare: [2, 5])),
    ]
  }

  static func provenance(_ report: StudyReport) -> [Block] {
    let rows =
      [
        ["run", "\(report.run), made \(report.created)"], ["fingerprint", report.fingerprint],
      ] + report.settings.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    let options = report.study.options
    var command = "stemma report WORKSPACE --run \(report.run)"
    if options.view == .gradientNorm { command += " --view norm" }
    if options.correctness != .all { command += " --only \(options.correctness.rawValue)" }
    if let groups = options.groups {
      command += " --group \(shellWord(groups.sorted().joined(separator: ",")))"
    }
    return [
      .heading("To make this again", name: "Settings"),
      .text("The settings of the run, and the command that writes this page:"),
      .command(command + " --html OUT.html"),
      .table(
        Table(
          header: ["setting", "value"], rows: rows.map { $0.map { Cell($0) } }, numbersFrom: 2)),
    ]
  }
}
