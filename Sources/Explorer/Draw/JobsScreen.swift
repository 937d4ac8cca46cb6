internal import Terminal

/// The Jobs screen: what the engine does and what it said.
func drawJobs(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let body = layout.body
  let height = min(8, body.height)
  let upper = Rect(x: body.x, y: body.y, width: body.width, height: height)
  canvas.pane(upper, title: "Engine", isFocused: true, isBordered: layout.isBordered)
  let inner = layout.inside(upper)
  let engine = state.engine
  var lines = ["state   \(engine.state.rawValue)"]
  if !engine.stage.isEmpty {
    lines.append("stage   \(engine.stage)  \(grouped(engine.done)) of \(grouped(engine.total))")
    let width = max(4, min(60, inner.width - 24))
    let share = Double(engine.done) / Double(max(1, engine.total))
    let time = engine.remaining.map { "  \(duration($0)) to go" } ?? ""
    lines.append("\(pad(bar(share, width: width), width)) \(engine.percent)%\(time)")
  }
  if let silence = engine.silence, engine.state == .stale {
    lines.append("last heard of \(duration(silence)) ago; what is committed is kept")
  }
  if let failure = engine.failure { lines.append("! " + Sanitizer.visible(oneLine(failure))) }
  lines.append("model   \(Sanitizer.visible(state.catalog.model))")
  lines.append("method  \(Sanitizer.visible(state.catalog.method))")
  for (row, text) in lines.prefix(inner.height).enumerated() {
    canvas.line(fit(text, columns: inner.width - 2), in: inner, row: row, at: 1)
  }
  let lower = Rect(x: body.x, y: upper.maxY, width: body.width, height: body.height - height)
  guard lower.height >= 3 else { return }
  canvas.pane(lower, title: "Messages", isFocused: false, isBordered: layout.isBordered)
  let rows = layout.inside(lower)
  for (row, text) in state.messages.suffix(rows.height).enumerated() {
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 2), in: rows, row: row, at: 1)
  }
}

/// A screen that has nothing to show for this run yet.
func drawPending(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  canvas.pane(layout.body, title: state.tab.title, isFocused: true, isBordered: layout.isBordered)
  canvas.line(
    "Nothing to show here yet.", in: layout.inside(layout.body), row: 1, at: 2,
    style: canvas.theme.dim)
}
