internal import Columnar
internal import Tokenization

extension DocumentFormat {
  static let parquet = DocumentFormat(
    name: "Parquet", endings: [".parquet"],
    recognises: { $0.bytes.starts(with: "PAR1".utf8) && !$0.isCompressed },
    open: { file, _, _ throws(CorpusError) in
      try ColumnarSource(file.path) { path throws(ColumnarError) in try ParquetReader(path: path) }
    })

  /// Arrow's stream or file, as `datasets` saves them.
  static let arrow = DocumentFormat(
    name: "Arrow", endings: [".arrow", ".feather", ".ipc"],
    recognises: { start in
      guard !start.isCompressed else { return false }
      return start.bytes.starts(with: "ARROW1".utf8)
        || start.bytes.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) || start.ends(in: [".arrow"])
    },
    open: { file, _, _ throws(CorpusError) in
      try ColumnarSource(file.path) { path throws(ColumnarError) in try ArrowReader(path: path) }
    })
}

/// Rows of a columnar file as records.
final class ColumnarSource: DocumentSource {
  private let path: String
  private let reader: any RowReader
  private(set) var line = 0
  /// Names of the columns by their place in a row.
  private var keys: [(name: String, bytes: [UInt8])] = []

  init(_ path: String, open: (String) throws(ColumnarError) -> any RowReader) throws(CorpusError) {
    self.path = path
    do throws(ColumnarError) {
      reader = try open(path)
    } catch {
      throw CorpusError(path: path, problem: error.problem)
    }
  }

  var position: Int { reader.position }
  var leftOut: [String] { reader.leftOut }

  func next() throws(CorpusError) -> JSONValue? {
    let row: [ColumnField]?
    do throws(ColumnarError) {
      row = try reader.next()
    } catch {
      throw CorpusError(path: path, line: line + 1, problem: error.problem)
    }
    guard let row else { return nil }
    line += 1
    return object(row)
  }

  private func object(_ fields: [ColumnField]) -> JSONValue {
    var members: [JSONMember] = []
    members.reserveCapacity(fields.count)
    for (place, field) in fields.enumerated() {
      members.append(JSONMember(key: key(field.name, at: place), value: value(field.value)))
    }
    return .object(members)
  }

  /// The bytes of a name, which stands at the same place of every row.
  private func key(_ name: String, at place: Int) -> [UInt8] {
    if place < keys.count, keys[place].name == name { return keys[place].bytes }
    let bytes = Array(name.utf8)
    if place == keys.count { keys.append((name, bytes)) }
    return bytes
  }

  private func value(_ value: ColumnValue) -> JSONValue {
    switch value {
    case .null: .null
    case .boolean(let value): .boolean(value)
    case .integer(let value):
      value.magnitude < 1 << 53 ? .number(Double(value)) : .longInteger(String(value))
    case .unsigned(let value):
      value < 1 << 53 ? .number(Double(value)) : .longInteger(String(value))
    case .real(let value): value.isFinite ? .number(value) : .null
    case .bytes(let bytes): .string(bytes)
    case .list(let values): .array(values.map { self.value($0) })
    case .record(let fields): object(fields)
    }
  }
}
