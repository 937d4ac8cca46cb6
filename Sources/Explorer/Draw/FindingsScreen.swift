internal import Findings
internal import Terminal

/// The Findings screen: a line with the findings, and the one that is chosen.
func drawFindings(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let findings = state.findings
  guard let study = findings.study else {
    canvas.pane(layout.body, title: "Findings", isFocused: true, isBordered: layout.isBordered)
    let text = findings.trouble ?? "computing…"
    for (row, line) in Reader.fold(text, width: layout.body.width - 6).prefix(4).enumerated() {
      canvas.line(
        line.text, in: layout.inside(layout.body), row: row + 1, at: 2, style: canvas.theme.dim)
    }
    return
  }
  switch findings.page {
  case .correlation: drawCorrelations(state, study, layout, &canvas)
  case .magnitude: drawMagnitudes(study, layout, &canvas)
  case .types: drawTypeCounts(state, study, layout, &canvas)
  case .answers: drawAnswers(study, layout, &canvas)
  case .pairs: drawPairs(state, study, layout, &canvas)
  case .reuse: drawReuse(study, layout, &canvas)
  }
}

/// The findings by name, the chosen one in brackets, for row 1.
func findingTitles(_ state: ExplorerState) -> String {
  " "
    + FindingsState.Page.allCases.map { page in
      let name = "\(page.rawValue + 1) \(page.title)"
      return page == state.findings.page ? "[\(name)]" : " \(name) "
    }.joined(separator: " ")
}

/// A page of lines in the one pane of the screen.
private func drawPage(
  _ title: String, _ lines: [(String, Style)], _ layout: Layout, _ canvas: inout Canvas
) {
  canvas.pane(layout.body, title: title, isFocused: true, isBordered: layout.isBordered)
  let inner = layout.inside(layout.body)
  for (row, line) in lines.prefix(inner.height).enumerated() {
    canvas.line(
      fit(Sanitizer.visible(line.0), columns: inner.width - 2), in: inner, row: row, at: 1,
      style: line.1)
  }
}

/// Finding 2: influence per nat of the top percentages, as curves and as a table.
private func drawMagnitudes(_ study: Study, _ layout: Layout, _ canvas: inout Canvas) {
  canvas.pane(
    layout.body, title: "Influence per nat of the top k percent of positive passages",
    isFocused: true, isBordered: layout.isBordered)
  let inner = layout.inside(layout.body)
  let groups = study.groups.compactMap { study.magnitudes.group($0.name, .positive) }
  let wanted: [Double] = [0.1, 1, 5, 10, 25, 50, 100]
  var table: [String] = [
    pad("group", 18) + wanted.map { pad("\(percentText($0))%", 8, right: true) }.joined()
      + "   slope"
  ]
  for group in groups {
    let values = wanted.map { percentage -> String in
      guard let band = group.perNat,
        let place = group.percentages.indices.min(by: {
          abs(group.percentages[$0] - percentage) < abs(group.percentages[$1] - percentage)
        })
      else { return "-" }
      return number(Float(band.means[place]))
    }
    let slope = group.slope.map { signed($0.mean) } ?? "-"
    table.append(
      pad(group.group, 18) + values.map { pad($0, 8, right: true) }.joined()
        + pad(slope, 8, right: true))
  }
  let room = inner.height - table.count - 2
  if room >= 6 {
    let area = Rect(x: inner.x + 1, y: inner.y, width: inner.width - 2, height: room)
    let curves = groups.compactMap { group in
      group.perNat.map { Curve(name: group.group, x: group.percentages, y: $0.means) }
    }
    drawCurves(curves, in: area, &canvas)
  }
  for (row, line) in table.enumerated() {
    canvas.line(
      fit(Sanitizer.visible(line), columns: inner.width - 2), in: inner,
      row: max(0, inner.height - table.count) + row, at: 1,
      style: row == 0 ? canvas.theme.heading : canvas.theme.text)
  }
}

private func percentText(_ value: Double) -> String {
  value == value.rounded() ? "\(Int(value))" : number(Float(value)).trimmedZeros
}

