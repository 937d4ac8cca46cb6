/// The rows of an Arrow IPC stream or file, batch by batch; held at once: one batch.
///
/// A file is read as the stream that it contains (github.com/apache/arrow, docs/source/format/Columnar.rst). Columns
/// of kinds without a plain value (dates, decimals, dictionaries, maps) are left out and named.
package final class ArrowReader: RowReader {
  private let file: FileBytes
  private var fields: [ArrowField] = []
  private var place = 0
  private var batch: ArrowBatch?
  private var row = 0
  private var given = 0

  package private(set) var leftOut: [String] = []
  package var position: Int { min(place, file.size) }

  /// - Throws: `ColumnarError` for a file that is no Arrow, damaged, or has no column that is read.
  package init(path: String) throws(ColumnarError) {
    file = try FileBytes(path: path)
    let start = try file.read(0..<min(8, file.size))
    if start.starts(with: "ARROW1".utf8) { place = 8 }
    guard let (message, _) = try message(), try message.number(1, default: UInt8(0)) == 1,
      let schema = try message.table(2)
    else { throw ColumnarError("is Arrow without a schema at its start") }
    guard try schema.number(0, default: Int16(0)) == 0 else {
      throw ColumnarError("is Arrow of a big-endian machine, which is not read")
    }
    for field in try schema.tables(1) { fields.append(try ArrowField(field)) }
    leftOut = fields.filter { !$0.isRead }.map(\.name)
    guard leftOut.count < fields.count else {
      throw ColumnarError(
        "has no column that is read; its columns are \(leftOut.joined(separator: ", "))")
    }
  }

  package func next() throws(ColumnarError) -> [ColumnField]? {
    while true {
      if let batch, row < batch.rows {
        defer { row += 1 }
        let fields = try batch.row(row)
        given += 1 + fields.reduce(0) { $0 + Self.size($1.value) }
        guard given - (1 << 24) <= 250 * file.size else {
          throw ColumnarError("unpacks to more than 250 times its size; is it a corpus?")
        }
        return fields
      }
      batch = nil
      guard let (message, body) = try message() else { return nil }
      guard try message.number(1, default: UInt8(0)) == 3, let header = try message.table(2) else {
        continue
      }
      batch = try ArrowBatch(header, try file.read(body), fields)
      row = 0
    }
  }

  private static func size(_ value: ColumnValue) -> Int {
    switch value {
    case .bytes(let bytes): bytes.count
    case .list(let values): values.reduce(1) { $0 + size($1) }
    case .record(let fields): fields.reduce(1) { $0 + size($1.value) }
    default: 1
    }
  }

  /// The next message and where its body lies; nil at the end.
  private func message() throws(ColumnarError) -> (FlatTable, body: Range<Int>)? {
    // A stream may end without saying so.
    guard place < file.size else { return nil }
    var length = Int(try file.read(place..<place + 4).number(at: 0, as: UInt32.self))
    place += 4
    // Since Arrow 0.15 a mark comes first.
    if length == 0xFFFF_FFFF {
      length = Int(try file.read(place..<place + 4).number(at: 0, as: UInt32.self))
      place += 4
    }
    if length == 0 {
      place = file.size
      return nil
    }
    guard length <= 1 << 26 else { throw ColumnarError("has a message of more than 64 MiB") }
    guard length <= file.size - place else { throw ColumnarError.truncated }
    let table = try FlatTable(root: try file.read(place..<place + length))
    place += length
    let body = Int(try table.number(3, default: Int64(0)))
    guard body >= 0, body <= 1 << 30 else {
      throw ColumnarError("has a batch of more than 1 GiB; write smaller ones")
    }
    guard body <= file.size - place else { throw ColumnarError.truncated }
    place += body
    return (table, place - body..<place)
  }
}
