import ArgumentParser
import Engine
import Foundation
import Influence
import Store

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is computed, what is stale, what an engine is doing.")

  @OptionGroup var workspace: WorkspaceArgument
  @Flag(help: "Print JSON.") var json = false

  private struct Report: Encodable {
    struct EngineReport: Encodable {
      let pid: Int32
      let stage: String?
      let done: Int?
      let total: Int?
      let remaining: Double?
    }
    struct IndexReport: Encodable {
      let passages: Int
      let bits: Int
      let bytes: Int
    }
    @OrNull var run: Int64?
    let scored: Int
    let total: Int
    @OrNull var stale: String?
    @OrNull var engine: EngineReport?
    let skipped: [[String: String]]
    @OrNull var index: IndexReport?
  }

  func run() throws {
    let status = try Status(workspace.open())
    let state = status.engine
    if json {
      let engine = status.enginePID.map {
        Report.EngineReport(
          pid: $0, stage: state?.stage, done: state?.done, total: state?.total,
          remaining: state?.remaining)
      }
      return try Output.json(
        Report(
          run: status.run?.id, scored: status.progress?.stepsScored ?? 0,
          total: status.progress?.steps ?? 0,
          stale: status.stale, engine: engine,
          skipped: status.skipped.map { ["passage": $0.passage, "reason": $0.reason] },
          index: status.index.map {
            .init(
              passages: $0.indexed, bits: $0.bits, bytes: $0.bytes)
          }))
    }
    Output.plain(status.workspace.folder)
    guard let run = status.run, let progress = status.progress else {
      return print(
        status.enginePID.map { "An engine (process \($0)) is reading the inputs." }
          ?? "Nothing is computed yet; `stemma compute` starts.")
    }
    Output.plain("run \(run.id)      \(run.settings)")
    print(
      "questions  \(progress.questionsAnswered) of \(progress.questions) answered, \(progress.questionsScored) scored"
    )
    print("steps      \(progress.stepsScored) of \(progress.steps) scored against every passage")
    print("blocks     \(progress.blocks) of \(progress.blocksNeeded)")
    if let stale = status.stale {
      Output.plain("stale      \(stale); `stemma compute` makes a new run")
    }
    if let index = status.index {
      print(
        "index      \(index.indexed) passages, \(index.bits) bits of each gradient's sketch, \(index.bytes >> 20) MiB"
      )
    }
    if let trouble = status.indexTrouble { Output.plain("index      none: \(trouble)") }
    for warning in run.warnings { Output.plain("note       \(warning)") }
    for passage in status.skipped {
      Output.plain("skipped    \(passage.passage): \(passage.reason)")
    }
    if let pid = status.enginePID, let state {
      Output.plain("engine     process \(pid): \(state.stage), \(state.done) of \(state.total)")
    } else {
      Output.plain("engine     none\(state?.stopped.map { "; the last one: \($0)" } ?? "")")
    }
    if status.runs.count > 1 {
      print("runs       \(status.runs.map { String($0.id) }.joined(separator: ", "))")
    }
  }
}

struct StepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steps", abstract: "A question, its reasoning steps, nats per step, correctness.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String
  @Flag(help: "Print JSON.") var json = false

  private struct Report: Encodable {
    struct StepReport: Encodable {
      let step: Int
      let text: String
      let nats: Double?
    }
    let id: String
    let kind: String
    let task: String
    let prompt: String
    @OrNull var answer: String?
    @OrNull var correct: Bool?
    @OrNull var firstFalseStep: Int?
    let steps: [StepReport]
  }

  func run() throws {
    let results = try Results(Workspace(folder: workspace))
    let question = try results.question(question)
    let steps = try results.steps(of: question)
    if json {
      return try Output.json(
        Report(
          id: question.name, kind: question.kind, task: question.task, prompt: question.prompt,
          answer: question.answer, correct: question.isCorrect,
          firstFalseStep: question.firstFalseStep,
          steps: steps.map { .init(step: $0.number, text: $0.text, nats: $0.nats) }))
    }
    Output.plain("\(question.name)  \(question.kind), \(question.task)")
    Output.plain(question.prompt)
    for step in steps {
      let nats = step.nats.map { String(format: "%8.3f nats", $0) } ?? "             "
      let mark = question.firstFalseStep == step.number ? "  ✗ states a false equality" : ""
      Output.plain("\(step.number)  \(nats)  \(step.text.trimmingCharacters(in: .newlines))\(mark)")
    }
    if let answer = question.answer {
      let verdict = question.isCorrect.map { $0 ? "right" : "wrong" } ?? "not judged"
      Output.plain("expected \(answer): \(verdict)")
    }
  }
}