extension String {
  /// Without zeros at the end of a fraction.
  fileprivate var trimmedZeros: String {
    var text = self
    while text.hasSuffix("0"), text.contains(".") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

/// Finding 5: how much more often each type stands in the top than in the corpus.
private func drawTypeCounts(
  _ state: ExplorerState, _ study: Study, _ layout: Layout, _ canvas: inout Canvas
) {
  guard !study.typeDepths.isEmpty else {
    drawPage("Types", [("the corpus is smaller than the least depth", .plain)], layout, &canvas)
    return
  }
  let k = study.typeDepths[min(state.findings.depth, study.typeDepths.count - 1)]
  let side = state.findings.side
  let end = side == .positive ? "top" : "bottom"
  let width = max(8, layout.body.width - 64)
  var lines: [(String, Style)] = [
    (
      "times as often as in the corpus, among the \(end) \(k) of each question   + - depth, b side",
      canvas.theme.dim
    )
  ]
  for group in study.groups {
    lines.append(("", canvas.theme.text))
    lines.append((group.name, canvas.theme.title))
    for entry in study.types(group: group.name, side: side, k: k) {
      let times = entry.multiplier
      let range =
        entry.interval.map {
          "\(times1($0.lowerBound))-\(times1($0.upperBound))"
        } ?? ""
      let share = min(1, times / 8)
      let text =
        "  " + pad(entry.type, 14) + pad(times1(times) + "x", 8, right: true) + "  "
        + pad(range, 13) + pad(bar(share, width: width), width)
        + " \(entry.occurrences) of \(entry.pooled)"
      let style =
        entry.isSmall ? canvas.theme.dim : canvas.theme.types[entry.type] ?? canvas.theme.text
      lines.append((text + (entry.isSmall ? "  few expected" : ""), style))
    }
  }
  drawPage("Types at \(end) \(k)", lines, layout, &canvas)
}

private func times1(_ value: Double) -> String {
  value.isFinite ? number(Float((value * 100).rounded() / 100)).trimmedZeros : "-"
}

/// Finding 3: how often the answer stands in the top.
private func drawAnswers(_ study: Study, _ layout: Layout, _ canvas: inout Canvas) {
  guard let finding = study.answers else {
    drawPage(
      "Answers", [("the corpus is too large to look for answers here", .plain)], layout, &canvas)
    return
  }
  let width = max(8, min(40, layout.body.width - 66))
  var lines: [(String, Style)] = []
  for (title, shares) in [
    ("the answer among the top \(finding.depth), by \(finding.view.name)", finding.answer),
    ("every step's result among them", finding.steps),
  ] {
    lines.append((title, canvas.theme.title))
    for share in shares {
      let verdict = share.correct.map { $0 ? "right" : "wrong" } ?? "not judged"
      let range =
        share.interval.map {
          "\(percent($0.lowerBound))-\(percent($0.upperBound))"
        } ?? ""
      lines.append(
        (
          "  " + pad(share.group, 16) + pad(verdict, 11) + pad(percent(share.share), 5, right: true)
            + "  " + pad(range, 10) + pad(bar(share.share, width: width), width)
            + " \(share.found) of \(share.total)  by chance \(percent(share.randomExpectation))",
          canvas.theme.text
        ))
    }
    lines.append(("", canvas.theme.text))
  }
  drawPage("Answers", lines, layout, &canvas)
}

private func percent(_ share: Double) -> String {
  share.isFinite ? "\(Int((share * 100).rounded()))%" : "-"
}

/// The pairs of questions that are most alike, of each two groups.
private func drawPairs(
  _ state: ExplorerState, _ study: Study, _ layout: Layout, _ canvas: inout Canvas
) {
  let pairs = study.correlations.strongestPairs
  canvas.pane(
    layout.body, title: "Questions most alike, of each two groups",
    right: pairs.isEmpty ? "" : "\(state.findings.row + 1)/\(pairs.count)", isFocused: true,
    isBordered: layout.isBordered)
  let inner = layout.inside(layout.body)
  drawHeading("     r  shared  questions", inner, &canvas)
  let rows = layout.rows(of: layout.body)
  var cursor = ListCursor()
  cursor.select(state.findings.row, count: pairs.count, height: rows.height)
  for (line, place) in cursor.window(count: pairs.count, height: rows.height).enumerated() {
    let pair = pairs[place]
    let (one, other) = (study.questions[pair.first], study.questions[pair.second])
    let text =
      pad(signed(pair.correlation), 6, right: true) + pad("\(pair.sharedTop)", 8, right: true)
      + "  "
      + "\(one.id) \(oneLine(one.prompt).prefix(30))  |  \(other.id) \(oneLine(other.prompt))"
    canvas.line(fit(Sanitizer.visible(text), columns: rows.width - 1), in: rows, row: line)
    if place == state.findings.row { canvas.select(row: line, in: rows, isFocused: true) }
  }
}

/// Finding 4: passages that serve many questions, and how well rankings find what notes name.
private func drawReuse(_ study: Study, _ layout: Layout, _ canvas: inout Canvas) {
  var lines: [(String, Style)] = []
  for finding in study.reuse {
    let shared = finding.shared
    lines.append((finding.group, canvas.theme.title))
    lines.append(
      (
        "  \(shared.distinctDocuments) passages are in the top \(shared.k) of \(finding.minimum) or more"
          + " of its \(shared.questionCount) questions; chance gives \(number(Float(finding.expected)))",
        canvas.theme.text
      ))
    if let labelled = finding.labelled {
      lines.append(
        (
          "  \(labelled.distinctDocuments) passages carry its procedure and serve"
            + " \(labelled.questionsServed) of \(labelled.questionCount) questions",
          canvas.theme.text
        ))
    }
  }
  if let recovery = study.recovery {
    lines.append(("", canvas.theme.text))
    lines.append(
      ("share of the top \(recovery.shareDepth) that the corpus's notes name", canvas.theme.title))
    for row in recovery.rows {
      lines.append(
        (
          "  " + pad(row.group, 16) + pad(row.method, 30)
            + pad(percent(row.share.mean), 5, right: true)
            + "  reciprocal rank \(signed(row.reciprocalRank.mean))",
          canvas.theme.text
        ))
    }
  }
  if lines.isEmpty { lines = [("no group has two questions", canvas.theme.dim)] }
  drawPage("Documents that serve many questions", lines, layout, &canvas)
}
