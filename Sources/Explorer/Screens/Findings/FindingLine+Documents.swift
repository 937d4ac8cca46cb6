internal import Findings
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// The pairs of questions that are most alike and most opposed, of each two groups.
  func pairLines(_ study: Study) -> [FindingLine] {
    func lines(_ title: String, _ pairs: [CorrelationFinding.Pair]) -> [FindingLine] {
      guard !pairs.isEmpty else { return [] }
      return [
        FindingLine(title, .heading),
        FindingLine("       r  shared  form  numbers  questions", .columns),
      ]
        + pairs.map { pair in
          pairLine(pair, study)
        } + [FindingLine("")]
    }
    return lines("most alike, of each two groups", study.correlations.strongestPairs)
      + lines("most opposed", study.correlations.opposedPairs)
  }

  private func pairLine(_ pair: CorrelationFinding.Pair, _ study: Study) -> FindingLine {
    let room = max(12, (layout.body.width - 56) / 2)
    var text = "  " + pad(signed(pair.correlation), 6, right: true)
    text += pad("\(pair.sharedTop)", 8, right: true)
    text += pad(percent(pair.format), 6, right: true)
    text += pad(percent(pair.numbers), 9, right: true)
    text += "  \(study.questions[pair.first].id) "
    text += fit(Sanitizer.visible(title(pair.first)), columns: room)
    text += "  |  \(study.questions[pair.second].id) \(title(pair.second))"
    return FindingLine(text, target: .pair(first: pair.first, second: pair.second))
  }

  /// Finding 4: passages that serve many questions, and how well rankings find what notes name.
  func documentLines(_ study: Study) -> [FindingLine] {
    var lines: [FindingLine] = []
    for finding in study.reuse {
      let shared = finding.shared
      lines.append(
        FindingLine(
          "\(finding.group)   \(shared.distinctDocuments) passages in the top \(shared.k) of"
            + " \(finding.minimum) of \(shared.questionCount) questions or more; by chance"
            + " \(multiple(finding.expected))", .heading))
      if let labelled = finding.labelled {
        lines.append(
          FindingLine(
            "  \(labelled.distinctDocuments) that carry its procedure stand in the top"
              + " \(labelled.k) of \(labelled.questionsServed) of \(labelled.questionCount)"
              + " questions"))
      }
      let members = study.groups.first { $0.name == finding.group }?.members ?? []
      for entry in shared.entries.prefix(12) {
        let unit = entry.questions.first.flatMap {
          members.indices.contains($0) ? members[$0] : nil
        }
        .flatMap { self.unit($0) }
        lines.append(
          FindingLine(
            "  " + pad("\(entry.questions.count)", 4, right: true) + " of \(shared.questionCount)  "
              + pad(typeName(entry.document), 13),
            target: unit.map { .passage(entry.document, of: $0) }, passage: entry.document))
      }
      lines.append(FindingLine(""))
    }
    return lines + recoveryLines(study)
  }

  private func recoveryLines(_ study: Study) -> [FindingLine] {
    guard let recovery = study.recovery else { return [] }
    return [
      FindingLine("do rankings find what the corpus's notes name?", .heading),
      FindingLine(
        "  " + pad("group", 18) + pad("ranking", 30)
          + "in top \(recovery.shareDepth)   1/rank of first",
        .columns),
    ]
      + recovery.rows.map { row in
        FindingLine(
          "  " + pad(row.group, 18) + pad(row.method, 30)
            + pad(percent(row.share.mean), 9, right: true)
            + pad(signed(row.reciprocalRank.mean), 18, right: true))
      }
  }

  /// Wrong completions beside right ones: the first wrong step, and what its documents say.
  func failureLines(_ study: Study) -> [FindingLine] {
    guard !study.outcomes.isEmpty else {
      return [FindingLine("no completion has a verdict", .faint)]
    }
    var lines = [
      FindingLine(
        pad("group", 20) + "right wrong    nats r/w         r within right, wrong, across", .columns
      )
    ]
    for outcome in study.outcomes {
      func mean(_ spread: Spread?) -> String { spread.map { signed($0.mean) } ?? "-" }
      lines.append(
        FindingLine(
          pad(outcome.group, 20) + pad("\(outcome.correct.count)", 5, right: true)
            + pad("\(outcome.wrong.count)", 6, right: true)
            + pad(mean(outcome.correct.nats), 8, right: true) + " "
            + pad(mean(outcome.wrong.nats), 7)
            + pad(mean(outcome.correct.within), 10, right: true)
            + pad(mean(outcome.wrong.within), 8, right: true)
            + pad(mean(outcome.across), 8, right: true)))
    }
    for failure in study.outcomes.flatMap(\.failures) {
      let question = study.questions[failure.question]
      let unit = self.unit(failure.question, step: failure.step ?? 0)
      let none = question.kind == .reasoning ? ", no equality is false" : ""
      let place = failure.step.map { ", step \($0) is false" } ?? none
      lines.append(FindingLine(""))
      lines.append(
        FindingLine(
          "✗ \(question.id)  expected \(oneLine(question.answers.first ?? "?", limit: 30))\(place)",
          .heading, target: unit.map { .unit($0) }))
      lines.append(
        FindingLine(
          "  " + oneLine(failure.text ?? question.completion), target: unit.map { .unit($0) }))
      for (rank, passage) in (findings.evidence[failure.question] ?? []).enumerated() {
        lines.append(
          FindingLine(
            "    \(rank + 1)  " + pad(typeName(passage), 13), .faint,
            target: unit.map { .passage(passage, of: $0) }, passage: passage))
      }
    }
    return lines
  }
}
