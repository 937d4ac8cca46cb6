import Foundation

/// Floating-point operations a second of one-thread products on each core, all cores at once.
///
/// - Parameters:
///   - threads: cores to use.
///   - repeats: products of 512 × 512 that each core times; 40 take about a tenth of a second.
///   - clock: seconds so far; the wall's if none is given.
/// - Returns: operations per second of all cores together, 2·n³ to a product.
package func sgemmRate(
  threads: Int, repeats: Int = 40,
  clock: () -> Double = { ProcessInfo.processInfo.systemUptime }
) throws -> Double {
  let size = 512
  func seconds(_ repeats: Int) throws -> Double {
    let start = clock()
    try runWorkers(threads) { _ in
      let a = Matrix(rows: size, columns: size)
      let b = Matrix(rows: size, columns: size)
      let c = Matrix(rows: size, columns: size)
      a.fill(1)
      b.fill(1)
      for _ in 0..<repeats { multiply(a, b, into: c) }
    }
    return clock() - start
  }
  _ = try seconds(max(1, repeats / 10))
  return try 2 * Double(size * size * size) * Double(repeats * threads) / seconds(repeats)
}
