internal import Terminal

/// The Ask screen: the questions that were typed here and what became of them.
func drawAsk(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let body = layout.body
  let jobs = state.askedJobs
  canvas.pane(
    body, title: "Ask", right: jobs.isEmpty ? "" : "\(jobs.count) asked", isFocused: true,
    isBordered: layout.isBordered)
  let inner = layout.inside(body)
  var lines = [
    "e  types a question. The model answers it, and its steps are scored like any other."
  ]
  if body.height >= 14 {
    lines += [
      "   What is the slope of the line through (2, 11) and (6, 3)? => -2", "",
      "   What follows => is the expected answer; it may be left out.",
    ]
  }
  for (row, line) in lines.enumerated() {
    canvas.line(
      fit(line, columns: inner.width - 2), in: inner, row: row, at: 1, style: canvas.theme.dim)
  }
  let top = lines.count + 1
  let rows = Rect(
    x: inner.x, y: inner.y + top + 1, width: inner.width, height: inner.height - top - 1)
  guard !jobs.isEmpty, rows.height > 0 else { return }
  canvas.line(
    pad(fit("  state     question", columns: inner.width), inner.width), in: inner, row: top,
    style: canvas.theme.heading)
  for (line, place) in state.asked.window(count: jobs.count, height: rows.height).enumerated() {
    let job = jobs[place]
    let isSelected = place == state.asked.selected
    let style = job.state == "failed" ? canvas.theme.bad : canvas.theme.text
    let note = job.note.isEmpty ? "" : "\(job.note)  "
    let text = "\(pad(job.state, 10))\(note)\(oneLine(job.target))"
    canvas.line(isSelected ? "▶" : " ", in: rows, row: line)
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 3), in: rows, row: line, at: 2,
      style: style)
    if isSelected { canvas.select(row: line, in: rows, isFocused: true) }
  }
}
