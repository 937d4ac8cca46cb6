package import Foundation
import GRDB
import RunModel
import Store
import TestSupport

/// A workspace of the study's own size, with random scores.
package struct ScaleWorkspace {
  private let passages: Int
  private let questions: Int
  /// Steps of each question.
  private let steps: Int
  /// Questions whose every step is scored.
  private let scored: Range<Int>
  private static let blockSize = 2_048
  private static let types = ["code", "textbook", "forum", "encyclopedia", "other"]

  /// Many questions, of which the second is scored: what the explorer opens.
  package static func ofOneQuestion(passages: Int, questions: Int = 80) -> ScaleWorkspace {
    ScaleWorkspace(passages: passages, questions: questions, steps: 4, scored: 1..<2)
  }

  /// Questions of one step, all scored: what a report reads.
  package static func ofAllQuestions(_ questions: Int, passages: Int) -> ScaleWorkspace {
    ScaleWorkspace(passages: passages, questions: questions, steps: 1, scored: 0..<questions)
  }

  /// Makes the workspace unless it is there.
  package func make(in folder: URL) throws {
    let derived = folder.appending(path: ".stemma")
    let done = derived.appending(path: "made-\(scored.count)-\(passages)")
    if FileManager.default.fileExists(atPath: done.path) { return }
    try? FileManager.default.removeItem(at: derived)
    try FileManager.default.createDirectory(at: derived, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "checkpoint"), withIntermediateDirectories: true)
    for (name, text) in [
      (
        "stemma.yaml",
        "checkpoint: checkpoint\ncorpus: [corpus.jsonl]\nquestions: questions.jsonl\n"
      ),
      ("corpus.jsonl", ""), ("questions.jsonl", ""),
    ] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    print("making \(passages) passages in \(folder.path)")
    let store = try Store(path: derived.appending(path: "stemma.sqlite").path, access: .create)
    let corpus = try store.beginCorpus(fingerprint: "scale")
    try addPassages(to: corpus.id, path: store.path)
    try addScores(to: store, corpus: corpus.id)
    try store.checkpoint()
    try Data().write(to: done)
  }

  /// All passages by a few statements, since one by one, with their words indexed, they take an hour.
  private func addPassages(to corpus: Int64, path: String) throws {
    let numbers =
      "WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series LIMIT \(passages))"
    let codes = (0..<passages).map { UInt16($0 % Self.types.count) }
    let owners = (0..<passages).map { Int32($0) }
    try DatabaseQueue(path: path).write { database in
      for (code, label) in Self.types.enumerated() {
        try database.execute(
          sql: "INSERT INTO document_type (corpus, code, label) VALUES (?, ?, ?)",
          arguments: [corpus, code, label])
      }
      try database.execute(
        sql: """
          \(numbers) INSERT INTO document
            (key, id, type, guessed, source, first_passage, passages, hash)
          SELECT (\(corpus) << 32) | n, 'd' || n, n % \(Self.types.count), 0, 'made', n, 1, n FROM series
          """)
      try database.execute(
        sql: """
          \(numbers) INSERT INTO passage (key, id, document, text, tokens)
          SELECT (\(corpus) << 32) | n, 'd' || n, n, 'passage ' || n || ' of a vast corpus', x'01000000'
          FROM series
          """)
      try database.execute(
        sql:
          "INSERT INTO passage_column (corpus, block, count, types, documents) VALUES (?, 0, ?, ?, ?)",
        arguments: [
          corpus, passages, codes.withUnsafeBytes { Data($0) }, owners.withUnsafeBytes { Data($0) },
        ])
      try database.execute(
        sql: "UPDATE corpus SET documents = ?, passages = ?, tokens = ?, complete = 1 WHERE id = ?",
        arguments: [passages, passages, passages, corpus])
    }
  }

  private func addScores(to store: Store, corpus: Int64) throws {
    let set = try store.questionSet(
      fingerprint: "scale",
      questions: (1...questions).map { index in
        NewQuestion(
          name: "question-\(index)", kind: index % 2 == 0 ? .reasoning : .factual, task: "made",
          prompt: "What is \(index) + \(index)?", answer: "\(2 * index)", aliases: [])
      })
    let run = try store.beginRun(
      fingerprint: "scale", corpus: corpus, questionSet: set, settings: "{}",
      blockSize: Self.blockSize,
      modules: [])
    let records = try store.questions(set: set)
    for record in records {
      try store.save(
        NewCompletion(
          promptTokens: [1], text: "made", isGenerated: true, isCorrect: true, firstFalseStep: nil,
          steps: (1...steps).map { .init(text: "step \($0)", tokens: [1], nats: 2) }),
        question: record.row)
    }
    let steps = try records[scored].flatMap { try store.steps(question: $0.row).map(\.row) }
    var random = RandomSource(seed: 1)
    for block in 0..<(passages + Self.blockSize - 1) / Self.blockSize {
      let width = min(Self.blockSize, passages - block * Self.blockSize)
      try store.commit(
        NewBlock(
          number: block, scores: random.floats(width * steps.count),
          gradientNorms: random.floats(width).map { 1.5 + $0 }), steps: steps, run: run.id)
    }
  }
}
