import Corpus
import RunModel
import Store
import Tokenization
import Workspace

/// Reads the corpus into the database, from the first document that is not there yet.
struct Ingest {
  let store: Store
  let workspace: Workspace
  let tokenizer: Tokenizer
  /// Longest passage, in tokens.
  let passageLength: Int
  let stamps: InputStamps
  /// Whether records that cannot be read are passed over, and listed.
  let skipsBad: Bool

  /// Documents of one transaction: what a kill can lose.
  private static let batch = 200

  func run(fingerprint: String, reporter: Reporter) throws -> CorpusRecord {
    let corpus = try store.beginCorpus(fingerprint: fingerprint)
    if corpus.isComplete { return corpus }
    let reader = try workspace.corpusReader(tokenizer: tokenizer, skipsBad: skipsBad)
    let stream = reader.makeStream()
    // Counted in bytes: nobody knows the number of documents before the last.
    try reporter.begin(.ingest, total: reader.size)
    let splitter = PassageSplitter(tokenizer: tokenizer, contextLength: passageLength)
    var names = DocumentNames()
    var batch: [NewDocument] = []
    var number = 0
    while let read = try stream.next() {
      number += 1
      let document = try names.named(read, number: number, path: stream.path)
      if number <= corpus.documents { continue }
      batch.append(
        Self.record(document, passages: splitter.split(document, number: number)))
      guard batch.count == Self.batch else { continue }
      try stamps.check(stream.path)
      _ = try store.append(batch, to: corpus.id)
      batch = []
      try reporter.advance(to: stream.position, of: reader.size)
    }
    try stamps.check()
    if !batch.isEmpty { _ = try store.append(batch, to: corpus.id) }
    guard number > 0 else {
      throw EngineError("\(workspace.corpus.joined(separator: ", ")): the corpus holds no document")
    }
    let left =
      (reader.leftOut + stream.leftOut).map { LeftOutRecord(path: $0.path, reason: $0.reason) }
      + names.notes.map { LeftOutRecord(path: $0.path, reason: $0.text) }
      + stream.skipped.map { LeftOutRecord(path: $0.path, line: $0.line, reason: $0.problem) }
    try store.finishCorpus(corpus.id, leftOut: left)
    return try store.corpus(corpus.id) ?? corpus
  }

  private static func record(_ document: Document, passages: [Passage]) -> NewDocument {
    NewDocument(
      id: document.id ?? "", type: document.type, isTypeGuessed: document.typeIsGuessed,
      source: document.source,
      subtype: document.subtype, meta: document.meta, fields: document.fields,
      passages: passages.map { .init(id: $0.id, text: $0.text, tokens: $0.tokens) })
  }
}
