import RunModel

/// One finding as a single number, the study's beside it.
package struct SummaryRow: Sendable, Codable, Equatable {
  /// The finding's number in the study, such as `2b`.
  package let number: String
  package let finding: String
  /// What the study reports for its models of 7 and 35 thousand million parameters.
  package let published: String
  package let here: String
  /// What must stand beside it: an interval, chance, or the controls.
  package let beside: String?
  /// Whether too few questions stand behind it to lean on it.
  package let isSmall: Bool

  init(
    _ number: String, _ finding: String, _ published: String, _ here: String,
    _ beside: String? = nil,
    of count: Int
  ) {
    self.number = number
    self.finding = finding
    self.published = published
    self.here = here
    self.beside = beside
    isSmall = count < 5
  }
}

extension Study {
  /// Every finding in a line, the study's number beside the one computed here.
  package var summary: [SummaryRow] {
    correlationRows + magnitudeRows + answerRows + reuseRows + typeRows
  }

  private var correlationRows: [SummaryRow] {
    var rows = groups.filter { !$0.isPooled && $0.kind != .control }.compactMap { group in
      within(group.name).map {
        SummaryRow(
          "1", "mean r within \(group.name)", Self.publishedCorrelation(group),
          coefficient($0.mean), $0.intervalText,
          of: group.members.count)
      }
    }
    if let across = greatestAcross {
      rows.append(
        SummaryRow(
          "1", "greatest mean r between two groups", "at most .09", coefficient(across.mean),
          of: across.pairs))
    }
    if let pair = strongestPair {
      rows.append(
        SummaryRow(
          "1", "greatest r of a pair", ".96", coefficient(pair), of: questions.count))
    }
    return rows
  }

  private static func publishedCorrelation(_ group: StudyGroup) -> String {
    let name = group.name.lowercased()
    if group.kind == .factual { return ".04 / .05" }
    if name.contains("slope") { return ".29 / .54" }
    if name.contains("arithmetic") { return ".31 / –" }
    return name.contains("linear") ? ".18 / –" : "–"
  }

  private var magnitudeRows: [SummaryRow] {
    var rows: [SummaryRow] = []
    if let ratio = factualToReasoning {
      rows.append(
        SummaryRow(
          "2", "influence per nat, factual ÷ reasoning", "2.0 / 2.2", shown(ratio),
          of: min(factualGroup?.members.count ?? 0, reasoningGroup?.members.count ?? 0)))
    }
    for group in [factualGroup, reasoningGroup].compactMap({ $0 }) {
      guard let slope = magnitudes.group(group.name, .positive)?.slope else { continue }
      rows.append(
        SummaryRow(
          "2b", "slope of log influence on log rank, \(group.name)", "−.32 to −.38",
          shown(slope.mean), of: slope.count))
    }
    return rows
  }

  private var answerRows: [SummaryRow] {
    guard let depth = answers?.depths.first else { return [] }
    func row(_ share: AnswerShare?, _ what: String, _ published: String) -> SummaryRow? {
      share.map {
        SummaryRow(
          "3", "\(what) in the top \(depth.depth)", "\(published) (top 500)",
          percentage($0.share), "random \(percentage($0.randomExpectation))", of: $0.total)
      }
    }
    return [
      row(
        share(depth.answer, factualGroup), "right factual answers with the answer", "55 % / 30 %"),
      row(
        share(depth.steps, reasoningGroup), "right reasoning answers with every step", "7 % / 0 %"),
    ].compactMap { $0 }
  }

  private var reuseRows: [SummaryRow] {
    reuse.filter { finding in groups.contains { $0.name == finding.group && $0.kind == .reasoning }
    }
    .map { finding in
      let shared = finding.labelled ?? finding.shared
      let what = finding.labelled == nil ? "shared" : "procedure"
      let isSlope = finding.group.lowercased().contains("slope")
      return SummaryRow(
        "4", "\(finding.group) questions with \(what) documents in their top \(shared.k)",
        isSlope ? "16 of 20 / 20 of 20" : "–",
        "\(shared.questionsServed) of \(shared.questionCount)", of: shared.questionCount)
    }
  }

  private var typeRows: [SummaryRow] {
    guard let k = typeDepths.first, let group = reasoningGroup else { return [] }
    return [("forum", "×22 to 23"), ("code", "below ×1")].compactMap { type, published in
      guard let entry = typeEntry(type, group.name, k) else { return nil }
      let control = reasoningControl.flatMap { typeEntry(type, $0.name, k) }
      return SummaryRow(
        "5", "\(type) in the top \(k) of reasoning, to its share", published,
        "×\(shown(entry.multiplier))", control.map { "controls ×\(shown($0.multiplier))" },
        of: entry.isSmall ? 0 : entry.pooled)
    }
  }

  private func typeEntry(_ type: String, _ group: String, _ k: Int) -> OverRepresentation? {
    types(group: group, side: .positive, k: k).first { $0.type == type }
  }
}

extension Study {
  package var factualGroup: StudyGroup? { groups.first { $0.kind == .factual && !$0.isAsked } }

  /// All reasoning questions, or the only task of them.
  package var reasoningGroup: StudyGroup? {
    groups.first { $0.isPooled } ?? groups.first { $0.kind == .reasoning && !$0.isAsked }
  }

  /// The control questions that stand beside reasoning: their own set, or the only one.
  var reasoningControl: StudyGroup? {
    let controls = groups.filter { $0.kind == .control }
    return controls.first { $0.name.contains("reasoning") } ?? controls.first
  }

  func within(_ group: String) -> BlockSummary? {
    correlations.pearsonBlocks.first { $0.first == group && $0.second == group }
  }

  /// Controls and what was typed, which no headline counts.
  private var asideGroups: Set<String> {
    Set(groups.filter { $0.kind == .control || $0.isAsked }.map(\.name))
  }

  /// The block of two different groups, neither a control, with the greatest mean.
  var greatestAcross: BlockSummary? {
    let aside = asideGroups
    return correlations.pearsonBlocks.filter {
      $0.first != $0.second && !aside.contains($0.first) && !aside.contains($0.second)
    }.max { $0.mean < $1.mean }
  }

  var strongestPair: Double? {
    let aside = asideGroups
    return correlations.pearsonBlocks.filter {
      !aside.contains($0.first) && !aside.contains($0.second)
    }.map(\.maximum).max()
  }

  /// How many times more positive influence per nat a factual completion draws than a reasoning one.
  var factualToReasoning: Double? {
    guard let factual = factualGroup.flatMap({ magnitudes.group($0.name, .positive)?.totalPerNat }),
      let reasoning = reasoningGroup.flatMap({ magnitudes.group($0.name, .positive)?.totalPerNat }),
      reasoning.mean > 0
    else { return nil }
    return factual.mean / reasoning.mean
  }

  /// The share of a group's questions that were answered right.
  func share(_ shares: [AnswerShare], _ group: StudyGroup?) -> AnswerShare? {
    shares.first { $0.group == group?.name && $0.correct == true }
  }
}

extension BlockSummary {
  /// The interval of the mean.
  package var intervalText: String? {
    interval.map { "\(coefficient($0.lowerBound)) to \(coefficient($0.upperBound))" }
  }
}

/// A share as a percentage.
package func percentage(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "–" }
  return "\(shown(100 * value))\u{A0}%"
}
