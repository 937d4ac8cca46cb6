import ArgumentParser
import Engine
import Foundation
import Interruptions
import RunModel
import Store
import Workspace

struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Lets the model answer a question and shows where each step comes from.",
    discussion: """
      First an approximate order of all documents, marked ~, then exact scores from the top of that order on, \
      marked =. Steps, top and the explorer's Ask screen know the question from then on; with --keep it is \
      counted like any other.

      --json prints one object, keys always there, null where nothing is known: id, prompt, completion, generated, \
      answer (the expected one), correct, kept; stages, each with name, state (waiting, running, done, stopped, \
      failed), seconds and note; coarse_after_seconds and first_share_after_seconds since the question was sent \
      (until the approximate order, and until the first 5 % of the order of every step are exact); exact_passages \
      of passages; nearest, the question of the set with the most similar scores (id, correlation); top, the \
      documents of the whole completion, and steps, each with step, text, nats, unchanged_for (passages scored \
      since its top 10 last changed) and top: rank, exact, passage, document, type, score, per_nat, text.
      """)

  @Argument(help: "A folder with stemma.yaml, computed before.", completion: .directory)
  var workspace: String
  @Argument(help: "The question; what all prompts of the workspace have in common is added.")
  var question: String
  @Option(help: "The expected answer, where there is one.") var answer: String?
  @Option(help: "A completion to attribute instead of the model's own.") var completion: String?
  @Option(help: "Share of the passages to score exactly, the best first: 0 to 1, 5%, or all.")
  var exact = "0.05"
  @Option(help: "Documents to list for each step.") var limit = 5
  @Flag(help: "Keep the question in the set, so that everything counts it.") var keep = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard !question.isEmpty else { throw ValidationError("the question is empty") }
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
  }

  func run() throws {
    guard let share = Share.parse(exact) else {
      throw EngineError("--exact is \(Share.allowed), not \(exact)")
    }
    let workspace = try Workspace.named(workspace)
    let run = try Results(workspace).run
    let store = try Store(path: workspace.databasePath, access: .existing)
    Interruption.watch()
    let request = AskRequest(
      prompt: Self.unescaped(question), answer: answer,
      completion: completion.map(Self.unescaped), exact: share < 1 ? share : nil)
    let job = try store.request(.ask(request))
    let watch = AskWatch(
      store: store, job: job, report: json ? nil : AskReport(workspace, job: job, limit: limit))
    defer { watch.finish() }
    var name = try EngineCall(workspace, run: run).answer(job)
    if keep, let known = name {
      let job = try store.request(.keep(KeepRequest(question: known, answer: answer)))
      name = try EngineCall(workspace, run: run).answer(job)
    }
    watch.finish()
    let report = AskReport(workspace, job: job, limit: limit)
    try json ? report.printJSON() : report.printText()
    if name == nil { throw ExitCode(130) }
  }

  /// A backslash and an n in a shell's argument mean a line end, as prompts often close with one.
  private static func unescaped(_ text: String) -> String {
    text.replacingOccurrences(of: "\\n", with: "\n")
  }
}
