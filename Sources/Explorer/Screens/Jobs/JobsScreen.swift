internal import Formatting
internal import RunModel
internal import Terminal

/// Where the parts of the Jobs screen stand.
struct JobsLayout {
  let engine: Rect
  /// Parts of a run that several processes share; empty where there are none.
  let parts: Rect
  /// The requests; empty where there is no room for any.
  let requests: Rect
  let log: Rect
  /// The rows of the requests' list.
  let rows: Rect

  /// - Parameters:
  ///   - jobs: how many requests there are.
  ///   - count: how many parts share the run.
  init(_ layout: Layout, jobs: Int, parts count: Int) {
    let body = layout.body
    let head = count > 0 ? min(6, body.height * 2 / 5) : min(10, max(5, body.height * 2 / 5))
    engine = Rect(x: body.x, y: body.y, width: body.width, height: head)
    let left = max(0, body.height - head)
    let shared = count > 0 ? min(count + 4, max(5, left * 3 / 5), left) : 0
    parts = Rect(x: body.x, y: engine.maxY, width: body.width, height: shared)
    let rest = left - shared
    let wanted = min(max(4, rest / 2), jobs + 3)
    let height = jobs > 0 && rest >= 4 ? wanted : 0
    requests = Rect(x: body.x, y: parts.maxY, width: body.width, height: height)
    rows = layout.rows(of: requests)
    log = Rect(x: body.x, y: parts.maxY + height, width: body.width, height: rest - height)
  }
}

extension ExplorerState {
  var jobsLayout: JobsLayout {
    JobsLayout(layout, jobs: shownJobs.count, parts: activity.parts.count)
  }
}

/// The Jobs screen: what the engine does, what it was asked for, what it said.
func drawJobs(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
  let parts = state.jobsLayout
  drawEngine(state, parts.engine, layout, &canvas)
  if !parts.parts.isEmpty { drawParts(state, parts.parts, layout, &canvas) }
  if !parts.requests.isEmpty { drawRequests(state, parts, layout, &canvas) }
  drawLog(state, parts.log, layout, &canvas)
}

private func drawEngine(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  let engine = state.engine
  let process = engine.process.map { "pid \($0)" } ?? ""
  let age = engine.age.map { "  up \(duration($0))" } ?? ""
  canvas.pane(
    area, title: "Engine", right: process + age, isFocused: state.activity.jobs.isEmpty,
    isBordered: layout.isBordered)
  let inner = layout.inside(area)
  for (row, text) in engineLines(state, inner).enumerated() {
    canvas.line(
      fit(Sanitizer.visible(text), columns: inner.width - 2), in: inner, row: row, at: 1,
      style: text.hasPrefix("!") ? canvas.theme.bad : canvas.theme.text)
  }
  if state.activity.jobs.isEmpty { canvas.grid.cursor = .init(x: inner.x, y: inner.y) }
}

/// What is known of the engine, the most important first.
private func engineLines(_ state: ExplorerState, _ area: Rect) -> [String] {
  let (engine, width) = (state.engine, area.width)
  var lines = ["state   \(engineState(state))"]
  if let failure = engine.failure { lines.append("! " + oneLine(failure)) }
  if let stage = engine.stage {
    lines.append(
      "stage   \(stage.title)  \(grouped(engine.done)) of \(counted(engine.total, engine.unit))")
    let room = max(4, min(60, width - 24))
    let share = Double(engine.done) / Double(max(1, engine.total))
    let time = engine.remaining.map { "  \(duration($0)) to go" } ?? ""
    lines.append("\(pad(bar(share, width: room), room)) \(engine.percent)%\(time)")
  }
  if let rate = engine.rate {
    let recent = sparkline(Array(state.rates.suffix(max(0, width - 30))))
    lines.append("speed   \(rateText(rate)) a second  \(recent)")
  }
  if let silence = engine.silence, engine.state == .stale {
    lines.append("last heard of \(duration(silence)) ago; what is committed is kept")
  }
  if let sizes = state.activity.sizes {
    lines.append(
      "files   database \(bytes(sizes.database)), not yet merged \(bytes(sizes.log)),"
        + " free on the disk \(bytes(sizes.free))")
  }
  if let foreign = state.foreign { lines.append("! these results were \(foreign); :trust accepts") }
  if let stale = state.catalog.stale { lines.append("! this run is stale: \(stale)") }
  if !state.catalog.model.isEmpty { lines.append("model   \(state.catalog.model)") }
  if !state.catalog.method.isEmpty { lines.append("method  \(state.catalog.method)") }
  var shown: [String] = []
  for (index, line) in lines.enumerated() {
    let rows = hanging(line, width: width - 2)
    // What has no room whole is left out, except for what the engine does and why it does not.
    if shown.count + rows.count <= area.height || index < 2 { shown += rows }
  }
  return Array(shown.prefix(area.height))
}

