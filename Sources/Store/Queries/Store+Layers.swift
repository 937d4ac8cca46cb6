import Foundation
import GRDB

extension Store {
  /// Keeps a block's shares by layer, beside its scores and in the same transaction.
  ///
  /// - Parameter layers: row-major `[steps × passages of the block]` each.
  static func save(
    layers: [[Float]], of block: NewBlock, steps: [Int64], run: Int64, _ database: Database
  ) throws {
    let width = block.gradientNorms.count
    for (row, step) in steps.enumerated() {
      let data = BlobCoding.data(layers.flatMap { $0[row * width..<(row + 1) * width] })
      try database.execute(
        sql:
          "INSERT OR REPLACE INTO layer_score (run, step, block, checksum, data) VALUES (?, ?, ?, ?, ?)",
        arguments: [run, step, block.number, BlobCoding.checksum(data), data])
    }
  }

  /// Blocks of a pass whose shares by layer are kept.
  package func blocksWithLayers(step: Int64, run: Int64) throws(StoreError) -> Set<Int> {
    try read {
      try Set(
        Int.fetchAll(
          $0, sql: "SELECT block FROM layer_score WHERE run = ? AND step = ?",
          arguments: [run, step]))
    }
  }

  /// What layers have of the scores of some steps together, `[layers][passages]`; NaN where nothing is kept.
  ///
  /// - Throws: `StoreError` when a block fails its checksum or has the wrong length.
  package func layerScores(steps: [Int64], layers: Int, run: RunRecord, passages: Int)
    throws(StoreError) -> [[Float]]
  {
    try read { database in
      var sums = [[Float]](
        repeating: .init(repeating: steps.isEmpty ? .nan : 0, count: passages), count: layers)
      let blocks = (passages + run.blockSize - 1) / run.blockSize
      for step in steps {
        var seen: Set<Int> = []
        let rows = try Row.fetchCursor(
          database, sql: "SELECT block, checksum, data FROM layer_score WHERE run = ? AND step = ?",
          arguments: [run.id, step])
        while let row = try rows.next() {
          let block: Int = try row.value("block")
          guard block >= 0, block < blocks else { continue }
          let data: Data = try row.value("data")
          let start = block * run.blockSize
          let count = min(run.blockSize, passages - start)
          guard data.count == 4 * count * layers,
            BlobCoding.checksum(data) == (try row.value("checksum", Int64.self))
          else {
            throw StoreError(
              "block \(block) of the layers' shares is damaged; delete the .stemma folder and compute again"
            )
          }
          let values = try BlobCoding.array(data, of: Float.self)
          for layer in 0..<layers {
            for index in 0..<count { sums[layer][start + index] += values[layer * count + index] }
          }
          seen.insert(block)
        }
        for block in 0..<blocks where !seen.contains(block) {
          for passage in block * run.blockSize..<min((block + 1) * run.blockSize, passages) {
            for layer in 0..<layers { sums[layer][passage] = .nan }
          }
        }
      }
      return sums
    }
  }
}
