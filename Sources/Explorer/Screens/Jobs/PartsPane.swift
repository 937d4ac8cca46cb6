internal import Formatting
internal import Terminal

/// The parts of a run that several processes share: a row each, those first that want to be looked at.
func drawParts(_ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas) {
  let parts = state.activity.parts
  let whole = parts.count { $0.state == .whole }
  canvas.pane(
    area, title: "Parts", right: "\(whole) of \(parts.count) whole", isFocused: false,
    isBordered: layout.isBordered)
  let inner = layout.inside(area)
  guard inner.height >= 2 else { return }
  let columns = PartColumns(width: inner.width - 2)
  canvas.line(columns.heads, in: inner, row: 0, at: 1, style: canvas.theme.heading)
  let room = inner.height - 2
  // Their order is that of urgency where not all have room.
  let shown =
    parts.count <= room
    ? parts
    : Array(parts.sorted { $0.state.rawValue < $1.state.rawValue }.prefix(max(0, room - 1)))
  for (row, part) in shown.enumerated() {
    let style = part.state == .silent ? canvas.theme.bad : canvas.theme.text
    canvas.line(columns.text(of: part), in: inner, row: row + 1, at: 1, style: style)
  }
  if shown.count < parts.count {
    canvas.line(
      fit(
        "and \(parts.count - shown.count) more; `stemma status` lists all", columns: inner.width - 2
      ),
      in: inner, row: shown.count + 1, at: 1, style: canvas.theme.text)
  }
  let missing = state.activity.missingParts.map { "missing: \($0)" } ?? "nothing is missing"
  canvas.line(
    fit(Sanitizer.visible(missing), columns: inner.width - 2), in: inner, row: inner.height - 1,
    at: 1, style: canvas.theme.heading)
}

/// Widths of the columns of parts.
private struct PartColumns {
  private let width: Int
  private let name: Int
  private let host: Int
  private let rate: Int
  private let life: Int

  init(width: Int) {
    self.width = width
    let isWide = width >= 60
    (name, host, rate) = isWide ? (7, width >= 90 ? 20 : 10, width >= 90 ? 13 : 8) : (7, 0, 0)
    life = width >= 90 ? 12 : 8
  }

  private var work: Int { max(0, width - name - host - rate - life) }

  var heads: String {
    row(
      "part", "host", "stage and block", rate > 8 ? "passages/s" : "pass./s",
      life > 8 ? "last sign" : "heard")
  }

  func text(of part: Activity.Part) -> String {
    let rate = part.rate.map { grouped(Int(drawn: $0.rounded())) } ?? ""
    let life = part.silence.map { duration(Double($0)) + (self.life > 8 ? " ago" : "") } ?? ""
    return row(part.name, part.host, part.work, rate, life)
  }

  private func row(
    _ name: String, _ host: String, _ work: String, _ rate: String, _ life: String
  ) -> String {
    func column(_ text: String, _ width: Int, right: Bool = false) -> String {
      width > 1
        ? pad(fit(Sanitizer.visible(oneLine(text)), columns: width - 1), width - 1, right: right)
          + " " : ""
    }
    return column(name, self.name) + column(host, self.host) + column(work, self.work)
      + column(rate, self.rate, right: true) + column(life, self.life, right: true)
  }
}