/// A line with what is too long for it in the next ones, below where its words begin.
private func hanging(_ line: String, width: Int) -> [String] {
  let text = Sanitizer.visible(line)
  guard columns(of: text) > width, width > 24 else { return [text] }
  let indent = text.hasPrefix("!") ? "  " : String(repeating: " ", count: 8)
  return Reader.fold(text, width: width - indent.count).enumerated().map {
    ($0 == 0 ? "" : indent) + $1.text
  }
}

private func engineState(_ state: ExplorerState) -> String {
  let engine = state.engine
  if engine.isHalted {
    let process = engine.process.map { " \($0)" } ?? ""
    return "halted: its process\(process) is stopped; `kill -CONT` lets it go on"
  }
  if engine.isPaused { return "paused; \(state.keyName(for: .pauseEngine)) lets it go on" }
  let serving = engine.isServing ? ", answers requests" : ""
  switch engine.state {
  case .done where engine.failure != nil:
    return "gone; \(state.keyName(for: .retryJob)) starts an engine"
  case .done where !engine.isServing: return "done: nothing is missing"
  case .idle where !state.activity.parts.isEmpty:
    return "idle: parts share the work; `stemma compute --merge` puts them together"
  case .idle: return "idle: something is missing; \(state.keyName(for: .retryJob)) starts an engine"
  case .stale: return "stale: it was working and has gone silent"
  default: return engine.state.rawValue + serving
  }
}

/// Numbers as blocks of eight heights, the largest being full.
func sparkline(_ values: [Double]) -> String {
  let most = values.max() ?? 0
  guard most > 0 else { return "" }
  let blocks = Array("▁▂▃▄▅▆▇█")
  return String(values.map { blocks[max(0, min(7, Int(drawn: (8 * $0 / most).rounded(.up)) - 1))] })
}

private func rateText(_ rate: Double) -> String {
  rate >= 100 ? grouped(Int(drawn: rate.rounded())) : number(Float(rate))
}

/// A size in the unit that leaves two or three digits before the point.
func bytes(_ count: Int) -> String {
  var (size, unit) = (Double(count), 0)
  let units = ["B", "KiB", "MiB", "GiB", "TiB"]
  while size >= 1024, unit + 1 < units.count { (size, unit) = (size / 1024, unit + 1) }
  let tenths = Int(drawn: (size * 10).rounded())
  return size < 10 && unit > 0
    ? "\(tenths / 10).\(tenths % 10) \(units[unit])"
    : "\(Int(drawn: size.rounded())) \(units[unit])"
}

private func drawRequests(
  _ state: ExplorerState, _ parts: JobsLayout, _ layout: Layout, _ canvas: inout Canvas
) {
  let jobs = state.shownJobs
  let hidden = state.activity.jobs.count - jobs.count
  let open = jobs.count { $0.state == .waiting || $0.state == .running }
  canvas.pane(
    parts.requests, title: "Requests",
    right: "\(open) open of \(jobs.count)"
      + (hidden > 0 ? ", \(hidden) of heat hidden" : ""), isFocused: true,
    isBordered: layout.isBordered)
  let isWide = parts.rows.width >= 70
  drawHeads(JobColumn.heads(isWide: isWide), nil, layout.inside(parts.requests), &canvas)
  canvas.mark(head: state.head, in: layout.inside(parts.requests), isFocused: true)
  let window = state.jobs.cursor.window(count: jobs.count, height: parts.rows.height)
  for (row, index) in window.enumerated() {
    let job = jobs[index]
    let style = job.state == .failed ? canvas.theme.bad : canvas.theme.text
    let what = [job.target, job.note].map { oneLine($0) }.filter { !$0.isEmpty }
    let kind = job.kind?.rawValue ?? "?"
    let text =
      pad("\(job.id)", 4, right: true) + (isWide ? "  " : " ") + pad(kind, isWide ? 12 : 6)
      + pad(job.state.rawValue, 11) + (isWide ? pad("\(job.priority)", 6) : "")
      + Sanitizer.visible(what.joined(separator: "  "))
    let isSelected = index == state.jobs.cursor.selected
    canvas.line(isSelected ? "▶" : " ", in: parts.rows, row: row)
    canvas.line(
      fit(text, columns: parts.rows.width - 2), in: parts.rows, row: row, at: 1, style: style)
    if isSelected { canvas.select(row: row, in: parts.rows, isFocused: true) }
  }
}

private func drawLog(
  _ state: ExplorerState, _ area: Rect, _ layout: Layout, _ canvas: inout Canvas
) {
  guard area.height >= 3 else { return }
  canvas.pane(area, title: "Log", isFocused: false, isBordered: layout.isBordered)
  let rows = layout.inside(area)
  for (row, line) in state.activity.log.suffix(rows.height).enumerated() {
    let isLoud = line.level != .info
    let text = "\(line.time)  \(isLoud ? line.level.rawValue + ": " : "")\(oneLine(line.text))"
    canvas.line(
      fit(Sanitizer.visible(text), columns: rows.width - 2), in: rows, row: row, at: 1,
      style: isLoud ? canvas.theme.bad : canvas.theme.text)
  }
}
