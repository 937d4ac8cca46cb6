internal import Tokenization

extension DocumentFormat {
  /// One JSON object a line; also what anything is taken for that nothing else is.
  static let jsonLines = DocumentFormat(
    name: "JSON lines", endings: [".jsonl", ".ndjson", ".jsonlines"],
    recognises: { $0.firstSign == UInt8(ascii: "{") },
    open: { _, stream, _ in JSONLinesSource(LineReader(stream)) })
}

/// Records of JSONL.
final class JSONLinesSource: DocumentSource {
  private let reader: LineReader

  init(_ reader: LineReader) { self.reader = reader }

  var position: Int { reader.position }
  var line: Int { reader.line }

  func next() throws(CorpusError) -> JSONValue? {
    guard let line = try reader.next() else { return nil }
    func fail(_ problem: String) -> CorpusError {
      CorpusError(path: reader.path, line: reader.line, problem: problem, isOfOneRecord: true)
    }
    let object: JSONValue
    do throws(Problem) {
      object = try JSONParser.parse(line, isLenient: true)
    } catch {
      throw fail("is not a JSON object (\(error.text)); a corpus has one a line")
    }
    guard object.members != nil else { throw fail("is not a JSON object; a corpus has one a line") }
    return object
  }
}
