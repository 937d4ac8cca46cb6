internal import Foundation
internal import RunModel
internal import Store

/// What engines were asked for and what they said.
extension StoreSource {
  /// Typed questions with what became of them; discarded ones are gone.
  private func asks(_ jobs: [JobRecord]) throws -> [Asked] {
    let records = Dictionary(
      try store.asks(limit: 100).map { ($0.job, $0) }, uniquingKeysWith: { one, _ in one })
    let known = Dictionary(
      try store.questions(set: run.questionSet).map { ($0.row, $0.name) },
      uniquingKeysWith: { one, _ in one })
    return jobs.compactMap { job in
      guard case .ask(let request) = job.request else { return nil }
      var asked = Asked(job: Int(job.id), state: job.state, prompt: request.prompt)
      asked.isGiven = request.completion != nil
      if job.state == .failed { asked.note = job.message ?? "" }
      guard let record = records[job.id] else {
        return asked.isOpen || job.state == .failed ? asked : nil
      }
      asked.answer = record.answer
      asked.progress = record.progress
      if let row = record.question {
        // Of another set of questions.
        guard let name = known[row] else { return nil }
        asked.question = name
      }
      return asked
    }
  }

  /// What a request asks for, in a person's words.
  private func target(_ request: JobRequest, _ names: [Int: String]) -> String {
    switch request {
    case .heat(let job): "passage \(job.passage + 1)\(names[Int(job.step)] ?? "")"
    case .ask(let request): request.prompt
    case .keep(let request), .discard(let request): request.question
    case .pause: ""
    case .unknown(let kind, let payload): "\(kind) \(payload)"
    }
  }

  package func activity() throws -> Activity {
    let formatter = DateFormatter()
    formatter.dateFormat = "HH:mm:ss"
    var names: [Int: String] = [:]
    for (question, parts) in zip(questions, steps) {
      for step in parts { names[Int(step.row)] = " for \(question.name) step \(step.number)" }
    }
    let jobs = try store.jobs(limit: 100)
    var activity = Activity(
      jobs: jobs.map {
        Activity.Job(
          id: Int($0.id), kind: $0.request.kind, target: target($0.request, names),
          state: $0.state, note: $0.message ?? "", priority: $0.priority)
      },
      log: try store.logLines(last: 100).map {
        let time = formatter.string(from: Date(timeIntervalSince1970: $0.time))
        return Activity.Line(time: time, level: $0.level, text: $0.message)
      })
    activity.asks = try asks(jobs)
    activity.sizes = sizes
    if let parts = PartsOverview(folder: store.folder) {
      let now = Date().timeIntervalSince1970
      activity.parts = parts.states.map { PartsOverview.line($0, now: now) }
      activity.missingParts = parts.missing
    }
    return activity
  }

  private var sizes: Activity.Sizes? {
    func size(_ path: String) -> Int {
      var facts = stat()
      return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }
    var disk = statvfs()
    guard statvfs(store.path, &disk) == 0 else { return nil }
    // Free space changes all the time; a tenth of a gibibyte is as much as anyone wants to know.
    let grain = 1 << 27
    return Activity.Sizes(
      database: size(store.path), log: size(store.path + "-wal"),
      free: Int(disk.f_bavail) * Int(disk.f_frsize) / grain * grain)
  }
}
