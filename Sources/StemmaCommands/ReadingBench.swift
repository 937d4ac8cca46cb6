import Corpus
import Engine
import Foundation
import Tokenization

/// How fast a corpus is read, and how fast it is cut into passages.
enum ReadingBench {
  /// - Throws: `CorpusError` or what the tokenizer says.
  static func run(corpus: String, tokenizer folder: String, ends: [Int32]) throws {
    let tokenizer = try Tokenizer(path: folder)
    var options = CorpusOptions()
    options.tokenizer = tokenizer
    options.endTokens = ends
    let reader = try CorpusReader(paths: [corpus], options: options)
    try measure("records alone") { try reader.countRecords() }
    try measure("read", reader) { _, _ in }
    let splitter = PassageSplitter(tokenizer: tokenizer, contextLength: 512)
    try measure("read and cut into passages", reader) { document, number in
      _ = splitter.split(document, number: number)
    }
  }

  private static func measure(
    _ name: String, _ reader: CorpusReader, _ body: (Document, Int) -> Void
  ) throws {
    try measure(name) {
      let stream = reader.makeStream()
      var (documents, bytes) = (0, 0)
      while let document = try stream.next() {
        documents += 1
        bytes += document.text.utf8.count
        body(document, documents)
      }
      return (documents, bytes)
    }
  }

  private static func measure(
    _ name: String, _ body: () throws -> (documents: Int, bytes: Int)
  ) throws {
    let start = (Date(), processorTime)
    let (documents, bytes) = try body()
    let seconds = max(1e-9, -start.0.timeIntervalSinceNow)
    print(
      String(
        format:
          "%@: %d documents, %.1f MB of text in %.3f s (%.3f s of a processor): %.0f documents/s, %.1f MB/s",
        name, documents, Double(bytes) / 1e6, seconds, processorTime - start.1,
        Double(documents) / seconds, Double(bytes) / 1e6 / seconds))
  }

  /// Seconds that all threads of the program have worked.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
