import RunModel

extension Study {
  /// What came out, in a sentence or two, for the beginning of a finding's page.
  package func sentence(of definition: FindingDefinition) -> String? {
    switch definition {
    case .correlation: correlationSentence
    case .magnitude: magnitudeSentence
    case .concentration: concentrationSentence
    case .answers: answerSentence
    case .reuse: reuseSentence
    case .types: typeSentence
    case .outcomes: outcomeSentence
    case .contrast: contrastSentence
    default: nil
    }
  }

  private var contrastSentence: String? {
    let parts = contrasts.compactMap { finding -> String? in
      guard let before = finding.before.within, let after = finding.after.within else { return nil }
      return "\(finding.group) \(coefficient(before.mean)) before, \(coefficient(after.mean)) after"
    }
    guard !parts.isEmpty else { return nil }
    return
      "The mean r within a group, before and after its control: \(parts.joined(separator: "; "))."
  }

  private var correlationSentence: String? {
    let parts = groups.filter { !$0.isPooled && !$0.isAsked && $0.kind != .control }.compactMap {
      group in
      within(group.name).map { "\(coefficient($0.mean)) within \(group.name)" }
    }
    guard !parts.isEmpty else { return nil }
    let across = greatestAcross.map {
      " Between groups it is \(coefficient($0.mean)) at most (\($0.first) with \($0.second))."
    }
    return "The mean r is \(parts.joined(separator: ", "))." + (across ?? "")
  }

  private var magnitudeSentence: String? {
    guard let factual = factualGroup.flatMap({ magnitudes.group($0.name, .positive)?.totalPerNat }),
      let reasoning = reasoningGroup.flatMap({ magnitudes.group($0.name, .positive)?.totalPerNat }),
      let ratio = factualToReasoning
    else { return nil }
    func spread(_ spread: Spread) -> String {
      spread.deviation.map { "\(percentage($0 / spread.mean))" } ?? "–"
    }
    return "A factual completion draws \(shown(ratio)) times the positive influence per nat of a "
      + "reasoning one (\(shown(factual.mean)) and \(shown(reasoning.mean))). Over questions it "
      + "varies by \(spread(factual)) of the mean for facts and \(spread(reasoning)) for reasoning."
  }

  private var concentrationSentence: String? {
    let index = Coverage.percentages.firstIndex(of: 1) ?? 0
    let parts = [factualGroup, reasoningGroup].compactMap { group -> String? in
      guard let group, let one = magnitudes.group(group.name, .positive), let share = one.share
      else { return nil }
      let slope = one.slope.map { " (slope \(shown($0.mean)))" } ?? ""
      return "\(percentage(share.means[index])) of the positive influence for \(group.name)\(slope)"
    }
    guard !parts.isEmpty else { return nil }
    return "The top 1 % of the positive passages hold \(parts.joined(separator: ", "))."
  }

  private var answerSentence: String? {
    guard let depth = answers?.depths.first else { return nil }
    var parts: [String] = []
    if let share = share(depth.answer, factualGroup) {
      parts.append(
        "\(percentage(share.share)) of the facts answered right have their answer in the top "
          + "\(depth.depth) (a random order: \(percentage(share.randomExpectation)))")
    }
    if let share = share(depth.steps, reasoningGroup) {
      parts.append(
        "\(percentage(share.share)) of the reasoning answered right has every step's result there "
          + "(random: \(percentage(share.randomExpectation)))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
  }

  private var reuseSentence: String? {
    let parts = reuse.filter { finding in
      groups.contains { $0.name == finding.group && $0.kind != .control }
    }.map { finding in
      "\(finding.shared.distinctDocuments) for \(finding.group) (chance: \(shown(finding.expected)))"
    }
    guard let first = reuse.first, !parts.isEmpty else { return nil }
    return "Passages in the top \(first.shared.k) of \(first.minimum) questions or more: "
      + parts.joined(separator: ", ") + "."
  }

  private var typeSentence: String? {
    guard let k = typeDepths.first, let group = reasoningGroup else { return nil }
    func most(_ group: String) -> [OverRepresentation] {
      types(group: group, side: .positive, k: k).filter { !$0.isSmall }.sorted {
        $0.multiplier > $1.multiplier
      }
    }
    func list(_ entries: [OverRepresentation]) -> String {
      entries.map { "\($0.type) ×\(shown($0.multiplier))" }.joined(separator: ", ")
    }
    let here = most(group.name)
    guard !here.isEmpty else { return nil }
    let control = reasoningControl.map { most($0.name) } ?? []
    return "In the top \(k) of reasoning questions: \(list(here))."
      + (control.isEmpty ? "" : " Of the reasoning controls: \(list(control)).")
  }

  private var outcomeSentence: String? {
    let judged = outcomes.map {
      "\($0.wrong.count) of \($0.correct.count + $0.wrong.count) \($0.group)"
    }
    guard !judged.isEmpty else { return nil }
    let failures = outcomes.flatMap(\.failures)
    let stated = failures.count { $0.step != nil }
    return "Wrong: \(judged.joined(separator: ", ")) completions. "
      + "\(stated) of the \(failures.count) state a false equality."
  }
}
