import Foundation
import LinearAlgebra

extension GradientIndex {
  /// Passages that a thread takes at once.
  private static let tile = 64

  /// Approximate scores of some steps on every passage, `[steps][passages]`; NaN where not indexed.
  /// - Parameters:
  ///   - coordinates: of the steps, as `GradientCoder` computes them.
  ///   - leading: how many of a passage's bits count, a multiple of 64, as if the index were smaller; all if nil.
  ///   - threads: workers side by side; changes no bit.
  package func scores(
    _ coordinates: [[Float]], leading: Int? = nil, threads: Int = 1
  ) throws -> [[Float]] {
    let bits = coder.bits
    precondition(coordinates.allSatisfy { $0.count == bits })
    let used = min(leading ?? bits, bits)
    let queries = coordinates.map { SignQuery($0.prefix(used)) }
    // A part of the signs stands for all.
    let share = Float(bits) / Float(used)
    let all = Matrix(rows: passageCount, columns: queries.count)
    all.fill(.nan)
    guard !queries.isEmpty else { return [] }
    let blocks = blocks
    let tiles = blocks.indices.flatMap { block in
      stride(from: 0, to: blocks[block].scales.count, by: Self.tile).map { (block, $0) }
    }
    let workers = max(1, min(threads, tiles.count))
    try runWorkers(workers) { worker in
      for (index, first) in tiles[
        (tiles.count * worker / workers)..<(tiles.count * (worker + 1) / workers)]
      {
        let block = blocks[index]
        let rows = first..<min(first + Self.tile, block.scales.count)
        block.signs.withUnsafeBytes { signs in
          for row in rows {
            let code = UnsafeRawBufferPointer(
              rebasing: signs[row * bits / 8..<(row + 1) * bits / 8])
            let positive = queries[0].positive(code)
            let target = all.row(block.first + row)
            for (step, query) in queries.enumerated() {
              target[step] = share * block.scales[row] * query.product(code, positive: positive)
            }
          }
        }
      }
    }
    return (0..<queries.count).map { step in
      (0..<passageCount).map { all[$0, step] }
    }
  }
}
