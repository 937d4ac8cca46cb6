internal import Glibc

extension FloatStorage {
  /// Some elements as a vector: a matrix of one row that shares the memory.
  package func vector(_ offset: Int, count: Int) -> Matrix {
    Matrix(storage: self, offset: offset, rows: 1, columns: count, stride: count)
  }

  /// All elements as a vector.
  package var vector: Matrix { vector(0, count: count) }

  /// Some elements, for code that writes them itself.
  package func elements(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "beyond the storage")
    return UnsafeMutableBufferPointer(start: pointer + range.lowerBound, count: range.count)
  }

  package subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count)
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count)
      pointer[index] = newValue
    }
  }
}

extension Matrix {
  /// A vector of its own, zeroed.
  package static func vector(_ count: Int) -> Matrix { Matrix(rows: 1, columns: count) }

  /// All elements, which are one run, row after row.
  package var elements: UnsafeMutableBufferPointer<Float> {
    requireOneRun()
    return UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// Whether a matrix of as many elements has the same bytes; both are one run.
  package func hasSameBytes(as other: Matrix) -> Bool {
    precondition(other.count == count)
    requireOneRun()
    other.requireOneRun()
    return memcmp(pointer, other.pointer, 4 * count) == 0
  }

  /// The view of one row.
  package func vector(row: Int) -> Matrix { rows(row..<row + 1) }

  /// Copies one row of another matrix, as long as this one's.
  package func copyRow(_ row: Int, from other: Matrix, _ otherRow: Int) {
    precondition(
      columns == other.columns && row >= 0 && row < rows && otherRow >= 0 && otherRow < other.rows)
    (pointer + row * stride).update(from: other.pointer + otherRow * other.stride, count: columns)
  }

  /// A copy of some rows.
  package func gathering(_ chosen: ArraySlice<Int32>) -> Matrix {
    let result = Matrix(rows: chosen.count, columns: columns)
    for (row, source) in chosen.enumerated() { result.copyRow(row, from: self, Int(source)) }
    return result
  }

  /// Adds each row of another matrix to one of this one's.
  package func add(_ other: Matrix, toRows chosen: ArraySlice<Int32>) {
    precondition(other.rows == chosen.count)
    for (row, target) in chosen.enumerated() {
      vector(row: Int(target)).add(other.vector(row: row))
    }
  }
}
