/// The rows of a Parquet file, row group by row group.
///
/// Held at once: the footer, and of every column a dictionary and a page. Of lists, those of plain values and of structures
/// of them are read. Columns that lie deeper than that or than one structure, or are of a type without a plain value are left out and named.
package final class ParquetReader: RowReader {
  private let file: FileBytes
  private let footer: ParquetFooter
  private var group = 0
  private var rowsLeft = 0
  private var cursors: [ColumnCursor] = []
  /// Bytes given out, against which what a small file may become is held.
  private var given = 0

  package var leftOut: [String] { footer.leftOut }
  package var position: Int { min(file.bytesRead, file.size) }

  /// - Throws: `ColumnarError` for a file that is no Parquet, damaged, or has no column that is read.
  package init(path: String) throws(ColumnarError) {
    file = try FileBytes(path: path)
    footer = try ParquetFooter(file)
    guard !footer.columns.isEmpty else {
      throw ColumnarError(
        "has no column that is read; its columns are \(footer.leftOut.joined(separator: ", "))")
    }
  }

  package func next() throws(ColumnarError) -> [ColumnField]? {
    while rowsLeft == 0 {
      guard group < footer.groups.count else { return nil }
      try begin(footer.groups[group])
      group += 1
    }
    rowsLeft -= 1
    var row: [ColumnField] = []
    row.reserveCapacity(footer.columns.count)
    for (index, column) in footer.columns.enumerated() {
      if let level = column.listLevel {
        try addList(try cursors[index].nextList(level), column, to: &row)
        continue
      }
      let value = try cursors[index].next()
      if case .bytes(let bytes) = value { given += bytes.count }
      if column.path.count == 1 {
        row.append(ColumnField(name: column.path[0], value: meaning(value, column)))
        continue
      }
      add(meaning(value, column), column.path, to: &row)
    }
    given += 1
    guard given - (1 << 24) <= 250 * file.size else {
      throw ColumnarError("unpacks to more than 250 times its size; is it a corpus?")
    }
    return row
  }

  private func meaning(_ value: ColumnValue, _ column: ParquetFooter.Column) -> ColumnValue {
    if let calendar = column.calendar, case .integer(let number) = value {
      return calendar.value(number)
    }
    guard column.isUnsigned, case .integer(let number) = value, number < 0 else { return value }
    return .unsigned(UInt64(bitPattern: number))
  }

  /// Puts a value of a structure under the structure's name.
  private func add(_ value: ColumnValue, _ path: [String], to row: inout [ColumnField]) {
    let field = ColumnField(name: path[1], value: value)
    if let last = row.last, last.name == path[0], case .record(let fields) = last.value {
      row[row.count - 1] = ColumnField(name: path[0], value: .record(fields + [field]))
    } else {
      row.append(ColumnField(name: path[0], value: .record([field])))
    }
  }

  /// Puts a list under its name, or each of its values into the structures that are there already.
  private func addList(
    _ values: [ColumnValue]?, _ column: ParquetFooter.Column, to row: inout [ColumnField]
  ) throws(ColumnarError) {
    for value in values ?? [] {
      given += 1
      if case .bytes(let bytes) = value { given += bytes.count }
    }
    let name = column.path[0]
    let items = values.map { $0.map { meaning($0, column) } }
    guard column.path.count == 2 else {
      row.append(ColumnField(name: name, value: items.map { .list($0) } ?? .null))
      return
    }
    let fields = items?.map { ColumnField(name: column.path[1], value: $0) }
    guard let last = row.last, last.name == name else {
      let records = fields.map { $0.map { ColumnValue.record([$0]) } }
      row.append(ColumnField(name: name, value: records.map { .list($0) } ?? .null))
      return
    }
    guard case .list(let before) = last.value else {
      guard fields == nil, last.value == .null else { throw ColumnarError.damaged }
      return
    }
    guard let fields, fields.count == before.count else { throw ColumnarError.damaged }
    var records: [ColumnValue] = []
    for (record, field) in zip(before, fields) {
      guard case .record(let own) = record else { throw ColumnarError.damaged }
      records.append(.record(own + [field]))
    }
    row[row.count - 1] = ColumnField(name: name, value: .list(records))
  }

  private func begin(_ next: ParquetFooter.Group) throws(ColumnarError) {
    rowsLeft = next.rows
    cursors = []
    for column in footer.columns {
      let chunk = try ParquetFooter.chunk(next.chunks[column.leaf], of: column, in: file)
      guard column.listLevel != nil ? chunk.values >= next.rows : chunk.values == next.rows else {
        throw ColumnarError.damaged
      }
      cursors.append(ColumnCursor(file, column, chunk))
    }
  }
}
