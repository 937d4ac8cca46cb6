internal import Tokenization

/// Makes documents of the lines of a corpus.
///
/// A document's type is, in this order: its `type` under the workspace's map, or as it stands; its
/// source under the workspace's map; its source under the built-in maps; a guess from its text.
/// The source is `source`, or what Dolma, RedPajama, The Pile and FineWeb have instead.
package struct DocumentDecoder: Sendable {
  private let typeMap: [String: String]

  package init(typeMap: [String: String]) { self.typeMap = typeMap }

  /// Reads one line.
  /// - Throws: `CorpusError` naming the line.
  package func document(_ bytes: [UInt8], path: String, line: Int) throws(CorpusError) -> Document {
    func fail(_ problem: String) -> CorpusError {
      CorpusError(path: path, line: line, problem: problem)
    }
    let object: JSONValue
    do throws(Problem) {
      object = try JSONParser.parse(bytes, isLenient: true)
    } catch {
      throw fail("is not a JSON object (\(error.text)); a corpus has one a line")
    }
    guard object.members != nil else { throw fail("is not a JSON object; a corpus has one a line") }
    guard let text = (object["text"] ?? object["content"])?.text else {
      throw fail("has no \"text\" that is a string")
    }
    var id: String?
    if let value = object["id"] {
      guard let name = value.text ?? value.wholeNumber, !name.isEmpty else {
        throw fail("has an \"id\" that is neither a string nor a whole number")
      }
      id = name
    }
    var document = try typed(object, id: id, text: text, line: line, fail: fail)
    document.subtype = object["subtype"]?.text
    document.meta = object["meta"].flatMap { $0.members == nil ? nil : $0.json }
    return document
  }

  private func typed(
    _ object: JSONValue, id: String?, text: String, line: Int, fail: (String) -> CorpusError
  ) throws(CorpusError) -> Document {
    let source = SourceMap.source(of: object)
    if let value = object["type"] {
      guard let label = value.text, !label.isEmpty else {
        throw fail("has a \"type\" that is not a string")
      }
      return Document(
        id: id, text: text, type: typeMap[label] ?? label, typeIsGuessed: false, source: source,
        line: line)
    }
    if let source, let type = typeMap[source] ?? SourceMap.type(ofSource: source) {
      return Document(
        id: id, text: text, type: type, typeIsGuessed: false, source: source, line: line)
    }
    if let host = SourceMap.host(of: object),
      let type = typeMap[host] ?? SourceMap.type(ofHost: host)
    {
      return Document(
        id: id, text: text, type: type, typeIsGuessed: false, source: source ?? host, line: line)
    }
    return Document(
      id: id, text: text, type: TypeGuess.type(of: text), typeIsGuessed: true, source: source,
      line: line)
  }
}
