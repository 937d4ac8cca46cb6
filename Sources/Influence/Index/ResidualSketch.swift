import LinearAlgebra
import Transformer

/// What learned directions leave of a sketch, folded into few numbers.
///
/// Each coordinate of the sketch is added to one of the buckets with one of two signs (count sketch: Charikar,
/// Chen and Farach-Colton 2002), which keeps inner products in the mean. The directions' own part is taken out
/// first, since folding it would add noise to what is known exactly.
struct ResidualSketch: Sendable {
  /// Usual size of a bucket, which a passage's are divided by before they are rounded.
  let size: Float
  let count: Int
  /// Bucket of each coordinate of the sketch.
  private let buckets: [Int32]
  private let signs: [Float]
  /// The directions folded, negated, `[components × count]`.
  private let negated: Matrix

  /// - Parameters:
  ///   - count: number of buckets.
  ///   - width: numbers of the sketch.
  ///   - components: number of directions.
  ///   - decode: writes some directions into rows of a matrix `[rows × width]`.
  init(
    count: Int, size: Float, width: Int, components: Int, threads: Int,
    decode: @Sendable (Range<Int>, Matrix) -> Void
  ) throws {
    self.count = count
    self.size = size
    let draws = (0..<width).map { mixed(mixed(0x5245_5349) ^ UInt64($0)) }
    buckets = draws.map { Int32($0 % UInt64(count)) }
    signs = draws.map { $0 >> 63 == 0 ? 1 : -1 }
    negated = Matrix(rows: components, columns: count)
    let (fold, target) = (Fold(buckets: buckets, signs: signs), negated)
    let tile = 4
    let tiles = (components + tile - 1) / tile
    let workers = max(1, min(threads, tiles))
    try runWorkers(workers) { worker in
      let rows = Matrix(rows: tile, columns: width)
      for index in stride(from: worker, to: tiles, by: workers) {
        let range = index * tile..<min(components, (index + 1) * tile)
        decode(range, rows)
        for row in range {
          fold.add(
            rows.pointer + (row - range.lowerBound) * rows.stride,
            to: target.pointer + row * target.stride, factor: -1)
        }
      }
    }
  }

  /// Writes what is left of some sketches into `[sketches × count]`, all zero before.
  /// - Parameter coordinates: along the directions, `[sketches × components]`.
  func project(_ sketches: Matrix, coordinates: Matrix, into result: Matrix) {
    let fold = Fold(buckets: buckets, signs: signs)
    for row in 0..<sketches.rows {
      fold.add(
        sketches.pointer + row * sketches.stride, to: result.pointer + row * result.stride,
        factor: 1)
    }
    multiply(coordinates, negated, into: result, beta: 1)
  }
}

/// Adds coordinates to their buckets.
private struct Fold: Sendable {
  let buckets: [Int32]
  let signs: [Float]

  func add(
    _ values: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>, factor: Float
  ) {
    buckets.withUnsafeBufferPointer { buckets in
      signs.withUnsafeBufferPointer { signs in
        for index in 0..<buckets.count {
          target[Int(buckets[index])] += factor * signs[index] * values[index]
        }
      }
    }
  }
}
