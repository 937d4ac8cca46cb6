import ArgumentParser
import Engine
import Foundation
import Store

struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Lets the model answer a question and shows where each step comes from.",
    discussion:
      "The question stays in the workspace; steps, top and the explorer know it from then on.")

  @Argument(help: "A folder with stemma.yaml, computed before.", completion: .directory)
  var workspace: String
  @Argument(help: "The question, worded as the model expects its prompts.") var question: String
  @Option(help: "The expected answer, where there is one.") var answer: String?
  @Option(help: "Documents to list for each step.") var limit = 5
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard !question.isEmpty else { throw ValidationError("the question is empty") }
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
  }

  private struct Report: Encodable {
    struct Step: Encodable {
      struct Document: Encodable {
        let rank: Int
        let passage: String
        let type: String
        let score: Double
        let text: String
      }
      let step: Int
      let text: String
      let nats: Double?
      let top: [Document]
    }
    let id: String
    let prompt: String
    let completion: String
    let correct: Bool?
    let seconds: Double
    let steps: [Step]
  }

  func run() throws {
    let workspace = try Workspace(folder: workspace)
    let start = Date()
    let run = try Results(workspace).run
    let store = try Store(path: workspace.databasePath, access: .existing)
    let payload = try JSONEncoder().encode(Requests.AskRequest(prompt: prompt, answer: answer))
    let job = try store.request(
      kind: "ask", payload: String(decoding: payload, as: UTF8.self), priority: 20)
    Interruption.watch()
    let name = try outcome(of: job, store, workspace, run)
    try show(name, workspace, seconds: Date().timeIntervalSince(start))
  }

  /// A backslash and an n in a shell's argument mean a line end, as prompts often close with one.
  private var prompt: String { question.replacingOccurrences(of: "\\n", with: "\n") }

  /// Waits for the engine that works here, or is that engine.
  private func outcome(of job: Int64, _ store: Store, _ workspace: Workspace, _ run: RunRecord)
    throws
    -> String
  {
    if EngineLock.holder(workspace) == nil {
      let options = ComputeOptions(settings: try RunSettings(json: run.settings))
      let bar = ProgressBar()
      try Compute(
        workspace, options: options, isCancelled: { Interruption.isAsked }, progress: bar.show
      ).run()
      bar.finish()
    }
    while let state = try store.job(job) {
      switch state.state {
      case .done: return state.message ?? ""
      case .failed, .cancelled:
        throw EngineError(state.message ?? "the engine gave the question up; see stemma status")
      case .waiting, .running, .paused: break
      }
      guard EngineLock.holder(workspace) != nil, !Interruption.isAsked else {
        throw EngineError("no engine answers; run `stemma compute \(workspace.folder)`")
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw EngineError("the question was not taken; run `stemma compute \(workspace.folder)`")
  }

  private func show(_ name: String, _ workspace: Workspace, seconds: Double) throws {
    let results = try Results(workspace)
    let question = try results.question(name)
    var filter = Results.Filter()
    filter.limit = limit
    let steps = try results.steps(of: question).map { step in
      Report.Step(
        step: step.number, text: step.text, nats: step.nats,
        top: try results.top(question, step: step.number, view: .raw, filter: filter).rows.map {
          .init(rank: $0.rank, passage: $0.passage, type: $0.type, score: $0.score, text: $0.text)
        })
    }
    if json {
      return try Output.json(
        Report(
          id: name, prompt: question.prompt, completion: question.completion ?? "",
          correct: question.isCorrect, seconds: seconds, steps: steps))
    }
    Output.plain("\(name)  \(question.prompt)")
    for step in steps {
      Output.plain("\(step.step)  \(step.text.trimmingCharacters(in: .newlines))")
      for row in step.top {
        let text = row.text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(70)
        let type = row.type.padding(toLength: 12, withPad: " ", startingAt: 0)
        Output.plain(
          String(format: "%8d %+12.5g  ", row.rank, row.score) + "\(type) \(row.passage)  \(text)")
      }
    }
    print(String(format: "%.1f s", seconds))
  }
}
