internal import Terminal

/// The Jobs screen: what the engine does, what it was asked for, what it said.
func drawJobs(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let body = layout.body
  let head = min(8, max(4, body.height / 3))
  let engine = Rect(x: body.x, y: body.y, width: body.width, height: head)
  drawEngine(state, engine, layout, &canvas)
  let rest = body.height - head
  guard rest >= 3 else { return }
  let jobs = state.activity.jobs.isEmpty ? 0 : min(rest / 2, state.activity.jobs.count + 3)
  if jobs >= 4 {
    let area = Rect(x: body.x, y: engine.maxY, width: body.width, height: jobs)
    drawRequests(state, area, layout, &canvas)
  }
  let used = jobs >= 4 ? jobs : 0
  let log = Rect(x: body.x, y: engine.maxY + used, width: body.width, height: rest - used)
  drawLog(state, log, layout, &canvas)
}

private func drawEngine(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  canvas.pane(area, title: "Engine", isFocused: true, isBordered: layout.isBordered)
  let inner = layout.inside(area)
  let engine = state.engine
  var lines = ["state   \(engine.state.rawValue)\(engine.isServing ? ", answers requests" : "")"]
  if let failure = engine.failure { lines.append("! " + Sanitizer.visible(oneLine(failure))) }
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
  if !state.catalog.model.isEmpty { lines.append("model   \(state.catalog.model)") }
  lines.append("method  \(state.catalog.method)")
  for (row, text) in lines.prefix(inner.height).enumerated() {
    canvas.line(
      fit(Sanitizer.visible(text), columns: inner.width - 2), in: inner, row: row, at: 1,
      style: text.hasPrefix("!") ? canvas.theme.bad : canvas.theme.text)
  }
}

private func drawRequests(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  let jobs = state.activity.jobs
  let open = jobs.count { $0.state == "waiting" || $0.state == "running" }
  canvas.pane(
    area, title: "Requests", right: "\(open) open of \(jobs.count)", isFocused: false,
    isBordered: layout.isBordered)
  drawHeading("   id  kind        state      what", layout.inside(area), &canvas)
  let rows = layout.rows(of: area)
  for (row, job) in jobs.prefix(rows.height).enumerated() {
    let style = job.state == "failed" ? canvas.theme.bad : canvas.theme.text
    let what = job.note.isEmpty ? job.target : "\(job.target)  \(job.note)"
    let text =
      pad("\(job.id)", 5, right: true) + "  " + pad(Sanitizer.visible(job.kind), 12)
      + pad(job.state, 11) + Sanitizer.visible(oneLine(what))
    canvas.line(fit(text, columns: rows.width - 1), in: rows, row: row, style: style)
  }
}

private func drawLog(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  guard area.height >= 3 else { return }
  canvas.pane(area, title: "Log", isFocused: false, isBordered: layout.isBordered)
  let rows = layout.inside(area)
  for (row, line) in state.activity.log.suffix(rows.height).enumerated() {
    let isLoud = line.level != "info"
    let text = "\(line.time)  \(isLoud ? line.level + ": " : "")\(oneLine(line.text))"
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 2), in: rows, row: row, at: 1,
      style: isLoud ? canvas.theme.bad : canvas.theme.text)
  }
}
