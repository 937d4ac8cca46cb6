internal import Findings
internal import RunModel
internal import Terminal

/// What is left after the control.
extension ExplorerState {
  func controlLines(_ study: Study) -> [FindingLine] {
    guard !study.contrasts.isEmpty else {
      return folded(
        "no group of the questions has a control: a question whose kind is control, of a task that names"
          + " the group's",
        .faint)
    }
    let depths = findingDepths
    let depth = depths.isEmpty ? nil : depths[min(findings.depth, depths.count - 1)]
    return study.contrasts.flatMap { contrastLines($0, study, depth: depth) }
  }

  private func contrastLines(
    _ finding: ContrastFinding, _ study: Study, depth: Int?
  ) -> [FindingLine] {
    let controls = finding.controls.joined(separator: ", ")
    let expression = Self.contrast(finding)
    var lines = folded(
      "\(finding.group) less \(controls) (\(finding.controlQuestions) questions)"
        + "; \(keyName(for: .open)) pins \(expression)", .heading
    ).map { line in
      var line = line
      line.target = .combination(expression)
      return line
    }
    lines.append(FindingLine(controlRow("", "before", "after"), .columns))
    let (before, after) = (finding.before, finding.after)
    let hasRange = findingRoom >= 62
    func within(_ measures: ContrastFinding.Measures) -> String {
      guard let found = measures.within else { return "-" }
      let range = found.interval.map {
        " \(signed($0.lowerBound)) to \(signed($0.upperBound))"
      }
      return signed(found.mean) + (hasRange ? range ?? "" : "")
    }
    func reuse(_ reuse: DocumentReuse) -> String {
      "\(reuse.distinctDocuments)"
    }
    let expected = DocumentReuse.randomExpectation(
      questionCount: before.reuse.questionCount, k: before.reuse.k,
      minimum: study.options.reuseMinimum, documentCount: study.passageCount)
    lines += [
      FindingLine(controlRow("mean r of its pairs", within(before), within(after))),
      FindingLine(
        controlRow(
          "mean |r|", signed(before.within?.meanMagnitude ?? .nan),
          signed(after.within?.meanMagnitude ?? .nan))),
      FindingLine(
        controlRow(
          "in top \(before.reuse.k) of \(study.options.reuseMinimum)+",
          reuse(before.reuse), reuse(after.reuse))),
      FindingLine(controlRow("  by chance", multiple(expected), multiple(expected)), .faint),
      FindingLine(
        controlRow(
          "questions served", "\(before.reuse.questionsServed) of \(before.reuse.questionCount)",
          "\(after.reuse.questionsServed) of \(after.reuse.questionCount)")),
    ]
    if let depth {
      lines.append(FindingLine(controlRow("types, top \(depth)", "before", "after"), .columns))
      for entry in before.types where entry.k == depth {
        let left = after.types.first { $0.k == depth && $0.type == entry.type }
        lines.append(
          FindingLine(
            controlRow(
              entry.type, multiplierText(entry, hasRange: hasRange),
              left.map { multiplierText($0, hasRange: hasRange) } ?? "-"),
            entry.isSmall ? .faint : .type(entry.type)))
      }
    }
    lines += sharedLines(finding, study)
    return lines + [FindingLine("")]
  }

  /// The passages that serve most questions once the control is off.
  private func sharedLines(_ finding: ContrastFinding, _ study: Study) -> [FindingLine] {
    let reuse = finding.after.reuse
    guard !reuse.entries.isEmpty else { return [] }
    let members = study.groups.first { $0.name == finding.group }?.members ?? []
    return folded("passages that still serve most of its questions", .columns)
      + reuse.entries.prefix(6).map { entry in
        let unit = entry.questions.first.flatMap {
          members.indices.contains($0) ? self.unit(members[$0]) : nil
        }
        return FindingLine(
          "  " + pad("\(entry.questions.count)", 4, right: true) + " of \(reuse.questionCount)  "
            + pad(DocumentColumns.shortType(typeName(entry.document)), 5),
          target: unit.map { .passage(entry.document, of: $0) }, passage: entry.document)
      }
  }

  /// A row of the table before and after, its names cut so that both numbers are there.
  private func controlRow(_ name: String, _ before: String, _ after: String) -> String {
    let width = findingRoom >= 62 ? 20 : 11
    let room = max(8, min(24, findingRoom - 2 * width - 2))
    return "  " + pad(fit(name, columns: room - 1), room) + pad(before, width, right: true)
      + pad(after, width, right: true)
  }

  func multiplierText(_ entry: OverRepresentation, hasRange: Bool) -> String {
    let range = entry.interval.map { " \(multiple($0.lowerBound))-\(multiple($0.upperBound))" }
    return "x" + multiple(entry.multiplier) + (hasRange ? range ?? "" : "")
  }

  /// The combination whose scores are what is left of a group: its mean less that of its control questions.
  private static func contrast(_ finding: ContrastFinding) -> String {
    func word(_ name: String) -> String {
      PinnedQuery.isName(name) ? name : "\"\(name.filter { $0 != "\"" })\""
    }
    let controls = finding.controls.map(word).joined(separator: ", ")
    return "mean(\(word(finding.group))) - mean(\(controls))"
  }

  /// The numbers of the page, for files.
  func controlTable(_ study: Study) -> ViewTable {
    var table = ViewTable(
      title: "What is left after the control",
      columns: ["group", "controls", "measure", "depth", "before", "after"])
    for finding in study.contrasts {
      func add(_ measure: String, _ depth: Int?, _ before: Double?, _ after: Double?) {
        table.rows.append([
          .text(finding.group), .text(finding.controls.joined(separator: ", ")), .text(measure),
          depth.map { .init($0) } ?? .missing, .init(before ?? .nan), .init(after ?? .nan),
        ])
      }
      let (before, after) = (finding.before, finding.after)
      add("mean_r_within", nil, before.within?.mean, after.within?.mean)
      add("mean_absolute_r", nil, before.within?.meanMagnitude, after.within?.meanMagnitude)
      for (name, path) in [
        ("shared_passages", \DocumentReuse.distinctDocuments),
        ("questions_served", \DocumentReuse.questionsServed),
        ("occurrences", \DocumentReuse.occurrences),
      ] {
        add(
          name, before.reuse.k, Double(before.reuse[keyPath: path]),
          Double(after.reuse[keyPath: path]))
      }
      for entry in before.types {
        let left = after.types.first { $0.k == entry.k && $0.type == entry.type }
        add("times_share_of_\(entry.type)", entry.k, entry.multiplier, left?.multiplier)
      }
    }
    return table
  }
}
