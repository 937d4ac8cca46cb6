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
        FindingLine(
          findingRoom < 70
            ? "       r  shared  questions" : "       r  shared  form  numbers  questions",
          .columns),
      ]
        + pairs.map { pair in
          pairLine(pair, study)
        } + [FindingLine("")]
    }
    return lines("most alike, of each two groups", study.correlations.strongestPairs)
      + lines("most opposed", study.correlations.opposedPairs)
  }

  private func pairLine(_ pair: CorrelationFinding.Pair, _ study: Study) -> FindingLine {
    var text = "  " + pad(signed(pair.correlation), 6, right: true)
    text += pad("\(pair.sharedTop)", 8, right: true)
    if findingRoom >= 70 {
      text += pad(percent(pair.format), 6, right: true)
      text += pad(percent(pair.numbers), 9, right: true)
    }
    // Both questions have the same room; the ids come before the words.
    let ids = [pair.first, pair.second].map { Sanitizer.visible(study.questions[$0].id) }
    let room = findingRoom - columns(of: text) - 2
    let words = (room - columns(of: ids[0]) - columns(of: ids[1]) - 7) / 2
    let names = zip(ids, [pair.first, pair.second]).map { id, place in
      words < 8 ? id : "\(id) " + fit(Sanitizer.visible(title(place)), columns: words)
    }
    text += "  " + fit(names.joined(separator: words < 8 ? " | " : "  |  "), columns: room)
    return FindingLine(text, target: .pair(first: pair.first, second: pair.second))
  }

  /// Finding 4: passages that serve many questions, and how well rankings find what notes name.
  func documentLines(_ study: Study) -> [FindingLine] {
    var lines: [FindingLine] = []
    for finding in study.reuse {
      let shared = finding.shared
      lines += folded(
        "\(finding.group)   \(shared.distinctDocuments) passages in the top \(shared.k) of"
          + " \(finding.minimum) of \(shared.questionCount) questions or more; by chance"
          + " \(multiple(finding.expected))", .heading)
      if let labelled = finding.labelled {
        lines += folded(
          "  \(labelled.distinctDocuments) that carry its procedure stand in the top"
            + " \(labelled.k) of \(labelled.questionsServed) of \(labelled.questionCount)"
            + " questions", .text)
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
              + typeCell(entry.document),
            target: unit.map { .passage(entry.document, of: $0) }, passage: entry.document))
      }
      lines.append(FindingLine(""))
    }
    return lines + recoveryLines(study)
  }

  /// A type in the room that the page leaves it.
  private func typeCell(_ passage: Int) -> String {
    findingRoom < 56
      ? pad(DocumentColumns.shortType(typeName(passage)), 5) : pad(typeName(passage), 13)
  }

  private func recoveryLines(_ study: Study) -> [FindingLine] {
    guard let recovery = study.recovery else { return [] }
    return [
      FindingLine("do rankings find what the corpus's notes name?", .heading),
      FindingLine(
        recoveryRow(
          "group", "ranking", pad("in top \(recovery.shareDepth)", 11, right: true),
          pad("1/rank", 9, right: true)), .columns),
    ]
      + recovery.rows.map { row in
        FindingLine(
          recoveryRow(
            row.group, row.method, pad(percent(row.share.mean), 11, right: true),
            pad(signed(row.reciprocalRank.mean), 9, right: true)))
      }
  }

  /// A row of the table of rankings, its words cut so that both numbers are there.
  private func recoveryRow(
    _ group: String, _ method: String, _ share: String, _ rank: String
  ) -> String {
    let room = max(8, findingRoom - 22)
    let name = min(18, room * 2 / 5)
    return "  " + pad(fit(group, columns: name - 1), name)
      + pad(fit(method, columns: min(30, room - name)), min(30, room - name)) + share + rank
  }

  /// Wrong completions beside right ones: the first wrong step, and what its documents say.
  func failureLines(_ study: Study) -> [FindingLine] {
    guard !study.outcomes.isEmpty else {
      return [FindingLine("no completion has a verdict", .faint)]
    }
    // Means of r go where there is no room for all three.
    let (hasNats, hasR) = (findingRoom >= 48, findingRoom >= 73)
    var lines = [
      FindingLine(
        pad("group", 20) + "right wrong" + (hasNats ? "    nats r/w    " : "")
          + (hasR
            ? pad("r right", 10, right: true) + pad("wrong", 8, right: true)
              + pad("across", 8, right: true) : ""),
        .columns)
    ]
    for outcome in study.outcomes {
      func mean(_ spread: Spread?) -> String { spread.map { signed($0.mean) } ?? "-" }
      lines.append(
        FindingLine(
          pad(outcome.group, 20) + pad("\(outcome.correct.count)", 5, right: true)
            + pad("\(outcome.wrong.count)", 6, right: true)
            + (hasNats
              ? pad(mean(outcome.correct.nats), 8, right: true) + " "
                + pad(mean(outcome.wrong.nats), 7) : "")
            + (hasR
              ? pad(mean(outcome.correct.within), 10, right: true)
                + pad(mean(outcome.wrong.within), 8, right: true)
                + pad(mean(outcome.across), 8, right: true) : "")))
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
            "    \(rank + 1)  " + typeCell(passage), .faint,
            target: unit.map { .passage(passage, of: $0) }, passage: passage))
      }
    }
    return lines
  }
}
