import Hashing
import LinearAlgebra
import Transformer

/// Spreads a sketch evenly over numbers that look alike, so that their signs alone tell almost all of it.
///
/// Each coordinate gets a random sign and a place; where there are more coordinates than places, several
/// share one (count sketch: Charikar, Chen and Farach-Colton 2002). Blocks of places are then mixed by
/// Hadamard transforms (Ailon and Chazelle 2006). Inner products are kept in the mean.
struct SignRotation: Sendable {
  /// Places mixed by one transform; a power of two that fits the first-level cache.
  static let block = 4_096

  /// Numbers that come out, a multiple of `run`.
  let count: Int
  private let targets: [Int32]
  private let signs: [Float]

  /// - Parameter width: coordinates that go in.
  init(width: Int, count: Int) {
    precondition(count > 0 && count % Self.block == 0)
    self.count = count
    // Steps of a prime larger than any count visit every place before any twice.
    let prime: UInt64 = 2_654_435_761
    targets = (0..<UInt64(width)).map { Int32($0 &* prime % UInt64(count)) }
    let size = 1 / Float(Self.block).squareRoot()
    signs = (0..<width).map {
      SplitMix64.hash(SplitMix64.hash(0x5349_474E) ^ UInt64($0)) >> 63 == 0 ? size : -size
    }
  }

  /// Writes the rotated sketch over `count` numbers.
  /// - Parameter sketch: `[1 × width]`.
  func apply(_ sketch: Matrix, into result: UnsafeMutableBufferPointer<Float>) {
    precondition(sketch.count == targets.count && result.count == count)
    let sketch = sketch.elements
    result.update(repeating: 0)
    targets.withUnsafeBufferPointer { targets in
      signs.withUnsafeBufferPointer { signs in
        for index in 0..<targets.count {
          result[Int(targets[index])] += signs[index] * sketch[index]
        }
      }
    }
    for start in stride(from: 0, to: count, by: Self.block) {
      Signs.hadamard(UnsafeMutableBufferPointer(rebasing: result[start..<start + Self.block]))
    }
  }
}
