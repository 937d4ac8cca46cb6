import LinearAlgebra
import TestSupport
import Testing

@Suite struct RangeFinderTests {
  private func random(_ rows: Int, _ columns: Int, _ source: inout RandomSource) -> Matrix {
    Matrix(
      (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &source) }, rows: rows,
      columns: columns)
  }

  @Test(arguments: [(1, 5), (7, 7), (24, 90)])
  func rowsBecomeOrthonormal(rows: Int, columns: Int) {
    var source = RandomSource(seed: 3)
    let matrix = random(rows, columns, &source)
    // One row depends on another.
    if rows > 1 { matrix.rows(1..<2).copy(from: matrix.rows(0..<1)) }
    let first = Matrix(matrix.row(0).map { $0 }, rows: 1, columns: columns)
    orthonormalise(rows: matrix)
    let gram = Matrix(rows: rows, columns: rows)
    multiply(matrix, .no, matrix, .yes, into: gram)
    for i in 0..<rows {
      for j in 0..<rows { #expect(abs(gram[i, j] - (i == j ? 1 : 0)) < 1e-5) }
    }
    // The first row still lies in the space.
    let coordinates = Matrix(rows: 1, columns: rows)
    multiply(first, .no, matrix, .yes, into: coordinates)
    #expect(abs(dot(coordinates, coordinates) - dot(first, first)) < 1e-4 * dot(first, first))
  }

  /// A product of known singular values: the error is nearly that of the best approximation.
  @Test(arguments: [(40, 60), (60, 40)])
  func errorIsNearlyTheBest(rows: Int, columns: Int) throws {
    var source = RandomSource(seed: 5)
    let left = random(40, rows, &source)
    let right = random(40, columns, &source)
    orthonormalise(rows: left)
    orthonormalise(rows: right)
    let values = (0..<40).map { Float(1) / Float(1 + $0) }
    let scaled = Matrix(left.values(), rows: 40, columns: rows)
    for (row, value) in values.enumerated() {
      for column in 0..<rows { scaled[row, column] *= value }
    }
    let matrix = Matrix(rows: rows, columns: columns)
    multiply(scaled, .yes, right, .no, into: matrix)
    let probes = random(24, 60, &source)
    for rank in [1, 4, 16] {
      let found = try RangeFinder.factors(of: matrix, rank: rank, probes: probes)
      let rest = Matrix(matrix.values(), rows: rows, columns: columns)
      multiply(found.left, .no, found.right, .yes, into: rest, alpha: -1, beta: 1)
      let best = values.dropFirst(rank).reduce(0) { $0 + $1 * $1 }
      #expect(dot(rest, rest) < 1.02 * best && dot(rest, rest) > 0.98 * best)
    }
  }

  @Test func zeroesStayZeroes() throws {
    var source = RandomSource(seed: 6)
    let found = try RangeFinder.factors(
      of: Matrix(rows: 9, columns: 12), rank: 2, probes: random(10, 12, &source))
    #expect(found.left.values().allSatisfy { $0.isFinite })
    #expect(found.right.values().allSatisfy { $0 == 0 })
  }
}
