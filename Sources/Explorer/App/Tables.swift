internal import Findings
internal import RunModel
internal import Terminal

/// What each screen writes when it is exported.
extension ExplorerState {
  /// What the current screen lists and only the database knows whole; nil where it lists something else.
  var storedTable: TableRequest.Content? { tab.part.storedTable(self) }

  /// The current screen as a table, where all of it is here.
  package var table: ViewTable? { tab.part.table(self) }

  /// What an exported file is called, without its ending.
  package var exportName: String { tab.part.exportName(self) }

  func fileName(of unit: Unit) -> String {
    catalog.questions[unit.question].id + (unit.step > 0 ? "-step\(unit.step)" : "")
  }

  /// Where the numbers of every table come from.
  var origin: [String] {
    var lines: [String] = []
    let run = [catalog.model, catalog.method].filter { !$0.isEmpty }
    if !run.isEmpty { lines.append(run.joined(separator: "  ")) }
    return lines
  }

  var questionTable: ViewTable {
    var table = ViewTable(
      title: "Questions", columns: ["question", "kind", "task", "correct", "nats", "prompt"])
    table.rows = questionRows.map { index in
      let question = catalog.questions[index]
      return [
        .text(question.id), .text(question.set), .text(question.task),
        .init(question.isCorrect), .init(question.nats), .text(question.prompt),
      ]
    }
    table.notes = origin
    return table
  }
}
