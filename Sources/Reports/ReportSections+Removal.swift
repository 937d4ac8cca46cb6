import Findings
import RunModel
import Store

extension ReportDocument {
  /// What retraining without the top documents did: for each ranking and number of documents, the tasks that were
  /// removed down, those that were measured across.
  static func removal(_ report: StudyReport) -> [Block] {
    guard let removal = report.removal, !removal.effects.isEmpty else { return [] }
    var blocks = heading(.removal, report.study) + [.note(removal.setting + ".")]
    let written = zip(removal.tasks, removal.written).map {
      "\($0) \(percentage($1))"
    }
    blocks.append(
      .note(
        "Of steps, models on all documents write word for word: \(written.joined(separator: ", "))."
      ))
    for count in removal.counts {
      let tables = removal.rankings.flatMap { ranking -> [Block] in
        let rows = removal.removedTasks(by: ranking).map { removed in
          [Cell("\(removed) by \(ranking)")]
            + removal.tasks.map { task in
              cell(
                removal.effect(removed: removed, ranking: ranking, count: count, task: task),
                isOwn: removed == task)
            }
        }
        return rows.isEmpty
          ? []
          : [.table(Table(header: ["without the top \(count) of"] + removal.tasks, rows: rows))]
      }
      blocks += count == removal.counts.first ? tables : [.details("Without \(count)", tables)]
    }
    return blocks
  }

  private static func cell(_ effect: RemovalFact.Effect?, isOwn: Bool) -> Cell {
    guard let effect else { return "–" }
    return Cell(
      shown(effect.rise) + (isOwn ? " *" : ""),
      effect.interval.map { "\(shown($0[0])) to \(shown($0[1]))" })
  }
}
