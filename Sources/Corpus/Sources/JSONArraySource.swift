internal import Tokenization

extension DocumentFormat {
  /// A JSON array of objects.
  static let jsonArray = DocumentFormat(
    name: "JSON array", endings: [".json"],
    recognises: { start in
      guard start.firstSign == UInt8(ascii: "[") else { return false }
      let next = start.bytes.drop { $0 != UInt8(ascii: "[") }.dropFirst().first { $0 > 0x20 }
      return start.ends(in: [".json"]) || next == UInt8(ascii: "{")
    },
    open: { _, stream, _ in JSONArraySource(stream) })
}

/// The elements of a JSON array, one held at a time.
final class JSONArraySource: DocumentSource {
  private let stream: UnpackedStream
  private var buffer: [UInt8] = []
  private var place = 0
  private var isOpen = false
  private var isClosed = false
  /// Line ends before `place`.
  private var linesPassed = 0
  private(set) var line = 0

  init(_ stream: UnpackedStream) { self.stream = stream }

  var position: Int { stream.position }

  func next() throws(CorpusError) -> JSONValue? {
    if !isOpen {
      if try sign() == 0xEF { place += 3 }
      guard try sign() == UInt8(ascii: "[") else { throw fail("is not a JSON array") }
      place += 1
      isOpen = true
    } else if !isClosed {
      let sign = try sign()
      guard sign == UInt8(ascii: ",") || sign == UInt8(ascii: "]") else {
        throw fail(sign == nil ? "ends inside its array; the file is truncated" : "lacks a comma")
      }
      if sign == UInt8(ascii: ",") { place += 1 }
    }
    if isClosed { return nil }
    guard let first = try sign() else { throw fail("ends inside its array; the file is truncated") }
    if first == UInt8(ascii: "]") {
      place += 1
      isClosed = true
      guard try sign() == nil else { throw fail("has text after its array") }
      return nil
    }
    return try element()
  }

  private func element() throws(CorpusError) -> JSONValue {
    line = linesPassed + 1
    let bytes = try span()
    linesPassed += bytes.count { $0 == 0x0A }
    let object: JSONValue
    do throws(Problem) {
      object = try JSONParser.parse(bytes, isLenient: true)
    } catch {
      throw fail("holds an element that is not a JSON object (\(error.text))", ofOne: true)
    }
    guard object.members != nil else {
      throw fail(
        "holds an element that is not an object; a corpus is an array of objects", ofOne: true)
    }
    return object
  }

  /// The bytes of an element: to the comma or bracket behind it that no string and no bracket holds.
  private func span() throws(CorpusError) -> [UInt8] {
    var (end, depth, isInString, isEscaped) = (place, 0, false, false)
    while true {
      while end < buffer.count {
        let byte = buffer[end]
        if isInString {
          if isEscaped {
            isEscaped = false
          } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
        } else if byte == UInt8(ascii: "\"") {
          isInString = true
        } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
          depth += 1
        } else if depth > 0, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
          depth -= 1
        } else if depth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
          let element = Array(buffer[place..<end])
          place = end
          return element
        }
        end += 1
      }
      guard buffer.count - place <= LineReader.longest else {
        throw fail("has an element of more than \(LineReader.longest >> 20) MiB")
      }
      end -= place
      guard try more() else { throw fail("ends inside its array; the file is truncated") }
    }
  }

  /// The next byte that is no white space, nil at the end.
  private func sign() throws(CorpusError) -> UInt8? {
    while true {
      while place < buffer.count {
        if buffer[place] > 0x20 { return buffer[place] }
        if buffer[place] == 0x0A { linesPassed += 1 }
        place += 1
      }
      guard try more() else { return nil }
    }
  }

  /// Reads on, after what has been passed is let go.
  private func more() throws(CorpusError) -> Bool {
    buffer.removeSubrange(..<place)
    place = 0
    return try stream.read(into: &buffer)
  }

  private func fail(_ problem: String, ofOne: Bool = false) -> CorpusError {
    CorpusError(path: stream.path, line: linesPassed + 1, problem: problem, isOfOneRecord: ofOne)
  }
}
