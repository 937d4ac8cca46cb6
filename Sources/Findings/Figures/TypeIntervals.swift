import Foundation
import RunModel

extension Study {
  /// Finding 5 as dots with intervals on a logarithmic scale, the controls beside.
  package func typeIntervals(_ side: Side, k: Int) -> Figure {
    let title =
      "Types of passages in the \(side == .positive ? "top" : "bottom") \(k), "
      + "times their share in the corpus"
    let rows = types.filter { $0.side == side && $0.k == k }
    let names = corpus.filter { $0.passages > 0 }.map(\.type)
    let singles = groups.filter { !$0.isPooled }
    let scale = MultiplierScale(rows)
    let step = 12.0
    let band = step * Double(max(1, singles.count)) + 12
    let frame = Frame(
      left: 86, top: 4, width: Drawing.width - 98, height: band * Double(names.count),
      low: scale.low, high: scale.high, ceiling: 1)
    var drawing = Drawing(
      height: frame.height + 42 + 15 * Double((singles.count + 1) / 2))
    for (value, label) in scale.ticks {
      drawing.line(
        frame.x(value), frame.top, frame.x(value), frame.top + frame.height,
        style: value == 1 ? "mark" : "rule")
      drawing.text(
        label, x: frame.x(value), y: frame.top + frame.height + 15, anchor: .middle, style: "faint")
    }
    for (number, name) in names.enumerated() {
      let start = frame.top + Double(number) * band
      drawing.text(String(name.prefix(13)), x: 4, y: start + band / 2 + 4)
      drawing.line(4, start + band, Drawing.width - 4, start + band, style: "rule")
      for (index, group) in singles.enumerated() {
        guard let row = rows.first(where: { $0.type == name && $0.group == group.name }) else {
          continue
        }
        let y = start + 12 + Double(index) * step
        let series = index % Drawing.seriesCount
        if let interval = row.interval {
          drawing.line(
            frame.x(interval.lowerBound), y, frame.x(interval.upperBound), y, style: "line\(series)"
          )
        }
        drawing.dot(
          frame.x(row.multiplier), y, radius: 3.2,
          style: row.isSmall ? "ring\(series)" : "fill\(series)",
          title:
            "\(name), \(group.name): ×\(shown(row.multiplier)), \(row.occurrences) of \(row.pooled)"
        )
      }
    }
    drawing.seriesLegend(singles, top: frame.top + frame.height + 34)
    return Figure(
      name: "types-\(side.rawValue)-\(k)", title: title, svg: drawing.svg(title: title),
      table: Self.table(rows, side, k))
  }

  private static func table(_ rows: [OverRepresentation], _ side: Side, _ k: Int) -> [[String]] {
    [
      [
        "type", "group", "side", "k", "occurrences", "pooled", "expected", "multiplier", "low",
        "high",
      ]
    ]
      + rows.map { row in
        [
          row.type, row.group, side.rawValue, String(k), String(row.occurrences),
          String(row.pooled), exact(row.expected), exact(row.multiplier),
          exact(row.interval?.lowerBound), exact(row.interval?.upperBound),
        ]
      }
  }

