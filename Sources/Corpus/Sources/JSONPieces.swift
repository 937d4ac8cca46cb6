internal import Tokenization

/// JSON that is cut into values while it is read, so that one of them is held at a time.
final class JSONPieces {
  private let stream: DecompressedStream
  private var buffer: [UInt8] = []
  private var place = 0
  /// Line ends before `place`.
  private var linesPassed = 0
  private var isStarted = false

  init(_ stream: DecompressedStream) { self.stream = stream }

  var position: Int { stream.position }
  /// Line of the next sign, counted from 1.
  var line: Int { linesPassed + 1 }

  /// The next byte that is no white space, nil at the end.
  func sign() throws(CorpusError) -> UInt8? {
    while true {
      while place < buffer.count {
        if buffer[place] > 0x20 {
          guard buffer[place] == 0xEF, !isStarted else {
            isStarted = true
            return buffer[place]
          }
          isStarted = true
          // The rest of the mark lies in the same block: blocks are longer.
          place += 3
          continue
        }
        if buffer[place] == 0x0A { linesPassed += 1 }
        place += 1
      }
      guard try more() else { return nil }
    }
  }

  /// Passes the sign that was just seen.
  func pass() { place += 1 }

  /// The bytes of a value: to the comma or bracket behind it that no string and no bracket holds.
  ///
  /// - Parameter isLone: whether nothing stands behind it but another value, so that its own bracket ends it.
  func span(isLone: Bool = false) throws(CorpusError) -> [UInt8] {
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
        } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
          if depth == 0 { return take(end) }
          depth -= 1
          if isLone, depth == 0 { return take(end + 1) }
        } else if depth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
          return take(end)
        }
        end += 1
      }
      guard buffer.count - place <= LineReader.longest else {
        throw fail("has an element of more than \(LineReader.longest >> 20) MiB")
      }
      end -= place
      guard try more() else { throw fail("ends inside a value; the file is truncated") }
    }
  }

  private func take(_ end: Int) -> [UInt8] {
    let piece = Array(buffer[place..<end])
    place = end
    linesPassed += piece.count { $0 == 0x0A }
    return piece
  }

  /// An object of a piece.
  /// - Parameter line: where it begins.
  func object(_ bytes: [UInt8], line: Int) throws(CorpusError) -> JSONValue {
    func problem(_ text: String) -> CorpusError {
      CorpusError(path: stream.path, line: line, problem: text, isOfOneRecord: true)
    }
    let object: JSONValue
    do throws(Problem) {
      object = try JSONParser.parse(bytes, isLenient: true)
    } catch {
      throw problem("holds an element that is not a JSON object (\(error.text))")
    }
    guard object.members != nil else {
      throw problem("holds an element that is not an object; a corpus is an array of objects")
    }
    return object
  }

  /// Reads on, after what has been passed is let go.
  private func more() throws(CorpusError) -> Bool {
    buffer.removeSubrange(..<place)
    place = 0
    return try stream.read(into: &buffer)
  }

  func fail(_ problem: String) -> CorpusError {
    CorpusError(path: stream.path, line: line, problem: problem)
  }
}
