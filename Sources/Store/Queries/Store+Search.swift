import Foundation
import GRDB

/// A passage that matches words, with its lexical relevance.
package struct WordMatch: Sendable, Equatable {
  /// Number of the passage.
  package let passage: Int
  /// BM25 relevance, larger is better (SQLite's FTS5 `bm25()` negated; Robertson and Zaragoza 2009).
  package let relevance: Double
}

extension Store {
  /// Passages that contain words, most relevant first.
  ///
  /// - Parameters:
  ///   - text: what a person typed; every run of letters or digits is a word, nothing is syntax.
  ///   - corpus: id of the corpus.
  ///   - all: whether every word must occur (a search), or any (a relevance column).
  ///   - limit: at most so many.
  package func search(_ text: String, corpus: Int64, all: Bool = true, limit: Int = 10_000)
    throws(StoreError) -> [WordMatch]
  {
    guard let query = Self.query(text, all: all) else { return [] }
    return try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT rowid AS key, -bm25(passage_words) AS relevance FROM passage_words
          WHERE passage_words MATCH ? AND rowid >= ? AND rowid < ? ORDER BY relevance DESC, rowid LIMIT ?
          """, arguments: [query, key(corpus, 0), key(corpus &+ 1, 0), limit])
      return try rows.map {
        try WordMatch(passage: number($0.value("key")), relevance: $0.value("relevance"))
      }
    }
  }

  /// BM25 relevance of some passages to the words of a question and of steps of its completion.
  ///
  /// - Returns: relevance by passage number; a passage without any of the words is not in it.
  package func relevance(
    of passages: [Int], to question: QuestionRecord, steps: [StepRecord], corpus: Int64
  ) throws(StoreError) -> [Int: Double] {
    let text = ([question.prompt] + steps.map(\.text)).joined(separator: " ")
    guard let query = Self.query(text, all: false) else { return [:] }
    let keys = passages.map { String(key(corpus, $0)) }.joined(separator: ",")
    return try read { database in
      // The sign keeps SQLite from asking for each row apart, which counts all words' rows every time.
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT rowid AS key, -bm25(passage_words) AS relevance FROM passage_words
          WHERE passage_words MATCH ? AND +rowid IN (\(keys))
          """, arguments: [query])
      // An index of words that is damaged may name a passage twice.
      return try Dictionary(
        rows.map { (number(try $0.value("key")), try $0.value("relevance")) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Words as a query of FTS5, nil without any.
  private static func query(_ text: String, all: Bool) -> String? {
    let words = Set(text.split { !$0.isLetter && !$0.isNumber }.map { "\"\($0)\"" })
    return words.isEmpty ? nil : words.sorted().joined(separator: all ? " AND " : " OR ")
  }

  /// The number of a passage by its id.
  package func passageNumber(id: String, corpus: Int64) throws(StoreError) -> Int? {
    try read {
      try Int64.fetchOne(
        $0, sql: "SELECT key FROM passage WHERE id = ? AND key >= ? AND key < ? LIMIT 1",
        arguments: [id, key(corpus, 0), key(corpus &+ 1, 0)]
      ).map(number)
    }
  }

  /// Documents whose id is given, by number.
  package func documentNumber(id: String, corpus: Int64) throws(StoreError) -> Int? {
    try read {
      try Int64.fetchOne(
        $0, sql: "SELECT key FROM document WHERE id = ? AND key >= ? AND key < ? LIMIT 1",
        arguments: [id, key(corpus, 0), key(corpus &+ 1, 0)]
      ).map(number)
    }
  }
}
