import LinearAlgebra

/// Means and co-moments of Q rows, gathered from blocks of columns in one pass.
///
/// Each block is centred on its own means before the product, and blocks are merged by the
/// pairwise update of Chan, Golub and LeVeque (1983), so a mean far from zero costs no digits.
/// Products are float32 over at most `blockWidth` columns; sums over blocks are float64. Memory:
/// Q·`blockWidth` floats and a few Q·Q doubles, however many columns there are.
struct CoMoments {
  static let blockWidth = 2048

  let rows: Int
  private(set) var count = 0
  private(set) var means: [Double]
  /// Sums of products of deviations, [Q, Q] row-major.
  private(set) var products: [Double]
  private var least: [Float]
  private var greatest: [Float]
  private let centred: Matrix
  private let gram: Matrix

  init(rows: Int) {
    self.rows = rows
    means = [Double](repeating: 0, count: rows)
    products = [Double](repeating: 0, count: rows * rows)
    least = [Float](repeating: .infinity, count: rows)
    greatest = [Float](repeating: -.infinity, count: rows)
    centred = Matrix(rows: rows, columns: Self.blockWidth)
    gram = Matrix(rows: rows, columns: rows)
  }

  /// Adds `width` columns; `fill` writes one row's values, and `name` numbers it for messages.
  mutating func add(
    width: Int, firstColumn: Int,
    fill: (_ row: Int, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    precondition(width > 0 && width <= Self.blockWidth)
    let block = centred.columns(0..<width)
    var blockMeans = [Double](repeating: 0, count: rows)
    var scales = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      let values = block.row(row)
      try fill(row, values)
      var low = Float.infinity
      var high = -Float.infinity
      var sum = 0.0
      for index in 0..<width {
        let value = values[index]
        guard value.isFinite else {
          throw FindingsError.notFinite(value, question: row, document: firstColumn + index)
        }
        low = min(low, value)
        high = max(high, value)
        sum += Double(value)
      }
      least[row] = min(least[row], low)
      greatest[row] = max(greatest[row], high)
      let mean = sum / Double(width)
      blockMeans[row] = mean
      // Scaled to at most one, so that squares of very small or large scores stay in range.
      let scale = max(abs(Double(high) - mean), abs(Double(low) - mean))
      scales[row] = scale
      let factor = scale > 0 ? 1 / scale : 0
      for index in 0..<width { values[index] = Float((Double(values[index]) - mean) * factor) }
    }
    multiply(block, .no, block, .yes, into: gram)
    merge(width: width, blockMeans: blockMeans, scales: scales)
  }

  private mutating func merge(width: Int, blockMeans: [Double], scales: [Double]) {
    let before = Double(count)
    let added = Double(width)
    let weight = before * added / (before + added)
    let shifts = (0..<rows).map { blockMeans[$0] - means[$0] }
    for i in 0..<rows {
      for j in 0..<rows {
        products[i * rows + j] +=
          Double(gram[i, j]) * scales[i] * scales[j] + weight * shifts[i] * shifts[j]
      }
    }
    for i in 0..<rows { means[i] += shifts[i] * added / (before + added) }
    count += width
  }

  /// Pearson's r between rows i and j; NaN where a row is constant, as it then is undefined.
  func correlation(_ i: Int, _ j: Int) -> Double {
    guard least[i] < greatest[i], least[j] < greatest[j] else { return .nan }
    if i == j { return 1 }
    // Roots before the product, which could leave the range of a double.
    let norm = products[i * rows + i].squareRoot() * products[j * rows + j].squareRoot()
    return norm > 0 ? max(-1, min(1, products[i * rows + j] / norm)) : .nan
  }
}
