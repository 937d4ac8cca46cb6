import RunModel

extension Study {
  /// Finding 2 as curves: influence of the top percentages of one side.
  ///
  /// - Parameters:
  ///   - side: the sign of influence.
  ///   - isRelative: as a share of each question's total (finding 2b), not per nat.
  package func coverageCurves(_ side: Side, isRelative: Bool) -> Figure {
    let what = isRelative ? "Share of the whole" : "Influence per nat"
    let title = "\(what) in the top passages, \(side.rawValue) side"
    let bands = magnitudes.groups.filter { $0.side == side }.compactMap { group in
      (isRelative ? group.share : group.perNat).map { (group, $0) }
    }
    var table = [["group", "side", "percent", "mean", "standard_deviation", "questions"]]
    for (group, band) in bands {
      for (index, percentage) in group.percentages.enumerated() {
        table.append([
          group.group, side.rawValue, exact(percentage), exact(band.means[index]),
          exact(band.deviations[index]), String(band.count),
        ])
      }
    }
    let shown = bands.filter { entry in
      !groups.contains { $0.name == entry.0.group && $0.isPooled }
    }
    return Figure(
      name: "\(isRelative ? "share" : "influence-per-nat")-\(side.rawValue)", title: title,
      svg: curves(shown, title, isRelative: isRelative), table: table)
  }

  private func curves(
    _ bands: [(MagnitudeFinding.Group, CurveBand)], _ title: String, isRelative: Bool
  ) -> String {
    let top = bands.map { band in zip(band.1.means, band.1.deviations).map { $0 + $1 }.max() ?? 0 }
    let ticks = niceTicks(isRelative ? 1 : top.max() ?? 1)
    let frame = Frame(
      left: 46, top: 22, width: Drawing.width - 58, height: 190, low: 0.01, high: 100,
      ceiling: ticks.last ?? 1)
    var drawing = Drawing(height: 264 + 15 * Double((bands.count + 1) / 2))
    let (scale, exponent) = axisScale(frame.ceiling)
    for tick in ticks {
      drawing.line(
        frame.left, frame.y(tick), frame.left + frame.width, frame.y(tick), style: "rule")
      drawing.text(
        tickText(tick / scale), x: frame.left - 5, y: frame.y(tick) + 4, anchor: .end,
        style: "faint")
    }
    if exponent != 0 {
      drawing.text("×10" + superscript(exponent), x: 4, y: 12, style: "faint")
    }
    for percentage in [0.01, 0.1, 1, 10, 100] {
      drawing.text(
        "\(percentage >= 1 ? String(Int(percentage)) : "\(percentage)") %", x: frame.x(percentage),
        y: frame.top + frame.height + 16, anchor: percentage == 100 ? .end : .middle, style: "faint"
      )
    }
    drawing.text(
      "top percentage of the passages of this side", x: frame.left + frame.width / 2,
      y: frame.top + frame.height + 32, anchor: .middle)
    for (index, (group, band)) in bands.enumerated() {
      let series = index % Drawing.seriesCount
      let points = zip(group.percentages, zip(band.means, band.deviations))
      let upper = points.map { (x: frame.x($0), y: frame.y($1.0 + $1.1)) }
      let lower = points.map { (x: frame.x($0), y: frame.y(max(0, $1.0 - $1.1))) }
      drawing.path(
        Drawing.path(upper + lower.reversed(), closed: true), style: "fill\(series)", opacity: 0.1)
      let isControl = groups.contains { $0.name == group.group && $0.kind == .control }
      let style = "line\(series)" + (isControl ? " dashed" : "")
      drawing.path(
        Drawing.path(points.map { (x: frame.x($0), y: frame.y($1.0)) }), style: style)
      let x = index % 2 == 0 ? 46.0 : 208
      let y = 270 + 15 * Double(index / 2)
      drawing.line(x, y - 4, x + 18, y - 4, style: style)
      drawing.text("\(group.group) (\(band.count))", x: x + 24, y: y)
    }
    return drawing.svg(title: title)
  }
}

/// A rectangle of the picture with a logarithmic x axis and a linear y axis from zero.
struct Frame {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let low: Double
  let high: Double
  let ceiling: Double

  func x(_ value: Double) -> Double {
    left + width * logarithm(max(low, min(high, value)) / low) / logarithm(high / low)
  }

  func y(_ value: Double) -> Double {
    top + height * (1 - (ceiling > 0 ? min(1, value / ceiling) : 0))
  }
}

/// The power of ten that brings the numbers of an axis between 1 and 10; none for handy ones.
func axisScale(_ greatest: Double) -> (scale: Double, exponent: Int) {
  var (scale, exponent) = (1.0, 0)
  guard greatest >= 1e4 || (greatest > 0 && greatest < 1e-2) else { return (1, 0) }
  while greatest / scale >= 10 {
    scale *= 10
    exponent += 1
  }
  while greatest / scale < 1 {
    scale /= 10
    exponent -= 1
  }
  return (scale, exponent)
}

/// A number at an axis, without zeros at its end.
func tickText(_ value: Double) -> String {
  var text = fixed(value, 3)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// Values from zero to just above the greatest, at steps of 1, 2 or 5.
func niceTicks(_ greatest: Double) -> [Double] {
  // Below that a tenth of a step may be nothing, and the steps without an end.
  guard greatest > 1e-300, greatest.isFinite else { return [0, 1] }
  var step = 1.0
  while step > greatest { step /= 10 }
  while step * 10 <= greatest { step *= 10 }
  for factor in [0.2, 0.5, 1, 2] where greatest / (step * factor) <= 5 {
    step *= factor
    break
  }
  let count = Int((greatest / step - 1e-9).rounded(.up))
  return (0...max(1, count)).map { Double($0) * step }
}
