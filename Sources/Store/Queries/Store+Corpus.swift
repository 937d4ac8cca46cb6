import Foundation
import GRDB
import RunModel

extension Store {
  /// The corpus of a fingerprint, begun if it is not there.
  package func beginCorpus(fingerprint: String) throws(StoreError) -> CorpusRecord {
    try write { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO corpus (fingerprint) VALUES (?)", arguments: [fingerprint])
      return try Self.corpora(database, "fingerprint = ?", [fingerprint]).found()
    }
  }

  package func corpus(_ id: Int64) throws(StoreError) -> CorpusRecord? {
    try read { try Self.corpora($0, "id = ?", [id]).first }
  }

  package func corpus(fingerprint: String) throws(StoreError) -> CorpusRecord? {
    try read { try Self.corpora($0, "fingerprint = ?", [fingerprint]).first }
  }

  static func corpora(
    _ database: Database, _ condition: String, _ arguments: StatementArguments
  )
    throws -> [CorpusRecord]
  {
    try Row.fetchAll(database, sql: "SELECT * FROM corpus WHERE \(condition)", arguments: arguments)
      .map {
        let record = try CorpusRecord(
          id: $0.value("id"), fingerprint: $0.value("fingerprint"),
          documents: $0.value("documents", in: possibleCounts),
          passages: $0.value("passages", in: possibleCounts),
          tokens: $0.value("tokens", in: 0...1 << 48), isComplete: $0.value("complete"))
        try checkCounts(of: record, database)
        return record
      }
  }

  /// Compares counts, for which memory is made, with the rows that are there.
  private static func checkCounts(of corpus: CorpusRecord, _ database: Database) throws {
    for (table, count) in [("passage", corpus.passages), ("document", corpus.documents)] {
      let last = try Int64.fetchOne(
        database, sql: "SELECT max(key) FROM \(table) WHERE key >= ? AND key < ?",
        arguments: [key(corpus.id, 0), key(corpus.id &+ 1, 0)])
      guard last.map({ number($0) + 1 }) ?? 0 == count else {
        throw StoreError(Row.strangeValue)
      }
    }
  }