struct TopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "top",
    abstract: "The documents ranked by their influence on a step, or on a whole completion.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Argument(help: "The question's id.") var question: String?
  @Option(help: "The step, from 1; without it the whole completion.") var step: Int?
  @Option(
    help: ArgumentHelp(
      "Instead of a question a combination of ids, tasks and kinds by mean, sum, max, +, - and * number, such as 'mean(slope) - mean(reasoning-control)'; NAME:2 is a second step, steps(NAME) all of them.",
      valueName: "expression"))
  var query: String?
  @Option(help: "Only these types, separated by commas.") var type: String?
  @Option(help: "raw, nat (per nat) or norm (per gradient norm).") var view = "raw"
  @Option(parsing: .unconditional, help: "+ for passages that help, - for passages that hinder.")
  var sign: String?
  @Option(help: "How many rows.") var limit = 20
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Print CSV.") var csv = false

  func validate() throws {
    guard ScoreView(rawValue: view) != nil else {
      throw ValidationError("--view is raw, nat or norm, not \(view)")
    }
    guard sign == nil || sign == "+" || sign == "-" else {
      throw ValidationError("--sign is + or -")
    }
    guard limit > 0 else { throw ValidationError("--limit is a number from 1") }
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    guard (step ?? 1) > 0 else { throw ValidationError("--step counts from 1") }
    guard (question == nil) != (query == nil) else {
      throw ValidationError("either a question's id or --query is needed, and not both")
    }
    guard query == nil || step == nil else {
      throw ValidationError("--step goes with a question; in --query a step is NAME:2")
    }
  }

  private struct Row: Encodable {
    let rank: Int
    let passage: String
    let document: String
    let type: String
    let score: Double
    @OrNull var perNat: Double?
    @OrNull var gradientNormScore: Double?
    /// Relevance of the words; null where no word of the question or its steps occurs.
    @OrNull var bm25: Double?
    let text: String
  }

  func run() throws {
    let results = try Results(Workspace(folder: workspace), run: runID)
    var filter = Results.Filter()
    filter.types = try types(results)
    filter.sign = sign?.first
    filter.limit = limit
    let view = ScoreView(rawValue: view) ?? .raw
    let (rows, scored, relevance) = try ranked(results, view, filter)
    if scored < 1 {
      Output.note(
        "stemma: \(Int(scored * 100)) % of the passages are scored so far; ranks will change")
    }
    if let stale = results.run.stale { Output.note("stemma: this run is stale: \(stale)") }
    if json {
      return try Output.json(
        rows.map {
          Row(
            rank: $0.rank, passage: $0.passage, document: $0.document, type: $0.type,
            score: $0.score,
            perNat: $0.perNat, gradientNormScore: $0.gradientNormScore,
            bm25: relevance[$0.number], text: $0.text)
        })
    }
    if csv {
      let header = [
        "rank", "passage", "document", "type", "score", "per_nat", "gradient_norm_score", "bm25",
        "text",
      ]
      return Output.csv(
        [header]
          + rows.map {
            [
              String($0.rank), $0.passage, $0.document, $0.type, String($0.score),
              $0.perNat.map { String($0) } ?? "", $0.gradientNormScore.map { String($0) } ?? "",
              relevance[$0.number].map { String($0) } ?? "", $0.text,
            ]
          })
    }
    let what = query ?? (question ?? "") + (step.map { ", step \($0)" } ?? ", whole completion")
    Output.plain("\(what), view \(view.rawValue), positive = makes it more likely")
    print("  rank        score   BM25  type         passage")
    for row in rows {
      let value =
        view == .raw ? row.score : (view == .nat ? row.perNat : row.gradientNormScore) ?? 0
      let words = relevance[row.number].map { String(format: "%6.2f", $0) } ?? "     –"
      Output.plain(
        String(format: "%6d %+12.5g ", row.rank, value)
          + "\(words)  \(Output.passage(row.type, row.passage, row.text))")
    }
  }

  /// The rows, the share of passages that are scored, and the words' relevance where words are asked for.
  private func ranked(_ results: Results, _ view: ScoreView, _ filter: Results.Filter) throws
    -> ([RankedPassage], Double, [Int: Double])
  {
    if let query {
      let found = try results.top(try QueryExpression(query), view: view, filter: filter)
      return (found.rows, found.scored, [:])
    }
    let question = try results.question(question ?? "")
    let found = try results.top(question, step: step, view: view, filter: filter)
    return (
      found.rows, found.scored, try results.relevance(question, step: step, of: found.rows)
    )
  }

  private func types(_ results: Results) throws -> Set<String>? {
    guard let type else { return nil }
    let wanted = type.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let known = try results.store.columns(corpus: results.corpus.id).typeLabels
    for name in wanted where !known.contains(name) {
      throw EngineError(
        "no document has the type \(name); this corpus has \(known.sorted().joined(separator: ", "))"
      )
    }
    return Set(wanted)
  }
}

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes all scores as safetensors, in kronfluence's pairwise layout.")

  @Argument(help: "A folder with stemma.yaml.", completion: .directory) var workspace: String
  @Option(help: "The file to write.", completion: .file()) var scores: String
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Flag(help: "One tensor for each tracked module, computed anew.") var perModule = false

  func run() throws {
    let workspace = try Workspace(folder: workspace)
    let results = try Results(workspace, run: runID)
    if perModule {
      try ModuleExport(workspace, results).write(to: scores)
    } else {
      try ScoreExport(results).write(to: scores)
    }
  }
}