  /// Finding 3 as dots: the best rank of each question's answer, filled where it was answered right.
  package func answerRanks() -> Figure? {
    guard let answers else { return nil }
    let title = "Best rank of a passage that holds the answer, by \(answers.view.name)"
    var table = [["question", "group", "correct", "target", "is_step", "hits", "ranks"]]
    for (question, found) in zip(questions, answers.questions) {
      for target in found.targets {
        table.append([
          question.id, question.group, question.isCorrect.map { "\($0)" } ?? "", target.text,
          "\(target.isStep)", String(target.hitCount),
          target.ranks.map(String.init).joined(separator: " "),
        ])
      }
    }
    let singles = groups.filter { !$0.isPooled }
    let band = 34.0
    let frame = Frame(
      left: 110, top: 4, width: Drawing.width - 122, height: band * Double(singles.count), low: 1,
      high: Double(max(10, passageCount)), ceiling: 1)
    var drawing = Drawing(height: frame.height + 44)
    var tick = 1
    while tick <= max(10, passageCount) {
      drawing.line(
        frame.x(Double(tick)), frame.top, frame.x(Double(tick)), frame.top + frame.height,
        style: "rule")
      drawing.text(
        String(tick), x: frame.x(Double(tick)), y: frame.top + frame.height + 15, anchor: .middle,
        style: "faint")
      tick *= 10
    }
    for depth in answers.depths.map(\.depth) where depth < passageCount {
      let x = frame.x(Double(depth))
      drawing.line(x, frame.top, x, frame.top + frame.height, style: "mark")
    }
    for (index, group) in singles.enumerated() {
      let start = frame.top + Double(index) * band
      drawing.text(String(group.name.prefix(18)), x: 4, y: start + band / 2 + 4)
      drawing.line(4, start + band, Drawing.width - 4, start + band, style: "rule")
      for (number, member) in group.members.enumerated() {
        guard let target = answers.questions[member].targets.first(where: { !$0.isStep }),
          let rank = target.ranks.first
        else { continue }
        let y = start + 6 + Double(number * 7 % 23)
        let style = questions[member].isCorrect == false ? "ring" : "fill"
        drawing.dot(
          frame.x(Double(rank)), y, radius: 2.6, style: "\(style)\(index % Drawing.seriesCount)",
          title: "\(questions[member].id): \(target.text), rank \(rank)")
      }
    }
    drawing.text(
      "rank, 1 = most positive; hollow: answered wrong; dashed: top \(answers.depths.map { String($0.depth) }.joined(separator: ", "))",
      x: Drawing.width / 2,
      y: frame.top + frame.height + 32, anchor: .middle)
    return Figure(
      name: "answer-ranks", title: title, svg: drawing.svg(title: title), table: table)
  }
}

/// Powers of four that hold most multipliers and their intervals, 1/4 to 4 at least.
private struct MultiplierScale {
  private let down: Int
  private let up: Int
  private let isCut: (low: Bool, high: Bool)

  init(_ rows: [OverRepresentation]) {
    let values = rows.flatMap { row -> [Double] in [row.multiplier, row.interval?.upperBound ?? 1] }
    var (down, up) = (1, 1)
    while down < 3, values.contains(where: { $0 < 1 / pow(4, Double(down)) }) { down += 1 }
    while up < 4, values.contains(where: { $0 > pow(4, Double(up)) }) { up += 1 }
    (self.down, self.up) = (down, up)
    isCut = (
      values.contains { $0 < 1 / pow(4, Double(down)) },
      values.contains { $0 > pow(4, Double(up)) }
    )
  }

  var low: Double { 1 / pow(4, Double(down)) }
  var high: Double { pow(4, Double(up)) }

  /// Places of the axis and what stands there; what lies beyond an end is drawn at it.
  var ticks: [(Double, String)] {
    (-down...up).map { power in
      let size = Int(pow(4, Double(abs(power))))
      let text = power < 0 ? "1/\(size)" : "×\(size)"
      let mark = power == -down && isCut.low ? "≤" : power == up && isCut.high ? "≥" : ""
      return (pow(4, Double(power)), mark + text)
    }
  }
}

extension Drawing {
  fileprivate mutating func seriesLegend(_ groups: [StudyGroup], top: Double) {
    for (index, group) in groups.enumerated() {
      let x = index % 2 == 0 ? 10.0 : 190
      let y = top + 15 * Double(index / 2)
      dot(x, y - 4, radius: 3.2, style: "fill\(index % Self.seriesCount)")
      text("\(group.name) (\(group.members.count))", x: x + 8, y: y)
    }
  }
}

/// Foundation's logarithm under a name that reads well where it scales an axis.
func logarithm(_ value: Double) -> Double { log(value) }
