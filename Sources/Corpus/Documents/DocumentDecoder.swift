internal import Tokenization

/// Makes documents of records.
///
/// A document's type is, in this order: its `type` under the workspace's map, or as it stands; its
/// source under the workspace's map; its source under the built-in maps; a guess from its text.
/// The source is `source`, or what Dolma, RedPajama, The Pile and FineWeb have instead. What else a record says is
/// kept as `fields`.
struct DocumentDecoder: Sendable {
  let typeMap: [String: String]
  let fields: DocumentFields

  /// Bytes that one field of what is kept may have; a longer one is named by its length.
  private static let longestField = 1 << 16

  /// - Throws: `CorpusError` naming the record.
  func document(_ record: JSONValue, path: String, line: Int) throws(CorpusError) -> Document {
    func fail(_ problem: String) -> CorpusError {
      CorpusError(path: path, line: line, problem: problem, isOfOneRecord: true)
    }
    guard let text = RecordText(record, field: fields.text) else {
      throw fail(missing(record))
    }
    let idField = fields.id ?? "id"
    var id: String?
    if let value = RecordText.member(record, idField), !value.isNull {
      guard let name = value.text ?? value.wholeNumber, !name.isEmpty else {
        throw fail("has an \"\(idField)\" that is neither a string nor a whole number")
      }
      id = name
    } else if fields.id != nil {
      throw fail("has no \"\(idField)\", which is to be its id; it has \(names(record))")
    }
    var document = try typed(record, id: id, text: text.text, line: line, fail: fail)
    document.subtype = record["subtype"]?.text
    document.meta = record["meta"].flatMap { $0.members == nil ? nil : $0.json }
    document.fields = rest(record, without: text.fields)
    return document
  }

  private func missing(_ record: JSONValue) -> String {
    let wanted = fields.text ?? "text"
    if let value = record.members?.last(where: { $0.key.elementsEqual(wanted.utf8) })?.value {
      return "has a \"\(wanted)\" that is \(value.kind), not a string"
    }
    return
      "has no \"\(wanted)\" that is a string; it has \(names(record)): name the one with the text as `documents: {text: FIELD}` in stemma.yaml, or by --text"
  }

  private func names(_ record: JSONValue) -> String {
    let names = (record.members ?? []).prefix(20).map { String(decoding: $0.key, as: UTF8.self) }
    return names.isEmpty ? "no fields" : names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// What a record says beside its text, id, type and notes, as JSON; nil where that is nothing.
  private func rest(_ record: JSONValue, without used: [String]) -> String? {
    let isMeta = record["meta"]?.members != nil
    let known = Set(used + ["id", "type", "source", "subtype"] + (isMeta ? ["meta"] : []))
    let id = fields.id.map { [$0] } ?? []
    let members = (record.members ?? []).filter {
      let name = String(decoding: $0.key, as: UTF8.self)
      return !known.contains(name) && !id.contains(name) && !$0.value.isNull
    }
    guard !members.isEmpty else { return nil }
    let kept = members.map { member in
      let length = member.value.json.utf8.count
      return length <= Self.longestField
        ? member
        : JSONMember(
          key: member.key, value: .string(Array("(\(length) bytes, left out)".utf8)))
    }
    return JSONValue.object(kept).json
  }

  private func typed(
    _ record: JSONValue, id: String?, text: String, line: Int, fail: (String) -> CorpusError
  ) throws(CorpusError) -> Document {
    let source = SourceMap.source(of: record)
    if let value = RecordText.member(record, fields.type ?? "type"), !value.isNull {
      guard let label = value.text, !label.isEmpty else {
        throw fail("has a \"\(fields.type ?? "type")\" that is not a string")
      }
      return Document(
        id: id, text: text, type: typeMap[label] ?? label, typeIsGuessed: false, source: source,
        line: line)
    }
    if let source, let type = typeMap[source] ?? SourceMap.type(ofSource: source) {
      return Document(
        id: id, text: text, type: type, typeIsGuessed: false, source: source, line: line)
    }
    if let host = SourceMap.host(of: record),
      let type = typeMap[host] ?? SourceMap.type(ofHost: host)
    {
      return Document(
        id: id, text: text, type: type, typeIsGuessed: false, source: source ?? host, line: line)
    }
    if SourceMap.isProgram(record) {
      return Document(
        id: id, text: text, type: "code", typeIsGuessed: false, source: source, line: line)
    }
    return Document(
      id: id, text: text, type: TypeGuess.type(of: text), typeIsGuessed: true, source: source,
      line: line)
  }
}
