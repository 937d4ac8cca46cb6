internal import Foundation
internal import Terminal

/// One line of a plot over a logarithmic axis, with the spread around it.
struct Curve {
  var name: String
  /// Ascending, above zero.
  var x: [Double]
  var y: [Double]
  var deviations: [Double]
}

/// Draws curves with braille dots over a common scale, named at their right ends.
///
/// The band of a standard deviation is a dotted edge on both sides where the screen is large enough
/// for it; the table below has its numbers in any case.
func drawCurves(_ curves: [Curve], in area: Rect, _ canvas: inout Canvas) {
  // Of characters alone a band would make a cloud.
  let isASCII = canvas.theme.isASCII
  let hasBands = area.height >= 12 && !isASCII
  let top =
    curves.flatMap { curve in
      zip(curve.y, curve.deviations).map { hasBands ? $0 + $1 : $0 }
    }.filter(\.isFinite).max() ?? 0
  let names = min(18, curves.map { columns(of: $0.name) }.max() ?? 0) + (isASCII ? 2 : 0)
  let axis = 8
  let plot = Rect(
    x: area.x + axis, y: area.y, width: area.width - axis - names - 1, height: area.height - 1)
  guard top > 0, plot.width >= 10, plot.height >= 3 else { return }
  for row in [0, plot.height / 2, plot.height - 1] {
    let value = top * Double(plot.height - 1 - row) / Double(plot.height - 1)
    canvas.line(pad(number(Float(value)), axis - 1, right: true), in: area, row: row)
    canvas.line("┤", in: area, row: row, at: axis - 1, style: canvas.theme.border)
  }
  let styles = [
    canvas.theme.bar, canvas.theme.good, canvas.theme.negative, canvas.theme.answer,
    canvas.theme.key, canvas.theme.dim,
  ]
  if hasBands {
    for curve in curves {
      for sign in [-1.0, 1.0] {
        draw(curve, in: plot, top: top, edge: sign, style: canvas.theme.dim, &canvas)
      }
    }
  }
  var taken: Set<Int> = []
  for (index, curve) in curves.enumerated() {
    let style = styles[index % styles.count]
    if isASCII {
      draw(curve, as: letter(index), in: plot, top: top, style: style, &canvas)
    } else {
      draw(curve, in: plot, top: top, edge: 0, style: style, &canvas)
    }
    let end = (curve.y.last ?? 0) / top
    var row = max(0, min(plot.height - 1, Int(drawn: (1 - end) * Double(plot.height - 1) + 0.5)))
    while taken.contains(row), row < plot.height - 1 { row += 1 }
    while taken.contains(row), row > 0 { row -= 1 }
    taken.insert(row)
    let label = Sanitizer.visible(curve.name)
    canvas.line(
      fit(isASCII ? "\(letter(index)) \(label)" : label, columns: names), in: area, row: row,
      at: axis + plot.width + 1, style: style)
  }
  for percentage in [0.01, 0.1, 1, 10, 100] {
    guard let share = curves.first?.share(of: percentage) else { continue }
    let text = percentage < 1 ? "\(percentage)%" : "\(Int(percentage))%"
    let column = axis + Int(drawn: (share * Double(plot.width - 1)).rounded())
    canvas.line(
      text, in: area, row: area.height - 1,
      at: max(axis, min(column - text.count / 2, axis + plot.width - text.count)))
  }
}

/// The letter that a curve is drawn with where there are no dots.
private func letter(_ index: Int) -> Character {
  Character(Unicode.Scalar(UInt8(97 + index % 26)))
}

/// A curve as its letter, one a column.
private func draw(
  _ curve: Curve, as letter: Character, in plot: Rect, top: Double, style: Style,
  _ canvas: inout Canvas
) {
  for column in 0..<plot.width {
    let share = Double(column) / Double(max(1, plot.width - 1))
    guard let y = curve.value(atShare: share, edge: 0), y.isFinite else { continue }
    let height = 1 - min(1, max(0, y / top))
    canvas.line(
      String(letter), in: plot, row: Int(drawn: (height * Double(plot.height - 1)).rounded()),
      at: column, style: style)
  }
}

/// One line: the curve, or an edge of its band as every third dot.
private func draw(
  _ curve: Curve, in plot: Rect, top: Double, edge: Double, style: Style, _ canvas: inout Canvas
) {
  var dots = BrailleDots(width: plot.width, height: plot.height)
  for column in 0..<plot.width * 2 where edge == 0 || column % 3 == 0 {
    let share = Double(column) / Double(plot.width * 2 - 1)
    if let y = curve.value(atShare: share, edge: edge) {
      dots.set(column: column, share: max(0, y) / top)
    }
  }
  for (row, text) in dots.rows.enumerated() {
    for (column, scalar) in text.unicodeScalars.enumerated() where scalar != "\u{2800}" {
      canvas.line(String(scalar), in: plot, row: row, at: column, style: style)
    }
  }
}

extension Curve {
  /// Where a value stands on the logarithmic axis, 0 at its left end and 1 at its right.
  func share(of value: Double) -> Double? {
    guard let low = x.first, let high = x.last, low > 0, high > low else { return nil }
    return log(value / low) / log(high / low)
  }

  /// The height at a share of the axis, with so many deviations added.
  func value(atShare share: Double, edge: Double) -> Double? {
    guard let low = x.first, let high = x.last, low > 0, high > low else { return nil }
    let place = low * exp(share * log(high / low))
    func height(_ index: Int) -> Double { y[index] + edge * deviations[index] }
    guard let next = x.firstIndex(where: { $0 >= place }) else { return height(y.count - 1) }
    guard next > 0 else { return height(0) }
    let part = log(place / x[next - 1]) / log(x[next] / x[next - 1])
    return height(next - 1) + part * (height(next) - height(next - 1))
  }
}

/// Cells of two by four dots, as the braille block of Unicode has them.
struct BrailleDots {
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
  private let width: Int
  private let height: Int
  private var cells: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: 0, count: width * height)
  }

  /// Sets the dot at a column of dots and a share of the height, 0 at the bottom.
  mutating func set(column: Int, share: Double) {
    guard share.isFinite, column >= 0, column < width * 2 else { return }
    let row = Int(drawn: ((1 - min(1, max(0, share))) * Double(height * 4 - 1)).rounded())
    cells[row / 4 * width + column / 2] |= Self.bits[row % 4][column % 2]
  }

  var rows: [String] {
    (0..<height).map { row in
      var view = String.UnicodeScalarView()
      for column in 0..<width {
        view.append(Unicode.Scalar(0x2800 + UInt32(cells[row * width + column])) ?? " ")
      }
      return String(view)
    }
  }
}
