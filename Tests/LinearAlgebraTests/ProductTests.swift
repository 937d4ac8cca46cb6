import LinearAlgebra
import TestSupport
import Testing

@Suite struct ProductTests {
  private func random(_ rows: Int, _ columns: Int, _ source: inout RandomSource) -> Matrix {
    Matrix(source.floats(rows * columns), rows: rows, columns: columns)
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 4, 33), (64, 65, 66)])
  func agreesWithTheNaiveProduct(m: Int, n: Int, k: Int) {
    var source = RandomSource(seed: UInt64(m * 1000 + n))
    for left in [Transpose.no, .yes] {
      for right in [Transpose.no, .yes] {
        let a = left == .no ? random(m, k, &source) : random(k, m, &source)
        let b = right == .no ? random(k, n, &source) : random(n, k, &source)
        let fast = random(m, n, &source)
        let slow = Matrix(fast.values(), rows: m, columns: n)
        multiply(a, left, b, right, into: fast, alpha: 0.5, beta: 2)
        multiplyNaive(a, left, b, right, into: slow, alpha: 0.5, beta: 2)
        for (x, y) in zip(fast.values(), slow.values()) { #expect(abs(x - y) < 1e-4) }
      }
    }
  }

  @Test func readsAndWritesViews() {
    var source = RandomSource(seed: 2)
    let whole = random(8, 9, &source)
    let before = whole[0, 0]
    let a = random(3, 4, &source)
    let b = random(4, 2, &source)
    let target = whole.rows(2..<5).columns(6..<8)
    multiply(a, b, into: target)
    let expected = Matrix(rows: 3, columns: 2)
    multiplyNaive(a, .no, b, .no, into: expected)
    for i in 0..<3 { for j in 0..<2 { #expect(abs(whole[i + 2, j + 6] - expected[i, j]) < 1e-5) } }
    #expect(whole[0, 0] == before)
  }

  @Test func gramIsTheProductWithItself() {
    var source = RandomSource(seed: 3)
    let a = random(20, 11, &source)
    let gram = Matrix(rows: 11, columns: 11)
    gram.fill(7)
    upperGram(of: a, into: gram)
    let expected = Matrix(rows: 11, columns: 11)
    multiplyNaive(a, .yes, a, .no, into: expected)
    for i in 0..<11 {
      for j in 0..<11 { #expect(abs(gram[i, j] - (j < i ? 7 : expected[i, j])) < 1e-4) }
    }
  }

  @Test func eigenvectorsRebuildTheMatrix() throws {
    var source = RandomSource(seed: 4)
    let n = 12
    let half = source.floats(n * n).map(Double.init)
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n { for j in 0..<n { matrix[i * n + j] = half[i * n + j] + half[j * n + i] } }
    let eigen = try SymmetricEigen(matrix, order: n)
    let vectors = eigen.vectors
    #expect(eigen.values == eigen.values.sorted())
    for i in 0..<n {
      for j in 0..<n {
        var sum = 0.0
        for k in 0..<n {
          sum += eigen.values[k] * vectors[k * n + i] * vectors[k * n + j]
        }
        #expect(abs(sum - matrix[i * n + j]) < 1e-12)
      }
    }
  }
}
