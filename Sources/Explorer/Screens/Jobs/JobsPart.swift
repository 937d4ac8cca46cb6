internal import RunModel
internal import Terminal

struct JobsPart: ScreenPart {
  let title = "Jobs"
  let shortTitle = "Jobs"
  let action = Action.jobs
  let help = "Jobs: what the engine does"
  var bindings: [Binding] { jobsBindings }

  func go(_ state: inout ExplorerState) -> [Effect] {
    state.tab = .jobs
    return []
  }

  func context(_ state: ExplorerState) -> Context { .jobs }
  func columnPlace(_ state: ExplorerState) -> Context? { .jobs }

  func draw(_ state: ExplorerState, _ layout: Layout, _ canvas: inout Canvas) {
    drawJobs(state, layout, &canvas)
  }

  func breadcrumb(_ state: ExplorerState) -> Breadcrumb {
    let jobs = state.activity.jobs
    let open = jobs.count { $0.state.isOpen }
    return Breadcrumb(lefts: ["Jobs > \(open) open of \(counted(jobs.count, "request"))"])
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
