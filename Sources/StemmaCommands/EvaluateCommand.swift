import ArgumentParser
import Engine
import Evaluation
import Findings
import Foundation
import Interruptions
import Reports
import RunModel
import Store
import Workspace

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "How right the model is, and how well rankings find what the corpus says is there.",
    discussion: """
      The gradient dot product stands beside the others once it is computed: `stemma compute WORKSPACE --strategy \
      identity`, then `stemma evaluate WORKSPACE --run 1`. Intervals are the 2.5 % and 97.5 % quantiles of 2,000 \
      draws of questions with replacement. With --lds a small model is trained on some of the documents and again on \
      random halves, and Spearman's correlation says how well the summed scores of a half rank the steps' losses under \
      it; that may be stopped, and with --results it goes on.
      """)

  @OptionGroup var workspace: WorkspaceArgument
  @Option(name: .customLong("run"), help: "The run; by default the newest.") var runID: Int64?
  @Option(help: "Questions whose ranking is checked by training (tail-patch).") var patch = 5
  @Flag(help: "Also the linear datamodelling score: retrain a small model on halves of the corpus.")
  var lds = false
  @Flag(
    help:
      "Only removal: retrain a small model without the top documents of each task, by several rankings, and measure every task."
  )
  var removal = false
  @Flag(help: "Only the gradient index: how near its order comes to the exact one, by its size.")
  var index = false
  @Flag(help: "Only the steps' storage: what scores lose by rank, beside dense ones.")
  var stepRank = false
  @Option(help: "With --step-rank: passages drawn at random; all without it.") var passages: Int?
  @Option(help: "With --step-rank: GiB that the steps may take.") var memory: Double = 4
  @OptionGroup(title: "With --lds") var datamodel: DatamodelArguments
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard passages.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--passages is a number from 1")
    }
    guard memory > 0, memory < 1e6 else { throw ValidationError("--memory is a number of GiB") }
    guard patch >= 0 else { throw ValidationError("--patch is a number from 0") }
  }

  private struct Report: Encodable {
    struct Accuracy: Encodable {
      let task: String
      let questions: Int
      let judged: Int
      let correct: Int
      let threeSteps: Int
    }
    struct Patch: Encodable {
      let question: String
      let topMean: Double
      let topLikelier: Double
      let randomMean: Double
      let randomLikelier: Double
    }
    /// Questions on facts, by how many passages state them.
    struct Frequency: Encodable {
      let passages: String
      let questions: Int
      let correct: Int
    }
    let run: Int64
    let accuracy: [Accuracy]
    let frequency: [Frequency]
    let recovery: [RecoveryTable.Row]
    let leads: [RecoveryTable.Row]
    let patch: [Patch]
    let datamodel: DatamodelScore.Report?
  }

  func run() throws {
    let workspace = try workspace.open()
    if removal { return try showRemoval(workspace) }
    let results = try Results(workspace, run: runID)
    if index {
      let text = IndexQualityText(try IndexQuality(workspace, results))
      return try json ? text.printJSON() : text.printText()
    }
    if stepRank { return try showStepRank(workspace, results) }
    let reading = try StudyReader(store: results.store, run: results.run, corpus: results.corpus)
      .read()
    let recovery = try RecoveryTable(reading)
    let report = Report(
      run: results.run.id, accuracy: try accuracy(results), frequency: frequency(reading.input),
      recovery: recovery.rankings, leads: recovery.leads, patch: try patches(workspace, results),
      datamodel: lds || datamodel.dampingSweep ? try datamodelScore(workspace) : nil)
    if json { try Output.json(report) } else { show(report) }
  }

  private func showStepRank(_ workspace: Workspace, _ results: Results) throws {
    Interruption.watch()
    let quality: StepRankQuality
    let bar = ProgressBar()
    do {
      quality = try StepRankQuality(
        workspace, results, limit: passages, memory: Int(memory * Double(1 << 30))
      ) {
        bar.show($0)
        if Interruption.isAsked { throw CancellationError() }
      }
      bar.finish()
    } catch is CancellationError {
      bar.finish()
      Output.note("stemma: stopped")
      throw ExitCode(130)
    }
    let text = StepRankText(quality)
    try json ? text.printJSON() : text.printText()
  }

  private func datamodelScore(_ workspace: Workspace) throws -> DatamodelScore.Report {
    Interruption.watch()
    do {
      return try DatamodelScore(
        options: datamodel.options, isCancelled: { Interruption.isAsked }, note: Output.note
      ).measure(workspace)
    } catch is CancellationError {
      Output.note(
        "stemma: stopped" + (datamodel.results == nil ? "" : "; the same command goes on"))
      throw ExitCode(130)
    }
  }

  private func accuracy(_ results: Results) throws -> [Report.Accuracy] {
    let questions = try results.questions().filter { $0.completion != nil }
    let steps = Dictionary(
      grouping: try results.store.steps(set: results.run.questionSet), by: \.question)
    var tasks: [String] = []
    for question in questions where !tasks.contains(question.task) { tasks.append(question.task) }
    return tasks.map { task in
      let own = questions.filter { $0.task == task }
      return Report.Accuracy(
        task: task, questions: own.count, judged: own.count { $0.isCorrect != nil },
        correct: own.count { $0.isCorrect == true },
        threeSteps: own.count { (steps[$0.row]?.count ?? 0) >= 3 })
    }
  }

  private func frequency(_ input: StudyInput) -> [Report.Frequency] {
    guard let labels = input.truth?.labels else { return [] }
    let facts = zip(input.questions, labels).compactMap { question, label in
      label.flatMap { label in
        label.kind == .fact
          ? question.isCorrect.map { (stated: label.passages.count, isCorrect: $0) } : nil
      }
    }
    return [1...2, 3...5, 6...10, 11...20, 21...Int.max].compactMap { range in
      let own = facts.filter { range.contains($0.stated) }
      guard !own.isEmpty else { return nil }
      return Report.Frequency(
        passages: range.upperBound == Int.max
          ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)",
        questions: own.count, correct: own.count { $0.isCorrect })
    }
  }

  /// Tail-patch of the top 20 against 20 random passages, for questions spread over the fully scored ones.
  private func patches(_ workspace: Workspace, _ results: Results) throws -> [Report.Patch] {
    guard patch > 0 else { return [] }
    let scored = try results.questions().filter { question in
      let steps = try results.store.steps(question: question.row).map(\.row)
      guard question.completion != nil, !steps.isEmpty else { return false }
      return try results.store.scores(
        steps: steps, run: results.run, passages: results.corpus.passages
      ).isComplete
    }
    let stride = max(1, scored.count / patch)
    return try Swift.stride(from: 0, to: scored.count, by: stride).prefix(patch).map { index in
      let checked = try Verification(
        workspace, results, question: scored[index], step: nil, top: 20, random: 20)
      let top = checked.summary(random: false)
      let random = checked.summary(random: true)
      return Report.Patch(
        question: scored[index].name, topMean: top?.mean ?? 0, topLikelier: top?.positive ?? 0,
        randomMean: random?.mean ?? 0, randomLikelier: random?.positive ?? 0)
    }
  }

  private func show(_ report: Report) {
    print("Accuracy (strict parser)")
    for row in report.accuracy {
      let name = row.task.padding(toLength: 20, withPad: " ", startingAt: 0)
      Output.plain(
        "  \(name) \(row.correct) of \(row.judged) right, \(row.threeSteps) in three or more steps")
    }
    if !report.frequency.isEmpty { print("Facts, by how many passages state them") }
    for row in report.frequency {
      let name = row.passages.padding(toLength: 20, withPad: " ", startingAt: 0)
      print("  \(name) \(row.correct) of \(row.questions) right")
    }
    if report.recovery.isEmpty {
      print("The corpus carries no notes, so there is no ground truth to find.")
    } else {
      print(
        "Finding what the corpus says is there (precision at 50, reciprocal rank, recall at 10)")
    }
    for row in report.recovery { Output.plain(row.text) }
    if !report.leads.isEmpty { print("By how much influence finds more, question by question") }
    for row in report.leads { Output.plain(row.text) }
    if !report.patch.isEmpty { print("One training step on each passage (top 20 | 20 at random)") }
    for row in report.patch {
      let name = row.question.padding(toLength: 20, withPad: " ", startingAt: 0)
      Output.plain(
        "  \(name)"
          + String(
            format: "%+9.4f nats, %3.0f %% likelier | %+9.4f nats, %3.0f %%", row.topMean,
            100 * row.topLikelier, row.randomMean, 100 * row.randomLikelier))
    }
    if let datamodel = report.datamodel { show(datamodel) }
  }

  private func show(_ report: DatamodelScore.Report) {
    print("Retrained on parts of the corpus (linear datamodelling score)")
    Output.plain("  \(report.setting)")
    for row in report.rows + report.leads + report.sweep {
      let ranking = row.ranking.padding(toLength: 52, withPad: " ", startingAt: 0)
      Output.plain("  \(ranking)" + meanText(row.mean, row.interval))
    }
  }
}
