internal import Findings
internal import PlainYAML
internal import RunModel
internal import Store
internal import Terminal

/// Which values of documents' fields matter.
extension ExplorerState {
  /// Rows that are shown at most; files have all.
  private static let fieldRows = 300

  /// Fields that documents can be told apart by.
  var fieldNames: [String] {
    var seen: Set<String> = []
    return (["source", "type"] + catalog.fields).filter { seen.insert($0).inserted }
  }

  func fieldLines(_ study: Study) -> [FindingLine] {
    guard let counted = findings.counted, counted.request == findings.wantedFields else {
      return [FindingLine("counting …", .faint)]
    }
    guard let finding = counted.finding else {
      return folded(counted.trouble ?? "nothing is counted", .faint)
        + folded("\(keyName(for: .chooseFields)) chooses another field", .faint)
    }
    let depths = finding.depths
    guard !depths.isEmpty else {
      return [FindingLine("the corpus is smaller than the least depth", .faint)]
    }
    let k = depths[min(findings.depth, depths.count - 1)]
    let bins = finding.bins.filter { $0.k == k && $0.side == findings.side }.sorted { one, other in
      if one.isSmall != other.isSmall { return other.isSmall }
      return (other.multiplier, one.group, one.type) < (one.multiplier, other.group, other.type)
    }
    let left = Dictionary(
      finding.after.filter { $0.k == k }.map { ([$0.group, $0.type], $0) },
      uniquingKeysWith: { first, _ in first })
    let isPositive = findings.side == .positive
    var lines = folded(
      "\(findings.fields.joined(separator: " × ")): \(finding.names.count) values"
        + (finding.isCut ? ", rare ones together" : "")
        + "; \(keyName(for: .chooseFields)) chooses another field,"
        + " :fields A,B bins of two", .faint)
    lines.append(
      FindingLine(
        fieldRow("times", "95 %", isPositive ? "after" : "", "in top", "group", "value"), .columns))
    lines += bins.prefix(Self.fieldRows).map { bin in
      let after = isPositive ? left[[bin.group, bin.type]] : nil
      return FindingLine(
        fieldRow(
          "x" + multiple(bin.multiplier),
          bin.interval.map { "\(multiple($0.lowerBound))-\(multiple($0.upperBound))" } ?? "",
          after.map { "x" + multiple($0.multiplier) } ?? (isPositive ? "-" : ""),
          "\(bin.occurrences) of \(bin.pooled)", bin.group, bin.type),
        bin.isSmall ? .faint : .text, target: condition(of: bin.type).map { .condition($0) })
    }
    if bins.count > Self.fieldRows {
      lines.append(
        FindingLine(
          "… \(bins.count - Self.fieldRows) more; \(keyName(for: .exportTable)) writes all",
          .faint))
    }
    return lines
  }

  private func fieldRow(
    _ times: String, _ range: String, _ after: String, _ count: String, _ group: String,
    _ value: String
  ) -> String {
    let lead =
      "  " + pad(times, 6) + (findingRoom >= 64 ? pad(range, 11) : "") + pad(after, 7)
      + (findingRoom >= 50 ? pad(count, 14) : "")
      + pad(fit(group, columns: 17), findingRoom >= 50 ? 18 : 10)
    return lead + fit(Sanitizer.visible(value), columns: max(4, findingRoom - columns(of: lead)))
  }

  /// The condition that documents of a bin fulfil; nil where a list cannot ask for it.
  private func condition(of value: String) -> String? {
    let parts = findings.fields.count == 1 ? [value] : value.components(" × ")
    guard parts.count == findings.fields.count, value != FacetColumn.others else { return nil }
    let known = Set(["source", "type"] + catalog.fields)
    let texts = zip(findings.fields, parts).compactMap { field, part -> String? in
      guard known.contains(field), part != FacetColumn.missing, !part.contains("\"") else {
        return nil
      }
      return "\(Condition.name(field)) = \"\(part)\""
    }
    return texts.count == parts.count ? texts.joined(separator: " and ") : nil
  }

  /// The fields as a list to choose from.
  mutating func showFields() {
    chooseField(.fields, selected: fieldNames.firstIndex(of: findings.fields.first ?? "") ?? 0)
  }

  /// `:fields NAME`, `:fields ONE,OTHER`.
  mutating func showFields(named text: String) -> [Effect] {
    guard let fields = try? FacetColumn.fields(text) else {
      return refused("fields takes one field, or two with a comma between them")
    }
    let known = Set(fieldNames)
    // What is inside of structures may not have been looked for.
    if let odd = fields.first(where: { !known.contains($0) && !$0.contains(".") }) {
      return refused(
        "no field \(odd)\(suggestion(for: odd, among: fieldNames)); there are"
          + " \(fieldNames.prefix(30).joined(separator: ", "))")
    }
    countFields(fields)
    return []
  }

  mutating func countFields(_ fields: [String]) {
    findings.fields = fields
    findings.page = .fields
    findings.cursor = ListCursor()
    tab = .findings
    message = "values of \(fields.joined(separator: " and "))"
  }

  mutating func receive(_ answer: FieldsAnswer) {
    if answer.request == findings.wantedFields { findings.counted = answer }
  }

  /// The numbers of the page, for files: every value, group, side and depth.
  func fieldTable(_ finding: FieldFinding) -> ViewTable {
    var table = ViewTable(
      title: "Values of \(finding.fields.joined(separator: " and "))",
      columns: [
        "value", "group", "side", "depth", "occurrences", "of", "corpus_share", "times", "low",
        "high", "times_after_control",
      ])
    let left = Dictionary(
      finding.after.map { (["\($0.k)", $0.group, $0.type], $0.multiplier) },
      uniquingKeysWith: { first, _ in first })
    table.rows = finding.bins.map { bin in
      let after = bin.side == .positive ? left["\(bin.k)", bin.group, bin.type] : nil
      return [
        .text(bin.type), .text(bin.group), .text(bin.side.rawValue), .init(bin.k),
        .init(bin.occurrences), .init(bin.pooled), .init(bin.corpusShare), .init(bin.multiplier),
        .init(bin.interval?.lowerBound ?? .nan), .init(bin.interval?.upperBound ?? .nan),
        .init(after ?? .nan),
      ]
    }
    return table
  }
}

extension [[String]: Double] {
  fileprivate subscript(_ parts: String...) -> Double? { self[parts] }
}

extension String {
  /// The parts between occurrences of a separator.
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
