internal import Findings
internal import RunModel
internal import Store
internal import Terminal

/// What the Findings screen writes.
extension ExplorerState {
  /// The finding's picture with its numbers; nil where it is a list alone.
  private var figure: Figure? {
    guard let study = findings.study else { return nil }
    switch findings.page {
    case .correlation, .pairs: return study.correlationMap()
    case .magnitude: return study.coverageCurves(findings.side, isRelative: findings.isRelative)
    case .types:
      guard !study.typeDepths.isEmpty else { return nil }
      return study.typeIntervals(
        findings.side, k: study.typeDepths[min(findings.depth, study.typeDepths.count - 1)])
    case .answers: return study.answerRanks()
    case .documents: return study.recoveryIntervals()
    case .failures, .control, .fields, .removal: return nil
    }
  }

  /// Writes the picture of the finding that is shown.
  mutating func exportFigure() -> [Effect] {
    guard let figure else {
      refuse(
        "this finding has no figure; \(keyName(for: .exportTable)) writes its numbers,"
          + " \(keyName(for: .exportPicture)) the screen")
      return []
    }
    return [.export(Export(name: figure.name, ending: "svg", contents: figure.file))]
  }

  /// The numbers of the finding that is shown.
  var findingTable: ViewTable? {
    guard let study = findings.study else { return nil }
    var table: ViewTable
    switch findings.page {
    case .correlation: table = coefficientTable(study)
    case .pairs: table = pairTable(study)
    case .documents: table = reuseTable(study)
    case .failures: table = failureTable(study)
    case .control: table = controlTable(study)
    case .fields:
      guard let finding = findings.counted?.finding else { return nil }
      table = fieldTable(finding)
    case .removal:
      table = removalTable(findings.removal)
    case .magnitude, .types, .answers:
      guard let figure, let header = figure.table.first else { return nil }
      table = ViewTable(title: figure.title, columns: header)
      table.rows = figure.table.dropFirst().map { $0.map { .init(cell: $0) } }
    }
    let definition = findings.page.definition(isRelative: findings.isRelative)
    table.notes = [
      definition.definition, "By \(study.options.view.name), \(study.questions.count) questions.",
    ]
    if findings.page == .removal, let removal = findings.removal {
      table.notes.append(removal.setting)
    }
    table.notes += [catalog.model, catalog.method, catalog.date].filter { !$0.isEmpty }
    return table
  }

  /// Every two questions with their coefficients.
  private func coefficientTable(_ study: Study) -> ViewTable {
    var table = ViewTable(
      title: "Influence of every two questions",
      columns: ["a", "b", "pearson", "spearman", "shared_top_\(study.options.overlapDepth)"])
    let found = study.correlations
    for first in study.questions.indices {
      for second in study.questions.indices where second > first {
        table.rows.append([
          .text(study.questions[first].id), .text(study.questions[second].id),
          .init(found.pearson[first, second]), .init(found.spearman?[first, second] ?? .nan),
          .init(found.overlap.shared[first * found.overlap.order + second]),
        ])
      }
    }
    return table
  }

  private func pairTable(_ study: Study) -> ViewTable {
    var table = ViewTable(
      title: "Pairs of questions most alike and most opposed",
      columns: ["a", "b", "pearson", "shared_top", "form_alike", "numbers_alike"])
    table.rows = (study.correlations.strongestPairs + study.correlations.opposedPairs).map { pair in
      [
        .text(study.questions[pair.first].id), .text(study.questions[pair.second].id),
        .init(pair.correlation), .init(pair.sharedTop), .init(pair.format ?? .nan),
        .init(pair.numbers ?? .nan),
      ]
    }
    return table
  }

  private func reuseTable(_ study: Study) -> ViewTable {
    var table = ViewTable(
      title: "Documents that serve many questions",
      columns: ["group", "passage", "type", "questions", "of"])
    for finding in study.reuse {
      table.rows += finding.shared.entries.map { entry in
        [
          .text(finding.group), .text(texts[entry.document]?.id ?? "#\(entry.document + 1)"),
          .text(typeName(entry.document)), .init(entry.questions.count),
          .init(finding.shared.questionCount),
        ]
      }
    }
    return table
  }

  private func failureTable(_ study: Study) -> ViewTable {
    var table = ViewTable(
      title: "Wrong completions",
      columns: ["group", "question", "expected", "first_false_step", "text", "top_passages"])
    for outcome in study.outcomes {
      table.rows += outcome.failures.map { failure in
        let question = study.questions[failure.question]
        let passages = (findings.evidence[failure.question] ?? []).map {
          texts[$0]?.id ?? "#\($0 + 1)"
        }
        return [
          .text(outcome.group), .text(question.id), .init(question.answers.first),
          failure.step.map { .init($0) } ?? .missing, .text(failure.text ?? question.completion),
          .text(passages.joined(separator: " ")),
        ]
      }
    }
    return table
  }
}

extension ViewTable.Value {
  /// A field of a figure's table, a number where it reads as one.
  fileprivate init(cell text: String) {
    if text.isEmpty {
      self = .missing
    } else {
      self = Double(text) == nil ? .text(text) : .number(text)
    }
  }
}
