import Foundation
import GRDB
package import RunModel

extension Store {
  /// The question set of a fingerprint, created with these questions if it is not there.
  package func questionSet(fingerprint: String, questions: [NewQuestion]) throws(StoreError)
    -> Int64
  {
    try write { database in
      if let known = try Self.questionSet(database, fingerprint) { return known }
      try database.execute(
        sql: "INSERT INTO question_set (fingerprint) VALUES (?)", arguments: [fingerprint])
      let set = database.lastInsertedRowID
      let names = Set(questions.map(\.name))
      let kept = try Self.kept(database).filter { !names.contains($0.name) }
      for (number, question) in (questions + kept).enumerated() {
        try Self.insert(question, number: number, set: set, database)
      }
      return set
    }
  }

  /// Questions that a person typed and kept, in the newest set that there is.
  private static func kept(_ database: Database) throws -> [NewQuestion] {
    try questions(
      database,
      "task = ? AND NOT scratch AND question_set = (SELECT max(id) FROM question_set WHERE id IN (SELECT question_set FROM question))",
      [QuestionRecord.askedTask]
    ).map {
      NewQuestion(
        name: $0.name, kind: $0.kind, task: $0.task, prompt: $0.prompt, answer: $0.answer,
        aliases: $0.aliases)
    }
  }

  /// The question set of a fingerprint, if it is there.
  package func questionSet(fingerprint: String) throws(StoreError) -> Int64? {
    try read { try Self.questionSet($0, fingerprint) }
  }

  private static func questionSet(_ database: Database, _ fingerprint: String) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT id FROM question_set WHERE fingerprint = ?", arguments: [fingerprint])
  }

  private static func insert(_ question: NewQuestion, number: Int, set: Int64, _ database: Database)
    throws
  {
    try database.execute(
      sql: """
        INSERT INTO question (question_set, number, name, kind, task, prompt, answer, aliases, scratch)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        set, number, question.name, question.kind.rawValue, question.task, question.prompt,
        question.answer,
        try encoded(question.aliases), question.isScratch,
      ])
  }

  /// Adds one question at the end of a set, as Ask does.
  package func append(_ question: NewQuestion, toSet set: Int64) throws(StoreError)
    -> QuestionRecord
  {
    try write { database in
      let number =
        try Int.fetchOne(
          database, sql: "SELECT coalesce(max(number) + 1, 0) FROM question WHERE question_set = ?",
          arguments: [set]) ?? 0
      try Self.insert(question, number: number, set: set, database)
      return try Self.questions(database, "id = ?", [database.lastInsertedRowID]).found()
    }
  }

  /// The questions of a set, in file order.
  package func questions(set: Int64) throws(StoreError) -> [QuestionRecord] {
    try read { try Self.questions($0, "question_set = ?", [set]) }
  }

  private static func questions(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  ) throws -> [QuestionRecord] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM question WHERE \(condition) ORDER BY number",
      arguments: arguments
    ).map {
      try QuestionRecord(
        row: $0.value("id"), number: $0.index("number"), name: $0.value("name"),
        kind: $0.named("kind", QuestionKind.init), task: $0.value("task"),
        prompt: $0.value("prompt"), answer: $0.value("answer"),
        aliases: decoded($0.value("aliases")),
        completion: $0.value("completion"), isGenerated: $0.value("generated"),
        isCorrect: $0.value("correct"),
        firstFalseStep: $0.optionalIndex("first_false_step"), isScratch: $0.value("scratch"))
    }
  }

  /// Stores the completion of a question with its steps, all or none.
  ///
  /// - Parameter kind: replaces the question's kind where it is known only now.
  package func save(_ completion: NewCompletion, question: Int64, kind: QuestionKind? = nil)
    throws(StoreError)
  {
    try write { database in
      if let kind {
        try database.execute(
          sql: "UPDATE question SET kind = ? WHERE id = ?", arguments: [kind.rawValue, question])
      }
      try database.execute(
        sql: """
          UPDATE question SET prompt_tokens = ?, completion = ?, generated = ?, correct = ?, first_false_step = ?
          WHERE id = ?
          """,
        arguments: [
          BlobCoding.data(completion.promptTokens), completion.text, completion.isGenerated,
          completion.isCorrect, completion.firstFalseStep, question,
        ])
      for (index, step) in completion.steps.enumerated() {
        try database.execute(
          sql: "INSERT INTO step (question, number, text, tokens, nats) VALUES (?, ?, ?, ?, ?)",
          arguments: [question, index + 1, step.text, BlobCoding.data(step.tokens), step.nats])
      }
    }
  }

  /// Tokens of a question's prompt; empty until it is answered.
  package func promptTokens(question: Int64) throws(StoreError) -> [Int32] {
    try read { database in
      let data = try Data.fetchOne(
        database,
        sql: "SELECT prompt_tokens FROM question WHERE id = ? AND prompt_tokens IS NOT NULL",
        arguments: [question])
      return try data.map { try BlobCoding.array($0, of: Int32.self) } ?? []
    }
  }

  /// The steps of one question, in order.
  package func steps(question: Int64) throws(StoreError) -> [StepRecord] {
    try read { try Self.steps($0, "question = ?", [question]) }
  }

  /// The steps of all questions of a set, in question and step order.
  package func steps(set: Int64) throws(StoreError) -> [StepRecord] {
    try read { try Self.steps($0, "question_set = ?", [set]) }
  }

  private static func steps(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  )
    throws -> [StepRecord]
  {
    try Row.fetchAll(
      database,
      sql: """
        SELECT step.id, question, step.number, text, tokens, nats FROM step JOIN question ON question.id = step.question
        WHERE \(condition) ORDER BY question.number, step.number
        """, arguments: arguments
    ).map {
      try StepRecord(
        row: $0.value("id"), question: $0.value("question"),
        number: $0.value("number", in: 1...0xffff_ffff),
        text: $0.value("text"),
        tokens: BlobCoding.array($0.value("tokens"), of: Int32.self),
        nats: $0.number("nats", in: 0...1e12))
    }
  }
}

/// A list of strings as the JSON that the database keeps.
func encoded(_ strings: [String]) throws -> String {
  String(decoding: try JSONEncoder().encode(strings), as: UTF8.self)
}

/// The list of strings in a JSON column.
func decoded(_ json: String) throws -> [String] {
  do {
    return try JSONDecoder().decode([String].self, from: Data(json.utf8))
  } catch {
    throw StoreError("a stored list is not JSON; the database is damaged")
  }
}
