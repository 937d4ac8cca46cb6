internal import Tokenization

extension DocumentFormat {
  /// An object that holds an array of records, such as `{"data": […]}`.
  static let wrappedArray = DocumentFormat(
    name: "JSON array in an object", countsRecords: true, endings: [],
    recognises: { WrappedArraySource.holdsArray($0) },
    open: { _, stream, _ in WrappedArraySource(stream) })

  /// Objects over several lines each, one after the other; a file of one record among them.
  static let jsonObjects = DocumentFormat(
    name: "JSON objects", countsRecords: true, endings: [],
    recognises: { start in
      guard start.firstSign == UInt8(ascii: "{") else { return false }
      // JSON lines have a whole object in their first line, and a broken one ends anywhere.
      let text = start.bytes.drop { $0 != UInt8(ascii: "{") }
      guard let end = text.firstIndex(of: 0x0A) else { return false }
      let last = text[..<end].last { $0 > 0x20 } ?? 0
      return ",{[".utf8.contains(last)
    },
    open: { _, stream, _ in JSONObjectsSource(stream) })
}

/// Records of which each is an object over as many lines as it likes.
final class JSONObjectsSource: DocumentSource {
  private let pieces: JSONPieces
  private(set) var line = 0

  init(_ stream: DecompressedStream) { pieces = JSONPieces(stream) }

  var position: Int { pieces.position }

  func next() throws(CorpusError) -> JSONValue? {
    guard let sign = try pieces.sign() else { return nil }
    guard sign == UInt8(ascii: "{") else {
      throw pieces.fail("has something else than a JSON object; a corpus is objects")
    }
    line = pieces.line
    return try pieces.object(try pieces.span(isLone: true), line: line)
  }
}

/// The elements of the one array of records that an object holds.
final class WrappedArraySource: DocumentSource {
  /// What people call the array.
  private static let names: Set<String> = [
    "data", "train", "test", "validation", "dev", "rows", "records", "documents", "docs",
    "examples",
    "instances", "items", "samples", "entries", "questions", "problems", "corpus", "results",
  ]

  private let pieces: JSONPieces
  private var name = ""
  private var isInside = false
  private var isFirst = true
  private(set) var line = 0

  init(_ stream: DecompressedStream) { pieces = JSONPieces(stream) }

  var position: Int { pieces.position }

  func next() throws(CorpusError) -> JSONValue? {
    while true {
      if isInside {
        if let record = try element() { return record }
        isInside = false
      }
      guard try findsArray() else { return nil }
      (isInside, isFirst) = (true, true)
    }
  }

  private func element() throws(CorpusError) -> JSONValue? {
    guard var sign = try pieces.sign() else { throw cutOff }
    if !isFirst, sign == UInt8(ascii: ",") {
      pieces.pass()
      guard let next = try pieces.sign() else { throw cutOff }
      sign = next
    } else if !isFirst, sign != UInt8(ascii: "]") {
      throw pieces.fail("lacks a comma")
    }
    isFirst = false
    if sign == UInt8(ascii: "]") {
      pieces.pass()
      return nil
    }
    line = pieces.line
    return try pieces.object(try pieces.span(), line: line)
  }

  /// Passes the object's members up to the array.
  /// - Returns: false at the object's end.
  private func findsArray() throws(CorpusError) -> Bool {
    while true {
      guard let sign = try pieces.sign() else { throw cutOff }
      switch sign {
      case UInt8(ascii: "{"), UInt8(ascii: ","): pieces.pass()
      case UInt8(ascii: "}"):
        pieces.pass()
        guard try pieces.sign() == nil else { throw pieces.fail("has text after its object") }
        return false
      default:
        let key = String(
          decoding: try pieces.span().dropFirst().prefix { $0 != 0x22 }, as: UTF8.self)
        guard try pieces.sign() == UInt8(ascii: ":") else { throw pieces.fail("lacks a colon") }
        pieces.pass()
        guard try pieces.sign() == UInt8(ascii: "["), Self.names.contains(key.lowercased()) else {
          _ = try pieces.span()
          continue
        }
        guard name.isEmpty else {
          throw pieces.fail("holds both \"\(name)\" and \"\(key)\"; keep one of them in a file")
        }
        name = key
        pieces.pass()
        return true
      }
    }
  }

  private var cutOff: CorpusError { pieces.fail("ends inside its array; the file is truncated") }

  /// Whether the beginning of a file is an object that holds an array of objects under one of the names, and no
  /// record itself.
  static func holdsArray(_ start: DocumentFormat.Start) -> Bool {
    guard start.firstSign == UInt8(ascii: "{") else { return false }
    var (depth, isInString, isEscaped) = (0, false, false)
    var text: [UInt8] = []
    var key = ""
    var marks: [UInt8] = []
    for byte in start.bytes.drop(while: { $0 != UInt8(ascii: "{") }) {
      if isInString {
        if !isEscaped, byte == 0x22 {
          isInString = false
          if depth == 1 { key = String(decoding: text, as: UTF8.self) }
          marks = []
        } else {
          text.append(byte)
        }
        isEscaped = !isEscaped && byte == 0x5C
        continue
      }
      guard byte > 0x20 else { continue }
      marks.append(byte)
      switch byte {
      case 0x22: (isInString, text) = (true, [])
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth == 3, marks.suffix(3) == [0x3A, 0x5B, 0x7B] {
          return names.contains(key.lowercased())
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return false }
      default: break
      }
    }
    return false
  }
}
