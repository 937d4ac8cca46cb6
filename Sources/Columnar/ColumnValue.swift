/// A value of a column.
package enum ColumnValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case real(Double)
  /// Text or bytes, as they stand in the file.
  case bytes([UInt8])
  case list([ColumnValue])
  case record([ColumnField])
}

/// A value and its name.
package struct ColumnField: Sendable, Equatable {
  package let name: String
  package let value: ColumnValue

  package init(name: String, value: ColumnValue) {
    self.name = name
    self.value = value
  }
}

/// Rows of a columnar file, one after another.
package protocol RowReader: AnyObject {
  /// Columns that are not read, because of their kind.
  var leftOut: [String] { get }
  /// Bytes of the file that have been read so far.
  var position: Int { get }
  /// The next row, nil after the last.
  func next() throws(ColumnarError) -> [ColumnField]?
}