  /// Adds the next documents of a corpus, all or none.
  ///
  /// - Parameters:
  ///   - documents: in corpus order, following those already there.
  ///   - corpus: id of the corpus.
  /// - Returns: the corpus after it.
  package func append(_ documents: [NewDocument], to corpus: Int64) throws(StoreError)
    -> CorpusRecord
  {
    try write { database in
      let before = try Self.corpora(database, "id = ?", [corpus]).found()
      var codes = try Self.typeCodes(database, corpus: corpus)
      var types: [UInt16] = []
      var owners: [Int32] = []
      var tokens = 0
      let insertDocument = try database.makeStatement(
        sql: """
          INSERT INTO document (key, id, type, guessed, source, subtype, meta, fields, first_passage, passages, hash)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      let insertPassage = try database.makeStatement(
        sql: "INSERT INTO passage (key, id, document, text, tokens) VALUES (?, ?, ?, ?, ?)")
      let insertWords = try database.makeStatement(
        sql: "INSERT INTO passage_words (rowid, text) VALUES (?, ?)")
      for (offset, document) in documents.enumerated() {
        let code = try Self.code(of: document.type, in: &codes, database, corpus: corpus)
        let documentNumber = before.documents + offset
        let first = before.passages + types.count
        let text = Data(document.passages.lazy.flatMap { $0.text.utf8 })
        try insertDocument.execute(arguments: [
          key(corpus, documentNumber), document.id, code, document.isTypeGuessed, document.source,
          document.subtype,
          document.meta, document.fields, first, document.passages.count, BlobCoding.checksum(text),
        ])
        for (index, passage) in document.passages.enumerated() {
          let row = key(corpus, first + index)
          try insertPassage.execute(arguments: [
            row, passage.id, documentNumber, passage.text, BlobCoding.data(passage.tokens),
          ])
          try insertWords.execute(arguments: [row, passage.text])
          types.append(UInt16(code))
          owners.append(Int32(documentNumber))
          tokens += passage.tokens.count
        }
      }
      let block = try Int.fetchOne(
        database, sql: "SELECT coalesce(max(block) + 1, 0) FROM passage_column WHERE corpus = ?",
        arguments: [corpus])
      try database.execute(
        sql:
          "INSERT INTO passage_column (corpus, block, count, types, documents) VALUES (?, ?, ?, ?, ?)",
        arguments: [corpus, block, types.count, BlobCoding.data(types), BlobCoding.data(owners)])
      try database.execute(
        sql: """
          UPDATE corpus SET documents = documents + ?, passages = passages + ?, tokens = tokens + ? WHERE id = ?
          """, arguments: [documents.count, types.count, tokens, corpus])
      return try Self.corpora(database, "id = ?", [corpus]).found()
    }
  }

  /// Says that the last document of a corpus is in.
  ///
  /// - Parameter leftOut: what of its files was not read; the first 10,000 are kept.
  package func finishCorpus(_ corpus: Int64, leftOut: [LeftOutRecord] = []) throws(StoreError) {
    try write { database in
      for left in leftOut.prefix(10_000) {
        try database.execute(
          sql: "INSERT INTO left_out (corpus, path, line, reason) VALUES (?, ?, ?, ?)",
          arguments: [corpus, left.path, left.line, left.reason])
      }
      try database.execute(sql: "UPDATE corpus SET complete = 1 WHERE id = ?", arguments: [corpus])
    }
  }

  /// What of a corpus's files was not read.
  package func leftOut(corpus: Int64) throws(StoreError) -> [LeftOutRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT path, line, reason FROM left_out WHERE corpus = ? ORDER BY rowid",
        arguments: [corpus]
      ).map {
        try LeftOutRecord(
          path: $0.value("path"), line: $0.value("line"), reason: $0.value("reason"))
      }
    }
  }

  private static func typeCodes(_ database: Database, corpus: Int64) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT label, code FROM document_type WHERE corpus = ?", arguments: [corpus])
    return Dictionary(
      try rows.map { try ($0.value("label"), $0.value("code")) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func code(
    of label: String, in codes: inout [String: Int], _ database: Database, corpus: Int64
  ) throws -> Int {
    if let code = codes[label] { return code }
    guard codes.count < 65_535 else {
      throw StoreError(
        "the corpus has more than 65,535 document types; map its sources in stemma.yaml")
    }
    let code = codes.count
    try database.execute(
      sql: "INSERT INTO document_type (corpus, code, label) VALUES (?, ?, ?)",
      arguments: [corpus, code, label])
    codes[label] = code
    return code
  }

  /// Types and owners of all passages of a corpus.
  package func columns(corpus: Int64) throws(StoreError) -> CorpusColumns {
    try read { database in
      var columns = CorpusColumns(types: [], documents: [], typeLabels: [])
      columns.typeLabels = try String.fetchAll(
        database, sql: "SELECT label FROM document_type WHERE corpus = ? ORDER BY code",
        arguments: [corpus])
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT types, documents FROM passage_column WHERE corpus = ? ORDER BY block",
        arguments: [corpus])
      while let row = try rows.next() {
        columns.types += try BlobCoding.array(row.value("types"), of: UInt16.self)
        columns.documents += try BlobCoding.array(row.value("documents"), of: Int32.self)
      }
      let record = try Self.corpora(database, "id = ?", [corpus]).first
      let (passages, documents) = (record?.passages ?? 0, record?.documents ?? 0)
      guard columns.types.count == passages, columns.documents.count == passages,
        columns.types.allSatisfy({ Int($0) < columns.typeLabels.count }),
        columns.documents.allSatisfy({ (0..<documents).contains(Int($0)) })
      else {
        throw StoreError("the columns of the corpus do not fit together; the database is damaged")
      }
      return columns
    }
  }

  /// Passages by number, in the order asked for; numbers beyond the corpus's end are left out.
  package func passages(_ numbers: [Int], corpus: Int64) throws(StoreError) -> [PassageRecord] {
    try read { database in
      let statement = try database.makeStatement(
        sql: "SELECT id, document, text FROM passage WHERE key = ?")
      return try Self.rows(numbers, of: .passages, corpus, database) { number in
        try Row.fetchOne(statement, arguments: [key(corpus, number)]).map {
          try PassageRecord(
            number: number, id: $0.value("id"), document: $0.index("document"),
            text: $0.value("text"))
        }
      }
    }
  }

  private enum Counted: String { case passages, documents }

  /// What some numbers stand for; those beyond the corpus's end stand for nothing.
  /// - Throws: where a row within the corpus is not there, so that what follows never takes the place of it.
  private static func rows<Record>(
    _ numbers: [Int], of counted: Counted, _ corpus: Int64, _ database: Database,
    _ read: (Int) throws -> Record?
  ) throws -> [Record] {
    try numbers.compactMap { number in
      if let record = try read(number) { return record }
      guard number >= 0, number < (try count(of: counted, corpus, database)) else { return nil }
      throw StoreError(Row.strangeValue)
    }
  }

  private static func count(
    of counted: Counted, _ corpus: Int64, _ database: Database
  ) throws -> Int {
    try Row.fetchOne(
      database, sql: "SELECT \(counted.rawValue) FROM corpus WHERE id = ?", arguments: [corpus]
    )?.index(counted.rawValue) ?? 0
  }

  /// Texts of all passages in their order, some thousands in memory at a time.
  package func forEachPieceOfTexts(
    of corpus: CorpusRecord, _ body: (_ passages: Range<Int>, _ texts: [String]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: corpus.passages, by: 2_000) {
      let passages = start..<min(start + 2_000, corpus.passages)
      let texts = try read { database in
        try String.fetchAll(
          database, sql: "SELECT text FROM passage WHERE key >= ? AND key < ? ORDER BY key",
          arguments: [key(corpus.id, passages.lowerBound), key(corpus.id, passages.upperBound)])
      }
      guard texts.count == passages.count else {
        throw StoreError("\(path): passages are missing; delete the folder and compute again")
      }
      try body(passages, texts)
    }
  }

  /// Tokens of consecutive passages, as far as the corpus goes.
  /// - Throws: where a passage is not there, so that no tokens are taken for another's.
  package func tokens(of passages: Range<Int>, corpus: Int64) throws(StoreError) -> [[Int32]] {
    try read { database in
      let found = try Data.fetchAll(
        database, sql: "SELECT tokens FROM passage WHERE key >= ? AND key < ? ORDER BY key",
        arguments: [key(corpus, passages.lowerBound), key(corpus, passages.upperBound)]
      ).map { try BlobCoding.array($0, of: Int32.self) }
      if found.count < passages.count {
        let end = try Self.count(of: .passages, corpus, database)
        guard found.count == passages.clamped(to: 0..<end).count else {
          throw StoreError(Row.strangeValue)
        }
      }
      return found
    }
  }

  /// Tokens of one passage.
  package func tokens(ofPassage number: Int, corpus: Int64) throws(StoreError) -> [Int32] {
    try tokens(of: number..<number + 1, corpus: corpus).first ?? []
  }

  /// Ids of all passages, in corpus order.
  package func passageIDs(corpus: Int64) throws(StoreError) -> [String] {
    try read { database in
      let ids = try String.fetchAll(
        database, sql: "SELECT id FROM passage WHERE key >= ? AND key < ? ORDER BY key",
        arguments: [key(corpus, 0), key(corpus &+ 1, 0)])
      guard ids.count == (try Self.count(of: .passages, corpus, database)) else {
        throw StoreError(Row.strangeValue)
      }
      return ids
    }
  }

  /// Documents by number, in the order asked for; numbers beyond the corpus's end are left out.
  package func documents(_ numbers: [Int], corpus: Int64) throws(StoreError) -> [DocumentRecord] {
    try read { database in
      let statement = try database.makeStatement(sql: "SELECT * FROM document WHERE key = ?")
      return try Self.rows(numbers, of: .documents, corpus, database) { number in
        try Row.fetchOne(statement, arguments: [key(corpus, number)]).map { row in
          let first = try row.value("first_passage", in: possibleCounts)
          let count = try row.value("passages", in: possibleCounts)
          return try DocumentRecord(
            number: number, id: row.value("id"), type: row.value("type", in: 0...65_535),
            isTypeGuessed: row.value("guessed"),
            source: row.value("source"), subtype: row.value("subtype"), meta: row.value("meta"),
            fields: row.value("fields"), passages: first..<first + count)
        }
      }
    }
  }

  /// What is known of passages and their documents beside the texts, in the order asked for.
  package func passageFacts(_ numbers: [Int], corpus: Int64) throws(StoreError)
    -> [PassageFactsRecord]
  {
    try read { database in
      let statement = try database.makeStatement(
        sql: """
          SELECT passage.id AS id, length(passage.tokens) AS size, document.id AS owner,
            document.source AS source, document.subtype AS subtype, document.fields AS fields
          FROM passage LEFT JOIN document ON document.key = ? + passage.document WHERE passage.key = ?
          """)
      return try Self.rows(numbers, of: .passages, corpus, database) { number in
        try Row.fetchOne(statement, arguments: [key(corpus, 0), key(corpus, number)]).map { row in
          let id: String = try row.value("id")
          return try PassageFactsRecord(
            id: id, document: row.value("owner", String?.self) ?? id, source: row.value("source"),
            subtype: row.value("subtype"),
            tokens: row.value("size", in: 0...1 << 40) / MemoryLayout<Int32>.size,
            fields: row.value("fields"))
        }
      }
    }
  }

  /// Names of what documents can be told apart by beside what the program knows of all, sorted.
  ///
  /// Fields of their records, `a.b` inside structures, `subtype` and `domain`, as far as some hundreds of documents have
  /// them, evenly spread; at most 200.
  package func fieldNames(corpus: Int64) throws(StoreError) -> [String] {
    try read { database in
      let count =
        try Int.fetchOne(
          database, sql: "SELECT documents FROM corpus WHERE id = ?", arguments: [corpus]) ?? 0
      let statement = try database.makeStatement(
        sql: "SELECT source, subtype, fields FROM document WHERE key = ?")
      var names: Set<String> = []
      for number in stride(from: 0, to: count, by: max(1, count / 300)) {
        guard names.count < 200,
          let row = try Row.fetchOne(statement, arguments: [key(corpus, number)])
        else { continue }
        if try row.value("subtype", String?.self) != nil { names.insert("subtype") }
        let values = DocumentField.values(
          try row.value("fields", String?.self), source: try row.value("source", String?.self))
        names.formUnion(values.keys.lazy.filter { !$0.isEmpty && $0.utf8.count <= 100 })
      }
      return names.sorted().prefix(200).map { $0 }
    }
  }

  /// Notes (`meta`) of all documents that carry any, by document number.
  package func documentNotes(corpus: Int64) throws(StoreError) -> [Int: String] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT key, meta FROM document WHERE key >= ? AND key < ? AND meta IS NOT NULL",
        arguments: [key(corpus, 0), key(corpus &+ 1, 0)])
      return Dictionary(
        try rows.map { try (number($0.value("key")), $0.value("meta")) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
