internal import Terminal

extension ExplorerState {
  /// Requests of the kind that asks a question, the newest first.
  package var askedJobs: [Activity.Job] { activity.jobs.filter { $0.kind == "ask" } }

  /// Leaves a typed question for an engine, and starts one where none is.
  mutating func ask(_ text: String) -> [Effect] {
    let parts = text.split(separator: "=>", maxSplits: 1).map { String($0).trimmed }
    guard let prompt = parts.first, !prompt.isEmpty else { return [] }
    let question = Effect.ask(prompt: prompt, answer: parts.count > 1 ? parts[1] : nil)
    tab = .ask
    if engine.isServing || engine.state == .running {
      message = "asked; the engine answers before it goes on"
      return [question]
    }
    guard controlsEngine else {
      message = "asked; it waits until an engine runs: `stemma compute`"
      return [question]
    }
    message = "asked; an engine starts to answer"
    return [question, .startEngine]
  }

  /// Says when a question has been answered since the last look.
  mutating func takeIn(_ new: Activity) {
    let before = Dictionary(
      askedJobs.map { ($0.id, $0.state) }, uniquingKeysWith: { one, _ in one })
    activity = new
    for job in askedJobs where before[job.id] != nil && before[job.id] != job.state {
      switch job.state {
      case "done": report("\(job.note) is answered and scored: 5, Enter opens it")
      case "failed": report("! the question could not be answered: \(job.note)")
      default: break
      }
    }
  }

  mutating func moveInAsk(_ action: Action) {
    let count = askedJobs.count
    asked.select(
      Self.target(action, from: asked.selected, count, 10), count: count,
      height: max(1, layout.body.height - 8))
  }

  /// Opens the answered question under the cursor, or the prompt where nothing was asked.
  mutating func openAsked() {
    let jobs = askedJobs
    guard asked.selected < jobs.count else {
      prompt = Prompt(purpose: .ask)
      return
    }
    let job = jobs[asked.selected]
    if let index = catalog.questions.firstIndex(where: { $0.id == job.note }) {
      go(toQuestion: index)
    } else {
      message = job.state == "failed" ? job.note : "this question is \(job.state)"
    }
  }
}
