internal import RunModel
internal import Store
internal import Terminal

/// What retraining without the top documents did.
extension ExplorerState {
  func removalLines() -> [FindingLine] {
    guard let removal = findings.removal, !removal.effects.isEmpty else {
      return folded(
        "nobody has retrained without the top documents yet; `stemma evaluate --removal` does,"
          + " some minutes a training",
        .faint)
    }
    let counts = removal.counts
    let count = counts[min(findings.depth, counts.count - 1)]
    let written = zip(removal.tasks, removal.written).map { "\($0) \(percent($1))" }
    var lines =
      folded(removal.setting, .faint)
      + folded("written word for word by models on all: \(written.joined(separator: ", "))", .faint)
      + folded("* the task whose documents are gone: its query loss difference (QLD)", .faint)
    let width = (findingRoom - Self.removedColumns - 2) / max(1, removal.tasks.count)
    for ranking in removal.rankings {
      let removed = removal.removedTasks(by: ranking).filter { task in
        removal.effects.contains {
          $0.removed == task && $0.ranking == ranking && $0.count == count
        }
      }
      guard !removed.isEmpty else { continue }
      lines.append(
        FindingLine(
          removed == [RemovalFact.nothing]
            ? "without \(count) at random" : "without the top \(count) by \(ranking)", .heading))
      lines +=
        width >= Self.leastColumns
        ? matrix(removal, removed, ranking, count, width: min(18, width))
        : list(removal, removed, ranking, count)
    }
    return lines
  }

  private static let removedColumns = 14
  /// What an interval takes.
  private static let leastColumns = 11

  /// The tasks that were removed down, those that were measured across, each with its interval below.
  private func matrix(
    _ removal: RemovalFact, _ removed: [String], _ ranking: String, _ count: Int, width: Int
  ) -> [FindingLine] {
    let name = Self.removedColumns
    func row(_ first: String, _ cells: [String]) -> String {
      "  " + pad(fit(first, columns: name - 1), name)
        + cells.map { pad(fit($0, columns: width - 1), width, right: true) }.joined()
    }
    var lines = [FindingLine(row("removed", removal.tasks), .columns)]
    for task in removed {
      let effects = removal.tasks.map {
        removal.effect(removed: task, ranking: ranking, count: count, task: $0)
      }
      lines.append(
        FindingLine(
          row(
            task,
            zip(effects, removal.tasks).map { effect, measured in
              (effect.map { Self.rise($0.rise) } ?? "-") + (measured == task ? "*" : " ")
            })))
      lines.append(
        FindingLine(
          row("", effects.map { ($0?.interval).map(Self.range) ?? "" }), .faint))
    }
    return lines
  }

  /// One effect a line, where a matrix has no room.
  private func list(
    _ removal: RemovalFact, _ removed: [String], _ ranking: String, _ count: Int
  ) -> [FindingLine] {
    removed.flatMap { task in
      removal.tasks.compactMap { measured -> FindingLine? in
        guard
          let effect = removal.effect(
            removed: task, ranking: ranking, count: count, task: measured)
        else { return nil }
        let mark = task == measured ? "*" : " "
        let name = max(6, (findingRoom - 26) / 2)
        return FindingLine(
          "  " + pad(fit(task, columns: name - 1), name)
            + pad(fit(measured, columns: name - 1), name)
            + pad(Self.rise(effect.rise) + mark, 7, right: true) + "  "
            + (effect.interval.map(Self.range) ?? ""))
      }
    }
  }

  /// Nats to a thousandth with their sign: `+.120`, `-.031`, `+2.500`.
  private static func rise(_ value: Double) -> String {
    let thousandths = Int(drawn: (min(1e6, abs(value)) * 1e3).rounded())
    let text = String("000\(thousandths)".suffix(max(4, String(thousandths).count)))
    let whole = text.dropLast(3)
    return (value < 0 && thousandths > 0 ? "-" : "+") + (Int(whole) == 0 ? "" : whole) + "."
      + text.suffix(3)
  }

  private static func range(_ ends: [Double]) -> String {
    ends.map { signed($0) }.joined(separator: " to ")
  }

  /// The numbers of the page, for files.
  func removalTable(_ removal: RemovalFact?) -> ViewTable {
    var table = ViewTable(
      title: "What retraining without the top documents did",
      columns: [
        "removed", "ranking", "count", "task", "rise", "low", "high", "written_change",
      ])
    table.rows = (removal?.effects ?? []).map {
      [
        .text($0.removed), .text($0.ranking), .init($0.count), .text($0.task), .init($0.rise),
        .init($0.interval?.first ?? .nan), .init($0.interval?.last ?? .nan),
        .init($0.writtenChange),
      ]
    }
    return table
  }
}
