internal import Tokenization

extension DocumentFormat {
  /// Comma- or tab-separated values with a line of names first (RFC 4180), and what spreadsheets write instead of commas.
  static let table = DocumentFormat(
    name: "table", endings: [".csv", ".tsv"],
    recognises: { $0.ends(in: [".csv", ".tsv"]) },
    open: { file, stream, _ throws(CorpusError) in
      let isTabbed = PathList.uncompressedName(file.path).hasSuffix(".tsv")
      return try TableSource(stream, separator: isTabbed ? UInt8(ascii: "\t") : nil)
    })
}

/// Records of a table; every value is a string.
final class TableSource: DocumentSource {
  private let stream: DecompressedStream
  private var separator = UInt8(ascii: ",")
  private var names: [[UInt8]] = []
  private var buffer: [UInt8] = []
  private var place = 0
  private var linesPassed = 0
  private(set) var line = 0

  /// - Parameter separator: what stands between values; where it is nil, what stands between the names.
  init(_ stream: DecompressedStream, separator: UInt8?) throws(CorpusError) {
    self.stream = stream
    if let separator { self.separator = separator } else { self.separator = try divider() }
    guard let names = try record() else {
      throw CorpusError(path: stream.path, problem: "is empty; a table has a line of names first")
    }
    guard names.contains(where: { !$0.isEmpty }), !names.contains(where: { $0.contains(0x0D) })
    else {
      throw fail(
        names.allSatisfy(\.isEmpty)
          ? "names no column; a table has a line of names first"
          : "has line ends of carriage returns alone; convert it: tr '\\r' '\\n'")
    }
    // Row numbers that pandas writes have no name.
    self.names = names.enumerated().map { $1.isEmpty ? Array("column \($0 + 1)".utf8) : $1 }
    guard Set(self.names).count == names.count else {
      throw fail("names a column twice; a table has a line of names first")
    }
  }

  /// A comma, unless the first line has none outside quotation marks but another sign that programs divide by.
  private func divider() throws(CorpusError) -> UInt8 {
    _ = try peekNext()
    var isQuoted = false
    var seen: Set<UInt8> = []
    for byte in buffer[min(place, buffer.count)...].prefix(while: { $0 != 0x0A }) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() } else if !isQuoted { seen.insert(byte) }
    }
    return ",;\t|".utf8.first(where: seen.contains) ?? UInt8(ascii: ",")
  }

  var position: Int { stream.position }

  func next() throws(CorpusError) -> JSONValue? {
    guard let values = try record() else { return nil }
    guard values.count == names.count else {
      throw fail(
        "has \(values.count) values where the first line names \(names.count)", ofOne: true)
    }
    for value in values where String(validating: value, as: UTF8.self) == nil {
      throw fail("is not UTF-8 text", ofOne: true)
    }
    return .object(zip(names, values).map { JSONMember(key: $0, value: .string($1)) })
  }

  /// The values of the next line that is not empty; quoted ones may hold line ends.
  private func record() throws(CorpusError) -> [[UInt8]]? {
    var values: [[UInt8]] = []
    var value: [UInt8] = []
    var size = 0
    var wasQuoted = false
    while true {
      guard let byte = try next(within: size) else {
        guard !values.isEmpty || !value.isEmpty || wasQuoted else { return nil }
        return values + [value]
      }
      if values.isEmpty, value.isEmpty, !wasQuoted { line = linesPassed + 1 }
      size += 1
      switch byte {
      case UInt8(ascii: "\"") where value.isEmpty && !wasQuoted:
        try quoted(into: &value, &size)
        if separator != UInt8(ascii: ","), isRows(value, behind: values.count) {
          throw fail(
            "opens quotation marks that close only where lines that look like rows have gone by; where quotation marks mean nothing in this file, write it as JSON lines"
          )
        }
        wasQuoted = true
      case separator:
        values.append(value)
        value = []
        wasQuoted = false
      case 0x0A:
        linesPassed += 1
        if value.last == 0x0D, !wasQuoted { value.removeLast() }
        if values.isEmpty, value.isEmpty, !wasQuoted { continue }
        return values + [value]
      case 0x0D where wasQuoted: continue
      default:
        guard !wasQuoted else {
          throw fail(
            "has something behind closing quotation marks; a value that holds some is written \"a \"\"b\"\" c\""
          )
        }
        value.append(byte)
      }
    }
  }

  /// The rest of a value in quotation marks, in which `""` is one.
  private func quoted(into value: inout [UInt8], _ size: inout Int) throws(CorpusError) {
    while true {
      guard let byte = try next(within: size) else {
        throw fail(
          "opens quotation marks that never close; either the file is truncated, or they mean nothing in it: then write it as JSON lines"
        )
      }
      size += 1
      if byte == 0x0A { linesPassed += 1 }
      guard byte == UInt8(ascii: "\"") else {
        value.append(byte)
        continue
      }
      guard try peekNext() == UInt8(ascii: "\"") else { return }
      place += 1
      value.append(byte)
    }
  }

  /// Whether a value in quotation marks holds lines of which each could be a row by itself, as where a table of tabs
  /// quotes nothing and its texts begin with quotation marks.
  ///
  /// - Parameter count: How many values precede it on its line.
  private func isRows(_ value: [UInt8], behind count: Int) -> Bool {
    guard names.count > 1, value.contains(0x0A) else { return false }
    var lines = value.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    func separators(_ line: ArraySlice<UInt8>) -> Int { line.count { $0 == separator } }
    // What follows the value ends the last line's row as it would end this one.
    guard let last = lines.popLast(), let first = lines.popFirst(), separators(last) == count,
      count + separators(first) == names.count - 1
    else { return false }
    return last.first != separator
      && lines.allSatisfy { $0.first != separator && separators($0) == names.count - 1 }
  }

  private func next(within size: Int) throws(CorpusError) -> UInt8? {
    guard size <= LineReader.longest else {
      throw fail("has a record of more than \(LineReader.longest >> 20) MiB")
    }
    defer { place += 1 }
    return try peekNext()
  }

  private func peekNext() throws(CorpusError) -> UInt8? {
    while place >= buffer.count {
      buffer.removeAll(keepingCapacity: true)
      place = 0
      guard try stream.read(into: &buffer) else { return nil }
      if linesPassed == 0, names.isEmpty, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }
    return buffer[place]
  }

  private func fail(_ problem: String, ofOne: Bool = false) -> CorpusError {
    CorpusError(path: stream.path, line: max(1, line), problem: problem, isOfOneRecord: ofOne)
  }
}
