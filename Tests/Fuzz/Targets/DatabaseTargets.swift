import Engine
import Explorer
import Foundation
import GRDB
import RunModel
import Store

/// Changes pages of a database: places, each of three bytes, with the byte that comes there.
func readDatabasePages(_ input: [UInt8]) throws {
  var bytes = SmallDatabase.shared.whole
  for start in stride(from: 0, to: input.count - 3, by: 4) {
    let place = Int(input[start]) << 16 | Int(input[start + 1]) << 8 | Int(input[start + 2])
    bytes[place % bytes.count] = input[start + 3]
  }
  try readDatabase(bytes, first: input.first ?? 0)
}

/// Changes values of a database: a table, a column, a kind of value, and what the value is made of.
func readDatabaseValues(_ input: [UInt8]) throws {
  let path = Scratch.write("values.sqlite", SmallDatabase.shared.loose)
  do {
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { database in
      for start in stride(from: 0, to: input.count - 3, by: 4) {
        let tables = SmallDatabase.shared.tables
        let (table, columns) = tables[Int(input[start]) % tables.count]
        let column = columns[Int(input[start + 1]) % columns.count]
        // Keys take no values but their own kind's.
        try? database.execute(
          sql: "UPDATE OR IGNORE \(table) SET \(column) = ?",
          arguments: [value(kind: input[start + 2], of: input[start + 3])])
      }
      try SmallDatabase.shared.restoreSchema(database)
    }
    try database.close()
  } catch {
    fatalError("the values could not be changed: \(error)")
  }
  try readDatabase(Array(try Data(contentsOf: URL(filePath: path))), first: input.last ?? 0)
}

private func value(kind: UInt8, of byte: UInt8) -> DatabaseValue {
  switch kind % 8 {
  case 0: .null
  case 1: Int64(byte).databaseValue
  case 2: (-Int64(byte)).databaseValue
  case 3: (Int64(1) << Int64(byte % 64) &- Int64(byte >> 7)).databaseValue
  case 4: (Double(byte) * 1e300 * (byte > 127 ? 1e300 : 1)).databaseValue
  case 5: Data(repeating: byte, count: Int(byte)).databaseValue
  case 6: "\(byte)".databaseValue
  default: String(repeating: byte > 127 ? "[" : "\u{1B}", count: Int(byte)).databaseValue
  }
}

/// What a person does with a workspace that somebody gave them, and sees a screen of each.
private let commands = [
  "view-norm", "filter words", "findings", "jobs", "compare", "read", "ask", "explore",
]

/// Opens a database as the explorer does, reads all that it holds, draws it, and lets an engine go on with it.
///
/// - Parameter first: which of the screens comes first; three are drawn, because all take most of the time.
private func readDatabase(_ bytes: [UInt8], first: UInt8) throws {
  for ending in ["-wal", "-shm"] { unlink(Scratch.path("stemma.sqlite" + ending)) }
  let path = Scratch.write("stemma.sqlite", bytes)
  let store = try Store(path: path, access: .existing, patience: 0.1)
  try readAll(store)
  guard let source = try StoreSource(store: store, run: nil) else { return }
  var script = try Script(source, width: 80, height: 24)
  let shown = (0..<3).map { commands[(Int(first) + $0) % commands.count] }
  for command in ["q q2", "step 1"] + shown {
    // What one screen cannot show does not keep a person from the others.
    do { try script.run(command) } catch is ScriptError {} catch is StoreError {}
    if shown.contains(command) { _ = script.screen }
  }
  try ServedDatabase.serve(store)
}

/// Reads what the engine reads when it goes on with a run.
private func readAll(_ store: Store) throws {
  _ = try store.engineState()
  _ = try store.logLines(last: 10)
  _ = try store.jobs()
  _ = try store.asks()
  _ = try store.origins()
  for run in try store.runs() {
    _ = try? RunSettings(json: run.settings)
    _ = try store.passes(run: run.id)
    _ = try store.skipped(run: run.id)
    _ = try store.checkpoints(of: run.id)
    _ = try store.nats(run: run.id)
    let corpus = try store.corpus(run.corpus)
    let passages = min(max(corpus?.passages ?? 0, 0), 100)
    _ = try store.tokens(of: 0..<passages, corpus: run.corpus)
    _ = try store.documentNotes(corpus: run.corpus)
    _ = try store.passageIDs(corpus: run.corpus)
    for question in try store.questions(set: run.questionSet) {
      _ = try store.promptTokens(question: question.row)
      for step in try store.steps(question: question.row) {
        _ = try store.committedBlocks(step: step.row, run: run.id)
        _ = try store.scores(step: step.row, run: run, passages: passages)
        _ = try store.heat(step: step.row, passage: 0, run: run.id)
        _ = try store.course(steps: [step.row], passage: 4, run: run.id)
      }
    }
  }
}
