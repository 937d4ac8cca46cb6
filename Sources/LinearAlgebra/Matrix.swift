/// A row-major float32 matrix, or a rectangle of one: a view that shares its storage.
///
/// Copies of the value see the same elements. Threads that write must write disjoint rectangles;
/// nothing else guards the memory.
package struct Matrix: Sendable {
  package let storage: FloatStorage
  /// Index of the first element in the storage.
  package let offset: Int
  package let rows: Int
  package let columns: Int
  /// Elements between the starts of neighbouring rows, at least `columns`.
  package let stride: Int

  /// A zeroed matrix of its own.
  package init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    precondition(!overflow, "a matrix of \(rows) x \(columns) is too large")
    self.init(
      storage: FloatStorage(count: count), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  /// A view of existing storage.
  package init(storage: FloatStorage, offset: Int, rows: Int, columns: Int, stride: Int) {
    precondition(rows >= 0 && columns >= 0 && stride >= columns && offset >= 0)
    precondition(rows == 0 || offset + (rows - 1) * stride + columns <= storage.count)
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// A matrix of its own holding row-major values.
  package init(_ values: [Float], rows: Int, columns: Int) {
    precondition(values.count == rows * columns)
    self.init(rows: rows, columns: columns)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.update(from: base, count: values.count) }
    }
  }

  /// First element; rows follow each other by `stride`.
  var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

  /// Whether the rows touch, so that all elements are one run of `count` floats.
  package var isContiguous: Bool { stride == columns || rows <= 1 }

  /// Number of elements.
  package var count: Int { rows * columns }

  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return pointer[row * stride + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      pointer[row * stride + column] = newValue
    }
  }

  /// Elements of one row.
  package func row(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(index >= 0 && index < rows)
    return UnsafeMutableBufferPointer(start: pointer + index * stride, count: columns)
  }

  /// The view of some rows.
  package func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count,
      columns: columns, stride: stride)
  }

  /// The view of some columns.
  package func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count,
      stride: stride)
  }

  /// The same elements as another shape; only for a contiguous view.
  package func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(isContiguous && rows * columns == count)
    return Matrix(storage: storage, offset: offset, rows: rows, columns: columns, stride: columns)
  }

  /// Row-major copy of the elements.
  package func values() -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(count)
    for index in 0..<rows { result.append(contentsOf: row(index)) }
    return result
  }

  /// Sets every element.
  package func fill(_ value: Float) {
    for index in 0..<rows { row(index).update(repeating: value) }
  }

  /// Copies the elements of a matrix of the same shape.
  package func copy(from other: Matrix) {
    precondition(other.rows == rows && other.columns == columns)
    for index in 0..<rows {
      if columns > 0 {
        (pointer + index * stride).update(
          from: other.pointer + index * other.stride, count: columns)
      }
    }
  }
}
