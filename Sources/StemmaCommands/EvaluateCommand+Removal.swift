import ArgumentParser
import Engine
import Evaluation
import Foundation
import Interruptions
import Store
import Workspace

extension EvaluateCommand {
  /// Retrains without the top documents of every task and prints what that did to all of them.
  func showRemoval(_ workspace: Workspace) throws {
    Interruption.watch()
    let report: RemovalStudy.Report
    do {
      report = try DatamodelScore(
        options: datamodel.options, isCancelled: { Interruption.isAsked }, note: Output.note
      ).remove(workspace)
    } catch is CancellationError {
      Output.note("stemma: stopped")
      throw ExitCode(130)
    }
    keep(report, workspace)
    if json { return try Output.json(report) }
    print("Retrained without the top documents (rise of a step's loss, nats; QLD where * stands)")
    Output.plain("  \(report.setting)")
    for (task, share) in zip(report.tasks, report.written) {
      Output.plain(
        "  \(task): on all documents "
          + String(format: "%.0f %% of steps are written word for word", 100 * share))
    }
    for effect in report.effects {
      let what = "\(effect.removed) by \(effect.ranking), \(effect.count)"
      let mark = effect.removed == effect.task ? "*" : " "
      Output.plain(
        "  " + what.padding(toLength: 52, withPad: " ", startingAt: 0)
          + effect.task.padding(toLength: 20, withPad: " ", startingAt: 0)
          + mark + meanText(effect.rise, effect.interval)
          + String(format: "  %+.0f %% written", 100 * effect.writtenChange))
    }
  }
  /// Keeps the report with the run, where Findings and `stemma report` show it; says where that is not possible.
  private func keep(_ report: RemovalStudy.Report, _ workspace: Workspace) {
    do {
      let results = try Results(workspace, run: runID)
      if let stale = results.run.stale { throw EngineError("the run is stale: \(stale)") }
      try results.store.save(
        RemovalFact(
          setting: report.setting, tasks: report.tasks, written: report.written,
          effects: report.effects.map {
            RemovalFact.Effect(
              removed: $0.removed, ranking: $0.ranking, count: $0.count, task: $0.task,
              rise: $0.rise, interval: $0.interval, writtenChange: $0.writtenChange)
          }), run: results.run.id)
      Output.note("stemma: kept with run \(results.run.id), for Findings and `stemma report`")
    } catch {
      Output.note("stemma: not kept for Findings and `stemma report`: \(error)")
    }
  }
}
