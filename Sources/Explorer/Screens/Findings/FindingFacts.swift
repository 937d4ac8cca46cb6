internal import Findings
internal import Formatting
internal import RunModel
internal import Terminal

extension ExplorerState {
  /// What the numbers of the finding mean, of how much they are, and where they come from.
  mutating func showFindingFacts() {
    let definition = findings.page.definition(isRelative: findings.isRelative)
    let width = max(30, min(72, self.width - 12))
    func folded(_ text: String) -> [String] { Reader.fold(text, width: width).map(\.text) }
    var lines = folded(definition.question)
    if let study = findings.study {
      if let sentence = study.sentence(of: definition) { lines += [""] + folded(sentence) }
      lines += [""] + pairFacts(study).flatMap(folded)
    }
    lines += ["How it is measured"] + folded(definition.definition)
    lines += folded(units)
    if !definition.published.isEmpty {
      lines += ["", "In the study"] + folded(definition.published)
    }
    lines += ["", "Of what"]
    if let study = findings.study {
      let groups = study.groups.filter { !$0.isPooled }.map { "\($0.name) \($0.members.count)" }
      lines += folded(
        "\(study.questions.count) questions (\(groups.joined(separator: ", "))), "
          + "\(grouped(study.passageCount)) passages, by \(orderedBy(study).name)")
      if study.filteredOut > 0 { lines += ["\(study.filteredOut) questions are filtered out"] }
    }
    if !catalog.model.isEmpty { lines += folded("model \(catalog.model)") }
    if !catalog.method.isEmpty { lines += folded("method \(catalog.method)") }
    if !catalog.date.isEmpty { lines += folded("run of \(catalog.date)") }
    overlay = .text(title: "Facts: \(findings.page.title)", lines: lines, top: 0)
  }

  /// The two completions under the cursor of the map, which are set against each other outside.
  var studiedTexts: UnitPair? {
    guard findings.page == .correlation, let pair = findings.pair,
      findings.rows.indices.contains(pair.first), findings.rows.indices.contains(pair.second)
    else { return nil }
    return UnitPair(
      left: Unit(question: findings.rows[pair.first], step: 0),
      right: Unit(question: findings.rows[pair.second], step: 0))
  }

  /// The pair under the cursor of the map, number by number.
  private func pairFacts(_ study: Study) -> [String] {
    guard findings.page == .correlation, let pair = findings.pair else { return [] }
    let (one, other) = (study.questions[pair.first], study.questions[pair.second])
    let found = study.correlations
    // Known as soon as the cursor stands there; until then only this is left out.
    let alike = studiedTexts.flatMap { differences[$0] }.map { diff in
      " Their completions: form \(percent(diff.format.share)) alike,"
        + " words \(percent(diff.words.share)), numbers \(percent(diff.numbers.share))."
    }
    return [
      "\(one.id) and \(other.id): Pearson's r \(signed(found.pearson[pair.first, pair.second])),"
        + " rank r \(found.spearman.map { signed($0[pair.first, pair.second]) } ?? "-"),"
        + " \(found.overlap.shared[pair.first * found.overlap.order + pair.second]) shared of the"
        + " top \(found.overlap.k)." + (alike ?? ""), "",
    ]
  }

  /// What the page's tops are taken by: texts are looked for where gradient lengths do not decide.
  private func orderedBy(_ study: Study) -> StudyView {
    switch findings.page {
    case .answers: study.options.answerView
    case .failures: catalog.gradientNorms.isEmpty ? .raw : .gradientNorm
    default: study.options.view
    }
  }

  /// Units of what the page shows.
  private var units: String {
    switch findings.page {
    case .correlation:
      switch findings.coefficient {
      case .pearson: "Unit: none, -1 to 1, over all scored passages and not the top k."
      case .spearman:
        "Shown: Pearson's r of the ranks over all passages, -1 to 1; ties share their mean rank."
      case .overlap:
        "Shown: shared passages of both tops divided by all passages in either, 0 to 1."
      }
    case .magnitude:
      findings.isRelative
        ? "Unit: share of the side's total, 0 to 1; slope, exponent and Gini have none."
        : "Unit: change of log-likelihood per nat of the completion, for a passage weighed one more; "
          + "the band and ± are one standard deviation over questions."
    case .types:
      "Unit: times the type's share in the corpus; the mark is x1, the ends are 1/64 and x64."
    case .answers: "Ranks count from 1; intervals are Wilson's 95 %. Grey: fewer than 5 questions."
    case .pairs:
      "Form: parts of the two texts that are the same at the same place, every number counting as "
        + "the same. Numbers: those that are equal too."
    case .documents: "Counts of passages; chance is what unrelated rankings would share."
    case .failures: "Nats: -log p of the completion. The r are means over pairs."
    case .control:
      "Unit: none; r from -1 to 1, counts of passages, multipliers times the share in the corpus."
    case .fields:
      "Unit: times the value's share in the corpus. Grey: fewer than five expected."
    case .removal:
      "Unit: nats a step. Above 0: the documents are missed. An interval without 0 is more than"
        + " what the starts alone bring about."
    }
  }
}
