import ArgumentParser
import Evaluation
import Foundation
import Interruptions
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
}
