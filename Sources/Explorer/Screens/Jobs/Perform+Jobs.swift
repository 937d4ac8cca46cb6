internal import RunModel
internal import Terminal

extension ExplorerState {
  /// The requests that are listed: those about token heat that are done say nothing any more.
  package var shownJobs: [Activity.Job] {
    jobs.showsEvery ? activity.jobs : activity.jobs.filter { $0.kind != .heat || $0.state != .done }
  }

  /// The request under the cursor.
  package var selectedJob: Activity.Job? {
    shownJobs.indices.contains(jobs.cursor.selected) ? shownJobs[jobs.cursor.selected] : nil
  }

  mutating func startEngine() -> [Effect] {
    guard controlsEngine else {
      refuse("no engine can be started from here: run `stemma compute`")
      return []
    }
    return [.startEngine]
  }

  mutating func moveInJobs(_ action: Action) {
    jobs.cursor.select(
      Self.target(action, from: jobs.cursor.selected, shownJobs.count, 10),
      count: shownJobs.count, height: jobsLayout.rows.height)
  }

  mutating func stopEngine() -> [Effect] {
    guard hasEngine else { return refused("no engine works here that could be stopped") }
    message = "asked the engine to stop; what is committed is kept"
    return [.stopEngine]
  }

  mutating func pauseEngine() -> [Effect] {
    guard hasEngine else { return refused("no engine works here that could rest") }
    message = engine.isPaused ? "the engine goes on" : "the engine rests after the block it is at"
    return [.pauseEngine(!engine.isPaused)]
  }

  mutating func toggleEveryJob() {
    jobs.showsEvery.toggle()
    message = jobs.showsEvery ? "every request" : "done requests about token heat are left out"
  }

  /// Does something with the request under the cursor.
  mutating func manage(_ action: Action) -> [Effect] {
    guard let job = selectedJob else {
      if action == .retryJob { return startEngine() }
      refuse("no request is selected")
      return []
    }
    let isOpen = job.state.isInQueue
    switch action {
    case .retryJob where job.state.canBeRetried:
      message = "request \(job.id) is back in the queue"
      return [.change(job: job.id, .retry)]
        + (engine.isServing || !controlsEngine ? [] : [.startEngine])
    case .retryJob: return startEngine()
    case .pauseJob where isOpen:
      let isHeld = job.state == .paused
      message =
        isHeld
        ? "request \(job.id) may be taken"
        : "request \(job.id) is held; \(keyName(for: .pauseJob)) lets it go"
      return [.change(job: job.id, isHeld ? .resume : .pause)]
    case .cancelJob where isOpen || job.state == .running:
      message = "request \(job.id) is cancelled; \(keyName(for: .retryJob)) puts it back"
      return [.change(job: job.id, .cancel)]
    case .sooner where isOpen, .later where isOpen:
      let priority = job.priority + (action == .sooner ? 1 : -1)
      message = "request \(job.id) has priority \(priority)"
      return [.change(job: job.id, .priority(priority))]
    default:
      refuse("request \(job.id) is \(job.state.rawValue)")
      return []
    }
  }

  /// The engine's log in a box, at its end.
  mutating func showLog() {
    var lines = activity.log.map { line in
      "\(line.time)  \(line.level == .info ? "" : line.level.rawValue + ": ")\(oneLine(line.text))"
    }
    if lines.isEmpty { lines = ["nothing so far"] }
    overlay = .text(title: "Log", lines: lines, top: max(0, lines.count - textBoxRows))
  }
}
