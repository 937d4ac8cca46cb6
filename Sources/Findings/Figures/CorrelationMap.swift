extension Study {
  /// Finding 1 as a map: one cell a pair of questions, grouped, like beside like.
  package func correlationMap() -> Figure {
    let matrix = correlations.pearson
    let order = correlations.order
    let left = 108.0
    let side = Drawing.width - left - 4
    let cell = side / Double(max(1, order.count))
    var drawing = Drawing(height: side + 52)
    drawing.cells(matrix, order, left: left, cell: cell)

    var start = 0
    while start < order.count {
      let name = questions[order[start]].group
      var end = start
      while end < order.count, questions[order[end]].group == name { end += 1 }
      let (top, bottom) = (4 + Double(start) * cell, 4 + Double(end) * cell)
      drawing.text(
        String(name.prefix(17)), x: left - 6, y: (top + bottom) / 2 + 4, anchor: .end)
      drawing.line(left, bottom, left + side, bottom, style: "rule")
      drawing.line(
        left + Double(end) * cell, 4, left + Double(end) * cell, 4 + side, style: "rule")
      start = end
    }
    drawing.line(left, 4, left + side, 4, style: "rule")
    drawing.line(left, 4, left, 4 + side, style: "rule")
    drawing.legend(left: left, y: side + 16)
    let title = "Pearson's r of influence over all passages, question by question"
    let header = ["question", "group"] + order.map { questions[$0].id }
    let rows = order.map { i in
      [questions[i].id, questions[i].group] + order.map { exact(matrix[i, $0]) }
    }
    return Figure(
      name: "correlations", title: title, svg: drawing.svg(title: title), table: [header] + rows)
  }
}

extension Drawing {
  private static let levels = 20
  private static let maximumCells = 250

  /// Cells of equal strength share one path, which keeps ten thousand of them small.
  fileprivate mutating func cells(
    _ matrix: CorrelationMatrix, _ order: [Int], left: Double, cell: Double
  ) {
    var paths: [[String]] = Array(repeating: [], count: 2 * Self.levels + 1)
    // More questions than the eye can part share a cell, which shows their mean.
    let step = (order.count + Self.maximumCells - 1) / Self.maximumCells
    let size = coordinate(cell * Double(step))
    for row in stride(from: 0, to: order.count, by: max(1, step)) {
      for column in stride(from: 0, to: order.count, by: max(1, step)) {
        let values = order[row..<min(row + step, order.count)].flatMap { i in
          order[column..<min(column + step, order.count)].map { matrix[i, $0] }
        }.filter { !$0.isNaN }
        guard !values.isEmpty else { continue }
        let mean = values.reduce(0, +) / Double(values.count)
        let level = Int((min(1, max(-1, mean)) * Double(Self.levels)).rounded())
        if level == 0 { continue }
        let (x, y) = (coordinate(left + Double(column) * cell), coordinate(4 + Double(row) * cell))
        paths[level + Self.levels].append("M\(x) \(y)h\(size)v\(size)h-\(size)z")
      }
    }
    for (index, parts) in paths.enumerated() where !parts.isEmpty {
      let strength = Double(index - Self.levels) / Double(Self.levels)
      path(
        parts.joined(), style: strength > 0 ? "plus" : "minus", opacity: abs(strength),
        isCrisp: true)
    }
  }

  fileprivate mutating func legend(left: Double, y: Double) {
    let width = 8.0
    for level in -10...10 where level != 0 {
      let x = left + Double(level + 10) * width
      path(
        "M\(coordinate(x)) \(coordinate(y))h\(coordinate(width))v10h-\(coordinate(width))z",
        style: level > 0 ? "plus" : "minus", opacity: abs(Double(level)) / 10)
    }
    text("−1", x: left, y: y + 24)
    text("0", x: left + 10.5 * width, y: y + 24, anchor: .middle)
    text("r = 1", x: left + 21 * width, y: y + 24, anchor: .end)
  }
}
