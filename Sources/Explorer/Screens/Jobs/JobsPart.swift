internal import RunModel
internal import Terminal

extension Tab {
  package static let jobs = Tab(name: "jobs")
}

extension Action {
  package static var jobs: Action { Tab.jobs.action }
}

extension Context {
  package static let jobs = Context("jobs", title: "Jobs")
}

struct JobsPart: ScreenPart {
  let tab = Tab.jobs
  let title = "Jobs"
  let shortTitle = "Jobs"
  let help = "Jobs: what the engine does"
  var bindings: [Binding] { jobsBindings }

  func offers(_ action: Action, _ state: ExplorerState) -> Bool {
    let (job, isWorking) = (state.selectedJob?.state, state.hasEngine)
    return switch action {
    case .retryJob: job?.canBeRetried ?? false || (state.controlsEngine && !isWorking)
    case .pauseJob, .sooner, .later: job?.isInQueue ?? false
    case .cancelJob: job.map { $0.isInQueue || $0 == .running } ?? false
    case .pauseEngine, .stopEngine: isWorking
    default: offersUsual(action, state)
    }
  }

  func context(_ state: ExplorerState) -> Context { .jobs }
  func columnPlace(_ state: ExplorerState) -> Context? { .jobs }

  func heads(_ state: ExplorerState) -> [ListHead] {
    JobColumn.heads(isWide: headedRows(state).width >= 70)
  }

  func headedRows(_ state: ExplorerState) -> Rect { state.jobsLayout.rows }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawJobs(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    let jobs = state.activity.jobs
    let open = jobs.count { $0.state.isOpen }
    return Breadcrumb(lefts: ["Jobs > \(open) open of \(counted(jobs.count, "request"))"])
  }

  func select(_ state: inout ExplorerState, y: Int) -> Bool {
    let count = state.shownJobs.count
    guard let row = state.jobs.cursor.row(atLine: y, of: state.jobsLayout.rows, count: count) else {
      return false
    }
    state.jobs.cursor.selected = row
    return true
  }

  func clamp(_ state: inout ExplorerState) {
    state.jobs.cursor.clamp(
      count: state.shownJobs.count, height: state.jobsLayout.rows.height)
  }

  func selectedLine(_ state: ExplorerState) -> String? {
    state.selectedJob.map { job in
      [
        "\(job.id)", job.kind?.rawValue ?? "?", job.state.rawValue, oneLine(job.target),
        oneLine(job.note),
      ]
      .joined(separator: "\t")
    }
  }

  func table(_ state: ExplorerState) -> ViewTable? {
    ViewTable(of: state.activity.jobs, title: "Requests")
  }
}

extension ViewTable {
  /// Requests with what became of them.
  init(of jobs: [Activity.Job], title: String) {
    self.init(title: title, columns: ["id", "kind", "state", "priority", "target", "note"])
    rows = jobs.map { job in
      [
        .init(job.id), .text(job.kind?.rawValue ?? "?"), .text(job.state.rawValue),
        .init(job.priority), .text(job.target), .text(job.note),
      ]
    }
  }
}
