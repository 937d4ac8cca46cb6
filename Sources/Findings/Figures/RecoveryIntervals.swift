import RunModel

extension Study {
  /// Ground-truth recovery as dots with intervals; nil without notes.
  ///
  /// The share of the top for procedures, the mean reciprocal rank for facts.
  package func recoveryIntervals() -> Figure? {
    guard let recovery else { return nil }
    let title = "How well each ranking finds the documents that the corpus's notes name"
    var table = [
      ["group", "kind", "ranking", "questions"]
        + ["share", "reciprocal_rank", "recall"].flatMap { [$0, "\($0)_low", "\($0)_high"] }
    ]
    for row in recovery.rows {
      table.append(
        [row.group, row.kind.rawValue, row.method, String(row.questions)]
          + [row.share, row.reciprocalRank, row.recall].flatMap {
            [exact($0.mean), exact($0.interval?.lowerBound), exact($0.interval?.upperBound)]
          })
    }
    let step = 17.0
    var groups: [(name: String, rows: [RecoveryFinding.Row])] = []
    for row in recovery.rows {
      if groups.last?.name != row.group { groups.append((row.group, [])) }
      groups[groups.count - 1].rows.append(row)
    }
    let height = groups.reduce(0) { $0 + 24 + step * Double($1.rows.count) }
    let (left, width) = (164.0, Drawing.width - 176)
    var drawing = Drawing(height: height + 24)
    for tick in [0, 0.25, 0.5, 0.75, 1] {
      let x = left + width * tick
      drawing.line(x, 4, x, height, style: "rule")
      drawing.text(
        shown(tick), x: x, y: height + 15, anchor: tick == 1 ? .end : .middle, style: "faint")
    }
    var y = 4.0
    for group in groups {
      let what = group.rows.first?.kind == .fact ? "MRR" : "share of top \(recovery.shareDepth)"
      drawing.text("\(group.name): \(what)", x: 4, y: y + 14)
      y += 20
      for (series, row) in group.rows.enumerated() {
        let value = row.kind == .fact ? row.reciprocalRank : row.share
        let middle = y + step / 2
        let name = row.method.count > 28 ? "\(row.method.prefix(27))…" : row.method
        drawing.text(name, x: left - 8, y: middle + 4, anchor: .end, style: "faint")
        if let interval = value.interval?.clamped(to: 0...1) {
          drawing.line(
            left + width * interval.lowerBound, middle, left + width * interval.upperBound, middle,
            style: "line\(series % Drawing.seriesCount)")
        }
        drawing.dot(
          left + width * min(1, max(0, value.mean)), middle, radius: 3.4,
          style: "fill\(series % Drawing.seriesCount)",
          title: "\(group.name), \(row.method): \(shown(value.mean))")
        y += step
      }
      y += 4
      drawing.line(4, y, Drawing.width - 4, y, style: "rule")
    }
    return Figure(
      name: "recovery", title: title, svg: drawing.svg(title: title), table: table)
  }
}
