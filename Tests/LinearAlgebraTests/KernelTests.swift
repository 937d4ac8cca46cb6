import LinearAlgebra
import TestSupport
import Testing

/// The door to the C kernels: what they compute, and that sizes which do not fit never reach them.
@Suite struct KernelTests {
  private static func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var random = RandomSource(seed: seed)
    return Matrix(random.floats(rows * columns), rows: rows, columns: columns)
  }

  /// A rectangle of a larger matrix whose other elements are NaN, so that whoever reads or writes beside it is found.
  private static func view(_ rows: Int, _ columns: Int, seed: UInt64) -> (whole: Matrix, Matrix) {
    let whole = Matrix(rows: rows + 2, columns: columns + 5)
    whole.fill(.nan)
    let view = whole.rows(1..<rows + 1).columns(2..<columns + 2)
    view.copy(from: matrix(rows, columns, seed: seed))
    return (whole, view)
  }

  /// Elements of the whole that are not NaN: those of the view and no others.
  private static func touched(_ whole: Matrix) -> Int { whole.values().count { !$0.isNaN } }

  @Test func elementsOfViewsAreChangedAndNoOthers() {
    let (whole, view) = Self.view(3, 7, seed: 1)
    let before = view.values()
    let other = Self.matrix(3, 7, seed: 2)
    let bias = Self.matrix(1, 7, seed: 3)
    view.add(other)
    view.add(other, factor: -2)
    view.scale(by: 3)
    view.multiplyElements(by: other)
    view.addToEveryRow(bias)
    for index in 0..<21 {
      let o = other.values()[index]
      let expected = (before[index] + o - 2 * o) * 3 * o + bias[0, index % 7]
      #expect(abs(view.values()[index] - expected) < 1e-5)
    }
    view.clamp(to: 0.25)
    #expect(view.values().allSatisfy { abs($0) <= 0.25 })
    #expect(view.isFinite && !whole.isFinite && Self.touched(whole) == 21)
  }

  @Test func sumsAreThoseOfTheElements() {
    let (_, view) = Self.view(4, 9, seed: 4)
    let sums = Matrix.vector(9)
    sums.addColumnSums(of: view)
    let dots = Matrix.vector(4)
    view.rowDots(view, into: dots)
    let first = Matrix.vector(4)
    view.rowDots(view.vector(row: 0), into: first)
    for column in 0..<9 {
      let expected = (0..<4).reduce(0) { $0 + view[$1, column] }
      #expect(abs(sums[0, column] - expected) < 1e-5)
    }
    for row in 0..<4 {
      let own = view.vector(row: row)
      #expect(abs(Double(dots[0, row]) - own.sumOfSquares) < 1e-5)
      #expect(abs(Double(first[0, row]) - own.dotInDouble(view.vector(row: 0))) < 1e-5)
    }
  }

  @Test func rowsAreGatheredAndAddedBack() {
    let matrix = Self.matrix(5, 3, seed: 5)
    let gathered = matrix.gathering([4, 0, 4])
    #expect(
      gathered.values() == matrix.rows(4..<5).values() + matrix.rows(0..<1).values()
        + matrix.rows(4..<5).values())
    let target = Matrix(rows: 5, columns: 3)
    target.add(gathered, toRows: [4, 0, 4])
    #expect(target[4, 1] == 2 * matrix[4, 1] && target[0, 2] == matrix[0, 2] && target[1, 0] == 0)
  }

  @Test func aSoftmaxSeesItsWindowOnly() {
    let scores = Self.matrix(3, 5, seed: 6)
    let logSums = Matrix.vector(3)
    let softmax = CausalSoftmax(shift: 2, window: 2, scale: 0.5, cap: 0)
    let raw = scores.values()
    softmax.forward(scores, logSums: logSums)
    for row in 0..<3 {
      let seen = (row + 1)...(row + 2)
      let sum = seen.reduce(0.0) { $0 + Double(raw[row * 5 + $1] * 0.5).exponential }
      for column in 0..<5 {
        let expected =
          seen.contains(column) ? Double(raw[row * 5 + column] * 0.5).exponential / sum : 0
        #expect(abs(Double(scores[row, column]) - expected) < 1e-5)
      }
    }
  }

  @Test func numbersComeBackFromTheFormatsOfFiles() {
    let values = Self.matrix(1, 130, seed: 7)
    let levels = UnsafeMutableBufferPointer<Int8>.allocate(capacity: 130)
    let scales = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3)
    let bfloats = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: 130)
    defer {
      levels.deallocate()
      scales.deallocate()
      bfloats.deallocate()
    }
    let back = Matrix.vector(130)
    NumberFormats.pack(values.elements, levels: levels, scales: scales)
    NumberFormats.unpack(levels: levels, scales: scales, into: back.elements)
    for column in 0..<130 { #expect(abs(back[0, column] - values[0, column]) <= 0.5 / 127) }
    NumberFormats.round(UnsafeBufferPointer(values.elements), toBFloats: bfloats)
    NumberFormats.widen(bfloats: UnsafeBufferPointer(bfloats), into: back.elements)
    for column in 0..<130 {
      #expect(abs(back[0, column] - values[0, column]) <= abs(values[0, column]) / 256)
    }
  }

}

/// Each starts the tests anew in a process that ends.
@Suite(.tags(.program)) struct KernelSizeTests {
  @Test func sizesThatDoNotFitEndTheProgram() async {
    await #expect(processExitsWith: .failure) {
      Matrix(rows: 2, columns: 3).add(Matrix(rows: 3, columns: 2))
    }
    await #expect(processExitsWith: .failure) {
      Matrix(rows: 2, columns: 3).addToEveryRow(Matrix.vector(2))
    }
    await #expect(processExitsWith: .failure) {
      CausalSoftmax(shift: 2, window: 2, scale: 1, cap: 0)
        .forward(Matrix(rows: 2, columns: 3), logSums: Matrix.vector(2))
    }
    await #expect(processExitsWith: .failure) {
      RMSNorm(weight: Matrix.vector(3), offset: 0).forward(
        Matrix(rows: 2, columns: 4), into: Matrix(rows: 2, columns: 4), inverse: Matrix.vector(2),
        epsilon: 1e-5)
    }
  }
}

extension Double {
  /// e to the power of a number, by its series.
  fileprivate var exponential: Double {
    var (term, sum) = (1.0, 1.0)
    for power in 1..<40 {
      term *= self / Double(power)
      sum += term
    }
    return sum
  }
}
