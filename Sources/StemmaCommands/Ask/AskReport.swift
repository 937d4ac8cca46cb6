import Engine
import Foundation
import RunModel
import Store
import Workspace

/// What became of a typed question, as text or JSON.
struct AskReport: Sendable {
  private let workspace: Workspace
  private let job: Int64
  private let limit: Int

  init(_ workspace: Workspace, job: Int64, limit: Int) {
    self.workspace = workspace
    self.job = job
    self.limit = limit
  }

  private struct Report: Encodable {
    struct Stage: Encodable {
      let name: String
      let state: AskProgress.State
      @OrNull var seconds: Double?
      let note: String
    }
    struct Document: Encodable {
      let rank: Int
      let exact: Bool
      let passage: String
      let document: String
      let type: String
      let score: Double
      @OrNull var perNat: Double?
      let text: String
    }
    struct Step: Encodable {
      let step: Int
      let text: String
      @OrNull var nats: Double?
      /// Passages scored since one of them last entered the exact top ten.
      @OrNull var unchangedFor: Int?
      let top: [Document]
    }
    struct Nearest: Encodable {
      let id: String
      let correlation: Double
    }
    let id: String
    let prompt: String
    let completion: String
    let generated: Bool
    @OrNull var answer: String?
    @OrNull var correct: Bool?
    let kept: Bool
    let stages: [Stage]
    @OrNull var coarseAfterSeconds: Double?
    /// Until the first 5 % of every step's order was exact.
    @OrNull var firstShareAfterSeconds: Double?
    let exactPassages: Int
    let passages: Int
    @OrNull var nearest: Nearest?
    /// Of the whole completion.
    let top: [Document]
    let steps: [Step]
  }

  func printJSON() throws { try Output.json(report()) }

  /// The list as the index alone orders it.
  func printCoarse() throws {
    let report = try report()
    Output.plain("\(report.id)  approximate order\(Self.after(report.coarseAfterSeconds)):")
    try printSteps(report)
  }

  func printText() throws {
    let report = try report()
    print()
    for stage in report.stages where stage.state != .waiting {
      let mark = stage.state.mark
      let seconds = stage.seconds.map { String(format: "%8.3f s", $0) } ?? ""
      let name = stage.name.padding(toLength: 16, withPad: " ", startingAt: 0)
      Output.plain("\(mark) \(name)\(seconds)  \(stage.note)")
    }
    let verdict = report.correct.map { $0 ? ", right" : ", wrong" } ?? ""
    print()
    Output.plain(
      "\(report.id)\(verdict)  = exact for \(report.exactPassages) of \(report.passages) passages"
        + (report.exactPassages < report.passages ? ", ~ approximate" : ""))
    if report.exactPassages < report.passages, let after = report.firstShareAfterSeconds {
      Output.plain(String(format: "the first 5 %% of each order exact after %.1f s", after))
    }
    try printSteps(report)
  }

  private func printSteps(_ report: Report) throws {
    for step in report.steps {
      let settled =
        step.unchangedFor.map { "  top 10 the same for \($0) passage\($0 == 1 ? "" : "s")" } ?? ""
      let text = step.text.split(whereSeparator: \.isNewline).joined(separator: " ")
      let nats = step.nats.map { String(format: "  %.2f nats", $0) } ?? ""
      Output.plain("\(step.step)  \(text)\(nats)\(settled)")
      for row in step.top {
        let text = row.text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(60)
        let type = row.type.padding(toLength: 12, withPad: " ", startingAt: 0)
        let score = String(format: "%+12.5g", row.score)
        Output.plain(
          "\(String(format: "%6d", row.rank)) \(row.exact ? "=" : "~")\(score)  \(type) \(row.passage)  \(text)"
        )
      }
    }
  }

  private static func after(_ seconds: Double?) -> String {
    seconds.map { String(format: ", after %.2f s", $0) } ?? ""
  }

  private func report() throws -> Report {
    let results = try Results(workspace)
    guard let ask = try results.store.ask(job: job),
      let question = try results.questions().first(where: { $0.row == ask.question })
    else { throw EngineError("the question was cancelled before it was begun") }
    let progress = ask.progress
    var filter = Results.Filter()
    filter.limit = limit
    let steps = question.completion == nil ? [] : try results.steps(of: question)
    let hasScores = progress.coarseAfter != nil || progress.exact > 0
    func top(step: Int?) throws -> [Report.Document] {
      guard hasScores else { return [] }
      return try results.top(question, step: step, view: .raw, filter: filter).rows.map {
        .init(
          rank: $0.rank, exact: $0.isExact, passage: $0.passage, document: $0.document,
          type: $0.type, score: $0.score, perNat: $0.perNat, text: $0.text)
      }
    }
    return Report(
      id: question.name, prompt: question.prompt, completion: question.completion ?? ask.answer,
      generated: question.isGenerated, answer: question.answer, correct: question.isCorrect,
      kept: !question.isScratch,
      stages: progress.stages.map {
        .init(name: $0.part.title, state: $0.state, seconds: $0.seconds, note: $0.note)
      },
      coarseAfterSeconds: progress.coarseAfter, firstShareAfterSeconds: progress.shareAfter,
      exactPassages: progress.exact, passages: progress.passages,
      nearest: progress.nearest.map { .init(id: $0.question, correlation: $0.correlation) },
      top: try top(step: nil),
      steps: try steps.map { step in
        Report.Step(
          step: step.number, text: step.text, nats: step.nats,
          unchangedFor: progress.settled.indices.contains(step.number - 1)
            ? progress.settled[step.number - 1] : nil,
          top: try top(step: step.number))
      })
  }
}
