internal import Formatting
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
  private func target(
    _ request: JobRequest, _ names: [Int: String], _ passages: [Int: String]
  ) -> String {
    switch request {
    case .heat(let job):
      (passages[job.passage] ?? "passage \(job.passage + 1)") + (names[Int(job.step)] ?? "")
    case .ask(let request): request.prompt
    case .keep(let request), .discard(let request): request.question
    case .pause: ""
    case .unknown(let kind, let payload): "\(kind) \(payload)"
    }
  }

  /// Ids of the passages that requests are about.
  private func passageIds(of jobs: [JobRecord]) throws -> [Int: String] {
    let asked = Set(
      jobs.compactMap { job in
        if case .heat(let heat) = job.request { heat.passage } else { nil }
      }
    ).filter { $0 >= 0 && $0 < passageCount }.sorted()
    guard !asked.isEmpty else { return [:] }
    return Dictionary(
      zip(asked, try facts(asked).map(\.id)), uniquingKeysWith: { one, _ in one })
  }

  package func activity() throws -> Activity {
    var names: [Int: String] = [:]
    for (question, parts) in zip(questions, steps) {
      for step in parts { names[Int(step.row)] = " for \(question.name) step \(step.number)" }
    }
    let jobs = try store.jobs(limit: 100)
    let passages = try passageIds(of: jobs)
    var activity = Activity(
      jobs: jobs.map {
        Activity.Job(
          id: Int($0.id), kind: $0.request.kind, target: target($0.request, names, passages),
          state: $0.state, note: $0.message ?? "", priority: $0.priority)
      },
      log: try store.logLines(last: 100).map {
        Activity.Line(time: clockTime($0.time), level: $0.level, text: $0.message)
      })
    activity.asks = try asks(jobs)
    activity.sizes = sizes
    if let parts = PartsOverview(folder: store.folder) {
      let now = Date().timeIntervalSince1970
      activity.parts = parts.states.map { Self.part($0, now: now) }
      activity.parts += parts.unseen.map {
        .init(
          name: "\($0)/\(parts.states.count + parts.unseen.count)", host: "", state: .unseen,
          work: "has not begun")
      }
      activity.missingParts = parts.missing
    }
    return activity
  }

  private static func part(_ state: PartState, now: Double) -> Activity.Part {
    let life: Activity.Part.State =
      if state.isSilent(now: now) { .silent } else if state.isWhole {
        .whole
      } else if state.ended != nil { .ended } else if state.waitsFor != nil { .waiting } else {
        .working
      }
    return .init(
      name: state.name, host: state.host, state: life,
      work: life == .silent ? "probably dead, start it again: \(state.work)" : state.work,
      rate: state.shownRate, silence: state.silence(now: now))
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
