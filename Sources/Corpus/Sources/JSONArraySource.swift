internal import Tokenization

extension DocumentFormat {
  /// A JSON array of objects.
  static let jsonArray = DocumentFormat(
    name: "JSON array", countsRecords: true, endings: [".json"],
    recognises: { start in
      guard start.firstSign == UInt8(ascii: "[") else { return false }
      let next = start.bytes.drop { $0 != UInt8(ascii: "[") }.dropFirst().first { $0 > 0x20 }
      return start.ends(in: [".json"]) || next == UInt8(ascii: "{")
    },
    open: { _, stream, _ in JSONArraySource(stream) })
}

/// The elements of a JSON array, one held at a time.
final class JSONArraySource: DocumentSource {
  private let pieces: JSONPieces
  private var isOpen = false
  private var isClosed = false
  private(set) var line = 0

  init(_ stream: DecompressedStream) { pieces = JSONPieces(stream) }

  var position: Int { pieces.position }

  func next() throws(CorpusError) -> JSONValue? {
    if !isOpen {
      guard try pieces.sign() == UInt8(ascii: "[") else { throw pieces.fail("is not a JSON array") }
      pieces.pass()
      isOpen = true
    } else if !isClosed {
      let sign = try pieces.sign()
      guard sign == UInt8(ascii: ",") || sign == UInt8(ascii: "]") else {
        throw pieces.fail(
          sign == nil ? "ends inside its array; the file is truncated" : "lacks a comma")
      }
      if sign == UInt8(ascii: ",") { pieces.pass() }
    }
    if isClosed { return nil }
    guard let first = try pieces.sign() else {
      throw pieces.fail("ends inside its array; the file is truncated")
    }
    if first == UInt8(ascii: "]") {
      pieces.pass()
      isClosed = true
      guard try pieces.sign() == nil else { throw pieces.fail("has text after its array") }
      return nil
    }
    line = pieces.line
    return try pieces.object(try pieces.span(), line: line)
  }
}
