internal import Terminal

/// One line of a plot.
struct Curve {
  var name: String
  var x: [Double]
  var y: [Double]
}

/// Draws curves with braille dots over a common scale, named at their right ends.
func drawCurves(_ curves: [Curve], in area: Rect, _ canvas: inout Canvas) {
  let top = curves.flatMap(\.y).filter(\.isFinite).max() ?? 0
  let names = min(18, curves.map { columns(of: $0.name) }.max() ?? 0)
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
  var taken: Set<Int> = []
  for (index, curve) in curves.enumerated() {
    let style = styles[index % styles.count]
    var dots = BrailleDots(width: plot.width, height: plot.height)
    let span = max(1e-12, (curve.x.last ?? 1) - (curve.x.first ?? 0))
    for column in 0..<plot.width * 2 {
      let x = (curve.x.first ?? 0) + span * Double(column) / Double(plot.width * 2 - 1)
      if let y = curve.value(at: x) { dots.set(column: column, share: y / top) }
    }
    for (row, text) in dots.rows.enumerated() {
      for (column, scalar) in text.unicodeScalars.enumerated() where scalar != "\u{2800}" {
        canvas.line(String(scalar), in: plot, row: row, at: column, style: style)
      }
    }
    let end = (curve.y.last ?? 0) / top
    var row = max(0, min(plot.height - 1, Int((1 - end) * Double(plot.height - 1) + 0.5)))
    while taken.contains(row), row < plot.height - 1 { row += 1 }
    taken.insert(row)
    canvas.line(
      fit(Sanitizer.visible(curve.name), columns: names), in: area, row: row,
      at: axis + plot.width + 1, style: style)
  }
  canvas.line("0%", in: area, row: area.height - 1, at: axis)
  canvas.line("100%", in: area, row: area.height - 1, at: max(axis, axis + plot.width - 4))
}

extension Curve {
  /// The height at a place between the points.
  func value(at place: Double) -> Double? {
    guard let next = x.firstIndex(where: { $0 >= place }), next < y.count else { return y.last }
    guard next > 0 else { return y[next] }
    let span = x[next] - x[next - 1]
    let part = span > 0 ? (place - x[next - 1]) / span : 0
    return y[next - 1] + part * (y[next] - y[next - 1])
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
    let row = Int(((1 - min(1, max(0, share))) * Double(height * 4 - 1)).rounded())
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
